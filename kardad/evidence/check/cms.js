// CMS signatures (RFC 5652), as PDF papers and time stamps carry them; the mathematics is the browser's own Web Crypto.
"use strict";

const OID = {
  SIGNED: "1.2.840.113549.1.7.2",
  CONTENT_TYPE: "1.2.840.113549.1.9.3",
  DIGEST: "1.2.840.113549.1.9.4",
  STAMP: "1.2.840.113549.1.9.16.2.14",
  STAMP_INFO: "1.2.840.113549.1.9.16.1.4",
  SIGNING_CERTIFICATE: "1.2.840.113549.1.9.16.2.47",
};

const LONGEST_PATH = 4;
const SIGNATURE_HASHES = {
  "1.2.840.10045.4.3.2": "SHA-256",
  "1.2.840.10045.4.3.3": "SHA-384",
  "1.2.840.10045.4.3.4": "SHA-512",
  "1.2.840.113549.1.1.11": "SHA-256",
  "1.2.840.113549.1.1.12": "SHA-384",
  "1.2.840.113549.1.1.13": "SHA-512",
};

class Signed {
  constructor(bytes) {
    const info = new Der(bytes).as(DER.SEQUENCE);
    const [type, data] = info.parts;
    if (type.oid !== OID.SIGNED) throw new NotReadable("no signature of CMS");
    const fields = data.parts[0].parts;
    const [contentType, content] = fields[2].parts;
    this.contentType = contentType.oid;
    this.content = content ? content.parts[0].as(DER.OCTETS).content : null;
    const certificates = fields.find(field => field.tag === 0xa0);
    this.certificates = certificates ? certificates.parts.filter(part => part.tag === DER.SEQUENCE).map(part => new Certificate(part)) : [];
    const signers = fields[fields.length - 1].as(DER.SET).parts;
    if (signers.length !== 1) throw new NotReadable("one signer is expected");
    this.digests = fields[1];
    this.readSigner(signers[0].parts);
  }

  readSigner([, who, hash, ...rest]) {
    this.hash = hashNamed(hash);
    this.digest = hash;
    this.signedFields = rest[0].tag === 0xa0 ? rest.shift() : null;
    [this.algorithm, this.signature] = rest;
    this.unsignedFields = rest[2];
    this.certificate = this.certificates.find(one => this.isOf(who, one));
  }

  isOf(who, certificate) {
    if (who.tag === 0x80) return same(who.content, certificate.keyIdentifier);
    const [issuer, serial] = who.parts;
    return same(issuer.whole, certificate.issuer.whole) && same(serial.whole, certificate.serial.whole);
  }

  field(oid, fields = this.signedFields) {
    const found = fields && fields.parts.filter(part => part.parts[0].oid === oid);
    return found && found.length === 1 ? found[0].parts[1].parts[0] : null;
  }

  // Whether the signed fields name this digest of the content.
  names(digest) {
    const [told, type] = [this.field(OID.DIGEST), this.field(OID.CONTENT_TYPE)];
    return Boolean(told && type && type.oid === this.contentType && same(told.content, digest));
  }

  // PAdES has the signer name his certificate inside what he signs.
  async isBoundToCertificate() {
    const told = this.field(OID.SIGNING_CERTIFICATE);
    if (!told) return false;
    const parts = told.parts[0].parts[0].parts;
    const hash = parts[0].tag === DER.SEQUENCE ? hashNamed(parts.shift()) : "SHA-256";
    return same(parts[0].content, await digestOf(this.certificate.der, hash));
  }

  // true or false; null where this browser cannot tell.
  async isHeld() {
    if (!this.certificate || !this.signedFields) return false;
    if (!subtle) return null;
    const message = this.signedFields.whole.slice();
    message[0] = DER.SET; // RFC 5652 §5.4: signed as a SET
    const { name, parameters, signature } = schemeOf(this.certificate, { ...this, signature: this.signature.content });
    try {
      const key = await subtle.importKey("spki", this.certificate.publicKey.whole, name, false, ["verify"]);
      return await subtle.verify(parameters, key, signature, message);
    } catch {
      return null;
    }
  }

