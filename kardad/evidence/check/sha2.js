// SHA-256 and SHA-512 (FIPS 180-4). Small things are hashed here at once; files go to the browser's own Web Crypto where it has one.
"use strict";

const PRIMES = (() => {
  const found = [];
  for (let n = 2; found.length < 80; n++) if (found.every(prime => n % prime)) found.push(n);
  return found;
})();

// The whole root of n: Newton from above.
function wholeRoot(n, degree) {
  const d = BigInt(degree);
  let guess = 1n << BigInt(Math.ceil(n.toString(2).length / degree));
  for (;;) {
    const next = ((d - 1n) * guess + n / guess ** (d - 1n)) / d;
    if (next >= guess) return guess;
    guess = next;
  }
}

// The first 64 bits of the fractions of roots of primes: what both hashes begin from.
const WORD = (1n << 64n) - 1n;
const CUBES = PRIMES.map(prime => wholeRoot(BigInt(prime) << 192n, 3) & WORD);
const SQUARES = PRIMES.slice(0, 8).map(prime => wholeRoot(BigInt(prime) << 128n, 2) & WORD);
const K256 = Int32Array.from(CUBES.slice(0, 64), word => Number(word >> 32n) | 0);
const H256 = Int32Array.from(SQUARES, word => Number(word >> 32n) | 0);

// The message, one bit, zeros, and its length in bits at the end.
function padded(message, block) {
  const whole = new Uint8Array(Math.ceil((message.length + 1 + block / 8) / block) * block);
  whole.set(message);
  whole[message.length] = 0x80;
  const view = new DataView(whole.buffer);
  view.setUint32(whole.length - 8, Math.floor(message.length / 0x20000000));
  view.setUint32(whole.length - 4, (message.length << 3) >>> 0);
  return view;
}

const schedule = new Int32Array(64);
const turned = (word, by) => (word >>> by) | (word << (32 - by));

function turn256(state, view, at) {
  const w = schedule;
  for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15];
    const y = w[i - 2];
    w[i] = w[i - 16] + (turned(x, 7) ^ turned(x, 18) ^ (x >>> 3)) + w[i - 7] + (turned(y, 17) ^ turned(y, 19) ^ (y >>> 10));
  }
  // One by one: taking an array apart at every turn would cost more than the turn.
  let a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
  for (let i = 0; i < 64; i++) {
    const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + K256[i] + w[i]) | 0;
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

function sha256(message) {
  const view = padded(message, 64);
  const state = H256.slice();
  for (let at = 0; at < view.byteLength; at += 64) turn256(state, view, at);
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => digest.setInt32(4 * i, word));
  return new Uint8Array(digest.buffer);
}

function sha512(message) {
  const view = padded(message, 128);
  const right = (word, by) => ((word >> BigInt(by)) | (word << BigInt(64 - by))) & WORD;
  const state = SQUARES.slice();
  for (let at = 0; at < view.byteLength; at += 128) {
    const w = [];
    for (let i = 0; i < 16; i++) w.push(view.getBigUint64(at + 8 * i));
    for (let i = 16; i < 80; i++) {
      const x = right(w[i - 15], 1) ^ right(w[i - 15], 8) ^ (w[i - 15] >> 7n);
      const y = right(w[i - 2], 19) ^ right(w[i - 2], 61) ^ (w[i - 2] >> 6n);
      w.push((w[i - 16] + x + w[i - 7] + y) & WORD);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 80; i++) {
      const one = h + (right(e, 14) ^ right(e, 18) ^ right(e, 41)) + ((e & f) ^ (~e & WORD & g)) + CUBES[i] + w[i];
      const two = (right(a, 28) ^ right(a, 34) ^ right(a, 39)) + ((a & b) ^ (a & c) ^ (b & c));
      [a, b, c, d, e, f, g, h] = [(one + two) & WORD, a, b, c, (d + one) & WORD, e, f, g];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] = (state[i] + word) & WORD; });
  }
  const digest = new DataView(new ArrayBuffer(64));
  state.forEach((word, i) => digest.setBigUint64(8 * i, word));
  return new Uint8Array(digest.buffer);
}

const subtle = globalThis.crypto?.subtle;

// The digest of something large: a file, the signed ranges of a paper.
async function digestOf(bytes, name = "SHA-256") {
  if (subtle) return new Uint8Array(await subtle.digest(name, bytes));
  if (name === "SHA-256") return sha256(bytes);
  if (name === "SHA-512") return sha512(bytes);
  throw new NotReadable("no such hash without Web Crypto");
}
