// Ed25519 signatures (RFC 8032 §5.1.7): by the browser where it knows them, else by hand with whole numbers.
"use strict";

const FIELD = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

const inField = n => ((n % FIELD) + FIELD) % FIELD;

function power(base, exponent) {
  let result = 1n;
  for (let b = base, e = exponent; e > 0n; e >>= 1n, b = (b * b) % FIELD) if (e & 1n) result = (result * b) % FIELD;
  return result;
}

const CURVE_D = inField(-121665n * power(121666n, FIELD - 2n));
const ROOT_OF_MINUS_ONE = power(2n, (FIELD - 1n) / 4n);
const ZERO = [0n, 1n, 1n, 0n];

// Points as X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z.
function sum([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = inField((y1 - x1) * (y2 - x2));
  const b = inField((y1 + x1) * (y2 + x2));
  const c = inField(2n * t1 * t2 * CURVE_D);
  const d = inField(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [inField(e * f), inField(g * h), inField(f * g), inField(e * h)];
}

function times(scalar, point) {
  let result = ZERO;
  for (let s = scalar, p = point; s > 0n; s >>= 1n, p = sum(p, p)) if (s & 1n) result = sum(result, p);
  return result;
}

function isSamePoint([x1, y1, z1], [x2, y2, z2]) {
  return inField(x1 * z2 - x2 * z1) === 0n && inField(y1 * z2 - y2 * z1) === 0n;
}

function littleEndian(bytes) {
  return BigInt(`0x${hex(bytes.slice().reverse()) || "0"}`);
}

// The point that 32 bytes write, or null where there is none (RFC 8032 §5.1.3).
function pointOf(bytes) {
  const whole = littleEndian(bytes);
  const y = whole & (2n ** 255n - 1n);
  const isOdd = whole >> 255n;
  if (y >= FIELD) return null;
  const u = inField(y * y - 1n);
  const v = inField(CURVE_D * y * y + 1n);
  let x = inField(u * v ** 3n * power(inField(u * v ** 7n), (FIELD - 5n) / 8n));
  if (inField(v * x * x) === inField(-u)) x = inField(x * ROOT_OF_MINUS_ONE);
  if (inField(v * x * x) !== u || (x === 0n && isOdd)) return null;
  if ((x & 1n) !== isOdd) x = FIELD - x;
  return [x, y, 1n, inField(x * y)];
}

const BASE = pointOf(Uint8Array.from({ length: 32 }, (_, i) => (i ? 0x66 : 0x58)));

function holdsByHand(publicKey, message, signature) {
  const [r, s] = [signature.slice(0, 32), littleEndian(signature.slice(32))];
  const [key, commitment] = [pointOf(publicKey), pointOf(r)];
  if (!key || !commitment || s >= ORDER) return false;
  const k = littleEndian(sha512(joined(r, publicKey, message))) % ORDER;
  return isSamePoint(times(s, BASE), sum(commitment, times(k, key)));
}

async function holds(publicKey, message, signature) {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  if (subtle) {
    try {
      const key = await subtle.importKey("raw", publicKey, { name: "Ed25519" }, false, ["verify"]);
      return await subtle.verify({ name: "Ed25519" }, key, signature, message);
    } catch {
      // this browser has no Ed25519
    }
  }
  return holdsByHand(publicKey, message, signature);
}
