// The signatures of a PDF (PAdES): which bytes they are over, what they say, and whether anything follows them.
"use strict";

const RANGES = /\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g;
const CONTENTS = /^<([0-9A-F]*|[0-9a-f]*)>$/; // of one case: another would say the same
const PAIR = /../g;

function isPdf(bytes) {
  return new TextDecoder("latin1").decode(bytes.subarray(0, 1024)).includes("%PDF-");
}

// The DER of a signature stands in hexadecimal in the gap between its two ranges; zeros fill the rest, and nothing that nobody signed.
function contentsOf(text) {
  const found = CONTENTS.exec(text);
  if (!found) throw new NotReadable("no signature between the ranges");
  const digits = found[1].match(PAIR) || [];
  const { whole, bytes, end } = new Der(Uint8Array.from(digits, pair => parseInt(pair, 16)));
  return { whole, isAlone: bytes.subarray(end).every(byte => byte === 0) };
}

// Every signature of the file in the order of what it covers.
function signaturesOf(bytes) {
  const text = new TextDecoder("latin1").decode(bytes);
  const found = [];
  for (const place of text.matchAll(RANGES)) {
    const [start, length, then, rest] = place.slice(1).map(Number);
    const end = then + rest;
    if (end > bytes.length) {
      found.push({ end: bytes.length, problem: "SIGNATURE_BAD" });
      continue;
    }
    // Whatever is written as ranges without being those of a signature signs nothing.
    if (start !== 0 || then <= length || place.index > end || (place.index > length && place.index < then)) continue;
    found.push({ end, gap: text.slice(length, then), covered: joined(bytes.subarray(0, length), bytes.subarray(then, end)) });
  }
  return found.sort((one, other) => one.end - other.end);
}

async function judgedSignature(found, certificates) {
  if (found.problem) return { end: found.end, problem: found.problem, isAltered: true };
  try {
    const { whole, isAlone } = contentsOf(found.gap);
    const signed = new Signed(whole);
    const certificate = signed.certificate;
    const told = { end: found.end, isStampOnly: signed.contentType === OID.STAMP_INFO, problem: "", fingerprint: "", name: "", known: null };
    if (certificate) {
      const known = certificates.find(one => one.sha256 === certificate.fingerprint);
      Object.assign(told, { fingerprint: certificate.fingerprint, name: certificate.name, known: known || null });
    }
    if (!isAlone) return { ...told, problem: "SIGNATURE_BAD" };
    if (told.isStampOnly) return await judgedPaperStamp(found, signed, told);
    if (!signed.names(await digestOf(found.covered, signed.hash))) return { ...told, problem: "SIGNATURE_BAD", isAltered: true };
    const isHeld = await signed.isHeld();
    if (!(await signed.isBare())) return { ...told, problem: "SIGNATURE_BAD" };
    if (isHeld === false || (isHeld && !(await signed.isBoundToCertificate()))) return { ...told, problem: "SIGNATURE_BAD" };
    const stamp = signed.stamp;
    if (stamp && (!(await stamp.isOf(signed.signature.content)) || (await stamp.isHeld()) === false)) return { ...told, problem: "STAMP_BAD" };
    if (stamp && !certificate.isValidAt(stamp.at)) return { ...told, problem: "KEY_NOT_VALID" };
    return { ...told, isUntold: isHeld === null, stamped: stamp ? stamp.at : null };
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return { end: found.end, problem: "SIGNATURE_BAD" };
  }
}

// A stamp over the whole document, added so that its signature can be proven for long.
async function judgedPaperStamp(found, signed, told) {
  const stamp = new Stamp(contentsOf(found.gap).whole);
  if (!(await stamp.isOf(found.covered)) || (await stamp.isHeld()) === false) return { ...told, problem: "STAMP_BAD" };
  return { ...told, stamped: stamp.at };
}

// What a PDF says of itself: its digest, its signatures, how many bytes stand after the last of them.
// A stamp over all is no signature: anybody can have one made over a paper that he has added to.
async function readPdf(bytes, certificates) {
  const signatures = [];
  for (const found of signaturesOf(bytes)) signatures.push(await judgedSignature(found, certificates));
  const covered = signatures.filter(one => !one.isStampOnly).reduce((end, one) => Math.max(end, one.end), 0);
  return { sha256: hex(await digestOf(bytes)), signatures, unsigned: covered ? bytes.length - covered : 0 };
}
