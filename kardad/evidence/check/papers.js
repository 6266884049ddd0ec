// A paper beside what was recorded of it: the PDF's own signatures, and the receipts and dossiers that lie with it.
"use strict";

const FILED = "file";
const PLAIN = [[0xff, 0xd8, 0xff], [0x89, 0x50, 0x4e, 0x47], [0x50, 0x4b, 0x03, 0x04]];

async function judgePdf(bytes, file, certificates) {
  const pdf = await readPdf(bytes, certificates);
  const verdict = Object.assign(emptyVerdict(file), { format: "pdf" });
  const report = (problem, how = {}) => verdict.problems.push({ problem, chain: null, seq: null, at: null, isPaper: true, ...how });
  for (const { problem, isAltered } of pdf.signatures) if (problem) report(problem, { isAltered });
  if (pdf.unsigned) report("SIGNATURE_BAD", { isAppended: true });
  const signer = signerOf(pdf);
  if (signer) {
    verdict.signer = signer.fingerprint;
    verdict.is_signer_known = Boolean(signer.known) && !signer.isUntold;
    if (signer.stamped && !pdf.unsigned) verdict.covers.stamped = moment(signer.stamped);
    if (!signer.known && !signer.problem) report("SIGNER_UNKNOWN");
  }
  if (!signer && !verdict.problems.length) report("NOT_READABLE", { isUnsigned: true });
  verdict.problems = once(verdict.problems);
  return { verdict: settled(verdict), shown: { pdf } };
}

// A photo, an office document, a text: what people put into a dossier has no signature of its own.
const isPlain = (bytes, name) => name.endsWith(".txt") || PLAIN.some(begins => begins.every((byte, i) => bytes[i] === byte));

async function judgeFiled(bytes, file) {
  const verdict = Object.assign(emptyVerdict(file), { format: FILED });
  verdict.problems.push({ problem: "NOT_READABLE", chain: null, seq: null, at: null, isUnsigned: true });
  return { verdict: settled(verdict), shown: { pdf: { sha256: hex(await digestOf(bytes)), signatures: [], unsigned: 0 } } };
}

// The last signature that is more than a stamp.
function signerOf(pdf) {
  const own = pdf.signatures.filter(one => !one.isStampOnly && one.fingerprint);
  return own[own.length - 1];
}

// What the other files on the table say of this paper: recorded, altered, nothing.
function recordOf({ verdict, shown: { pdf } }, others) {
  const known = others.flatMap(other => (other.shown?.papers || []).map(paper => ({ ...paper, other })));
  const matching = known.filter(paper => paper.sha256 === pdf.sha256);
  const trusted = matching.find(paper => isVouched(paper.other));
  if (trusted) return { state: "recorded", ...trusted };
  const namesake = known.find(paper => paper.name && paper.name === verdict.file.split("/").pop() && paper.sha256 !== pdf.sha256);
  if (namesake && !matching.length) return { state: "altered", ...namesake };
  return { state: matching.length ? "unsure" : known.length ? "absent" : "" };
}

// A receipt or dossier vouches for an entry when all of it holds, and its signer is known.
const isVouched = ({ verdict }) => verdict.valid && verdict.is_signer_known;

// The name of what the large sign says, a key of HEADINGS.
function conclusion(held, others) {
  const { verdict, shown } = held;
  if (!shown) return verdict.format === LOG ? "log" : "unreadable";
  const serious = verdict.problems.filter(one => one.problem !== "SIGNER_UNKNOWN" && !one.isAppended && !one.isUnsigned);
  if (shown.isBundle) return concludedBundle(verdict, shown, serious);
  if (shown.pdf) return concludedPaper(held, others, serious);
  if (serious.length) return "altered";
  if (!verdict.valid || !verdict.is_signer_known) return "foreign";
  if (shown.facts) return "code";
  if (shown.days) return "growth";
  if (shown.certificate) return "availability";
  if (shown.entry) return shown.isPromise ? "promise" : "receipt";
  return "dossier";
}

function concludedBundle(verdict, { parts, statement }, serious) {
  if (!statement) return "unreadable";
  const problems = parts.flatMap(one => one.verdict.problems.map(({ problem }) => ({ problem, isPaper: Boolean(one.shown?.pdf) })));
  const isForeign = problems.some(one => one.problem === "SIGNER_UNKNOWN" && !one.isPaper);
  const isExcused = one => one.problem === "SIGNER_UNKNOWN" || (isForeign && one.isPaper && one.problem === "PAPER_ALTERED"); // its proofs are nobody's we know
  if (serious.length || !problems.every(isExcused)) return "altered";
  return verdict.valid && !problems.length ? "bundle" : "foreign";
}

function concludedPaper(held, others, serious) {
  const { pdf } = held.shown;
  const record = recordOf(held, others);
  if (record.state === "recorded") return "recorded";
  if (serious.length || record.state === "altered") return "altered";
  if (pdf.unsigned) return "appended";
  const signer = signerOf(pdf);
  if (!signer) return "unsigned";
  if (signer.isUntold) return "untold";
  if (!signer.known) return "stranger";
  return "paper";
}
