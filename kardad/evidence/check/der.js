// DER read as far as signatures and time stamps need it: tags, lengths, numbers, names of algorithms, moments.
"use strict";

const DER = { INTEGER: 2, BITS: 3, OCTETS: 4, OID: 6, UTC: 0x17, GENERALIZED: 0x18, SEQUENCE: 0x30, SET: 0x31 };

class Der {
  constructor(bytes, at = 0, end = bytes.length) {
    if (at + 2 > end) throw new NotReadable("DER is cut");
    let [length, inner] = [bytes[at + 1], at + 2];
    if (length >= 0x80) {
      const digits = length - 0x80;
      if (digits < 1 || digits > 4 || inner + digits > end) throw new NotReadable("DER of no known length");
      length = bytes.slice(inner, inner + digits).reduce((n, byte) => n * 256 + byte, 0);
      inner += digits;
    }
    if (inner + length > end) throw new NotReadable("DER is cut");
    Object.assign(this, { bytes, at, inner, tag: bytes[at], end: inner + length });
  }

  get content() {
    return this.bytes.subarray(this.inner, this.end);
  }

  get whole() {
    return this.bytes.subarray(this.at, this.end);
  }

  get parts() {
    const found = [];
    for (let at = this.inner; at < this.end; at = found[found.length - 1].end) found.push(new Der(this.bytes, at, this.end));
    return found;
  }

  as(tag) {
    if (this.tag !== tag) throw new NotReadable(`DER tag ${this.tag}, not ${tag}`);
    return this;
  }

  // The part with a context tag, if it is there.
  marked(number) {
    return this.parts.find(part => (part.tag & 0xdf) === 0x80 + number);
  }

  get oid() {
    const numbers = [];
    let number = 0;
    for (const byte of this.as(DER.OID).content) {
      number = number * 128 + (byte & 0x7f);
      if (byte < 0x80) {
        numbers.push(number);
        number = 0;
      }
    }
    const first = Math.min(2, Math.floor(numbers[0] / 40));
    return [first, numbers[0] - 40 * first, ...numbers.slice(1)].join(".");
  }

  // Microseconds since 1970.
  get moment() {
    const told = textOf(this.content);
    const [, year, month, day, hour, minute, second, part] =
      /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,6})\d*)?Z$/.exec(this.tag === DER.UTC ? (told < "5" ? "20" : "19") + told : told) || [];
    if (!year) throw new NotReadable("no moment");
    return micros(`${year}-${month}-${day}T${hour}:${minute}:${second}.${part || "0"}Z`);
  }

  get text() {
    if (this.tag === 0x1e) return new TextDecoder("utf-16be").decode(this.content);
    return new TextDecoder("utf-8").decode(this.content);
  }
}

const HASHES = {
  "2.16.840.1.101.3.4.2.1": "SHA-256",
  "2.16.840.1.101.3.4.2.2": "SHA-384",
  "2.16.840.1.101.3.4.2.3": "SHA-512",
};
const CURVES = {
  "1.2.840.10045.3.1.7": { name: "P-256", size: 32 },
  "1.3.132.0.34": { name: "P-384", size: 48 },
  "1.3.132.0.35": { name: "P-521", size: 66 },
};
const EC_KEY = "1.2.840.10045.2.1";
const PSS = "1.2.840.113549.1.1.10";
const COMMON_NAME = "2.5.4.3";

// Name of the hash in a sequence of an algorithm; SHA-1 and its elders are refused.
function hashNamed(algorithm) {
  const name = HASHES[algorithm.parts[0].oid];
  if (!name) throw new NotReadable("a hash that no longer proves anything");
  return name;
}

// What of a certificate (RFC 5280) a verdict needs.
class Certificate {
  constructor(der) {
    this.der = der.as(DER.SEQUENCE).whole;
    const fields = der.parts[0].parts;
    const from = fields[0].tag === 0xa0 ? 1 : 0;
    [this.serial, , this.issuer, this.validity, this.subject, this.publicKey] = fields.slice(from);
    this.extensions = fields.find(field => field.tag === 0xa3);
    this.signedPart = der.parts[0].whole;
    this.algorithm = der.parts[1];
    this.signature = der.parts[2].as(DER.BITS).content.subarray(1);
  }

  get fingerprint() {
    return hex(sha256(this.der));
  }

  get name() {
    for (const set of this.subject.parts) {
      for (const pair of set.parts) if (pair.parts[0].oid === COMMON_NAME) return pair.parts[1].text;
    }
    return "";
  }

  isValidAt(moment) {
    const [from, until] = this.validity.parts.map(part => part.moment);
    return from <= moment && moment <= until;
  }

  extension(oid) {
    for (const one of this.extensions ? this.extensions.parts[0].parts : []) {
      const parts = one.parts;
      if (parts[0].oid === oid) return new Der(parts[parts.length - 1].content);
    }
    return null;
  }

  get keyIdentifier() {
    const told = this.extension("2.5.29.14");
    return told ? told.content : new Uint8Array();
  }

  get isAuthority() {
    const told = this.extension("2.5.29.19");
    return Boolean(told && told.parts[0] && told.parts[0].tag === 1 && told.parts[0].content[0]);
  }

  get isForStamps() {
    const told = this.extension("2.5.29.37");
    return Boolean(told && told.parts.some(use => use.oid === "1.3.6.1.5.5.7.3.8"));
  }
}