  // Whether what stands unsigned beside the signature is a time alone, its one digest, and certificates that hold each other.
  async isBare() {
    const beside = this.unsignedFields ? this.unsignedFields.parts : [];
    if (beside.length > 1 || beside.some(part => part.parts[0].oid !== OID.STAMP)) return false;
    if (!same(this.digests.content, this.digest.whole)) return false;
    for (const one of this.certificates) {
      const isKnown = subtle && SIGNATURE_HASHES[one.algorithm.parts[0].oid];
      const issuers = isKnown ? this.certificates.filter(issuer => same(issuer.subject.whole, one.issuer.whole)) : [];
      for (const issuer of issuers) if (!(await isIssuedBy(one, issuer))) return false;
    }
    return true;
  }

  // The stamp that says when the signature was there, if it carries one; read, not judged.
  get stamp() {
    const token = this.unsignedFields && this.field(OID.STAMP, this.unsignedFields);
    return token ? new Stamp(token.whole) : null;
  }
}

// How Web Crypto is to be asked about a signature by this certificate's key.
function schemeOf(certificate, { hash, algorithm, signature }) {
  const key = certificate.publicKey.parts[0].parts;
  if (key[0].oid === EC_KEY) {
    const curve = CURVES[key[1].oid];
    if (!curve) throw new NotReadable("a curve that browsers do not have");
    return {
      name: { name: "ECDSA", namedCurve: curve.name },
      parameters: { name: "ECDSA", hash },
      signature: plainPair(signature, curve.size),
    };
  }
  const isPss = algorithm.parts[0].oid === PSS;
  const name = { name: isPss ? "RSA-PSS" : "RSASSA-PKCS1-v1_5", hash };
  return { name, parameters: isPss ? { ...name, saltLength: saltLength(algorithm) } : name, signature };
}

function saltLength(algorithm) {
  const told = algorithm.parts[1].marked(2);
  return told ? told.parts[0].content.reduce((n, byte) => n * 256 + byte, 0) : 20;
}

// ECDSA signatures are two whole numbers in DER; browsers want them side by side.
function plainPair(der, size) {
  const pair = new Uint8Array(2 * size);
  new Der(der).as(DER.SEQUENCE).parts.forEach((part, i) => {
    let digits = part.as(DER.INTEGER).content;
    while (digits.length > size && digits[0] === 0) digits = digits.subarray(1);
    if (i > 1 || digits.length > size) throw new NotReadable("no ECDSA signature");
    pair.set(digits, (i + 1) * size - digits.length);
  });
  return pair;
}

// A time stamp (RFC 3161): of which digest, when, by whom.
class Stamp {
  constructor(bytes) {
    this.signed = new Signed(bytes);
    if (this.signed.contentType !== OID.STAMP_INFO || !this.signed.content) throw new NotReadable("no time stamp");
    const [, , imprint, , moment] = new Der(this.signed.content).parts;
    this.hash = hashNamed(imprint.parts[0]);
    this.imprint = imprint.parts[1].content;
    this.at = moment.as(DER.GENERALIZED).moment;
    this.authority = this.signed.certificate ? this.signed.certificate.name : "";
  }

  async isOf(bytes) {
    return same(this.imprint, await digestOf(bytes, this.hash));
  }

  // The authority's own signature; whether the authority is to be trusted is another question.
  async isHeld() {
    const digest = await digestOf(this.signed.content, this.signed.hash);
    return this.signed.certificate ? this.signed.names(digest) && await this.signed.isHeld() : null;
  }
  // Whether its certificate leads to an authority that we know, and is one for time stamps.
  async isTrusted(authorities) {
    let certificate = this.signed.certificate;
    if (!certificate || !certificate.isForStamps || !certificate.isValidAt(this.at)) return false;
    for (let steps = 0; certificate && steps < LONGEST_PATH; steps++) {
      const { fingerprint } = certificate;
      if (authorities.some(one => one.fingerprint === fingerprint)) return true;
      certificate = await issuerOf(certificate, [...authorities, ...this.signed.certificates]);
    }
    return false;
  }
}

async function issuerOf(certificate, candidates) {
  for (const one of candidates) {
    if (same(one.subject.whole, certificate.issuer.whole) && one.isAuthority && await isIssuedBy(certificate, one)) return one;
  }
  return null;
}

async function isIssuedBy(certificate, issuer) {
  const hash = SIGNATURE_HASHES[certificate.algorithm.parts[0].oid];
  if (!subtle || !hash) return false;
  const { name, parameters, signature } = schemeOf(issuer, { hash, algorithm: certificate.algorithm, signature: certificate.signature });
  try {
    const key = await subtle.importKey("spki", issuer.publicKey.whole, name, false, ["verify"]);
    return await subtle.verify(parameters, key, signature, certificate.signedPart);
  } catch {
    return false;
  }
}
