// What is said in the end about a receipt and a paper's code: the verdict, as docs/evidence.md has it, and what the page draws.
"use strict";

const RECEIPT = "kardad-receipt/1";
const DOSSIER = "kardad-dossier/1";
const LOG = "kardad-log/1";
const GROWTH = "kardad-consistency";
const MOST_TOLD = 100;
const moment = value => (value === null ? null : new Date(value / 1000).toISOString());
const emptyVerdict = file => ({
  file, format: "", valid: false, problems: [], signer: "", is_signer_known: false, covers: { from: null, to: null, entries: 0, stamped: null },
});

// In the order of numbers; under one number, and without any, as they were found.
function settled(verdict) {
  const place = one => one.seq ?? Number.MAX_VALUE;
  verdict.valid = verdict.problems.length === 0;
  verdict.problems = verdict.problems.sort((one, other) => place(one) - place(other)).slice(0, MOST_TOLD);
  for (const one of verdict.problems) one.message = tellProblem(one);
  return verdict;
}

function signedBy(verdict, id, keys) {
  verdict.signer = id;
  verdict.is_signer_known = keys.known.has(id);
}

// What an entry names: the paper that was sealed, the words that were written, the files that were filed.
function papersOfEntry({ data, seq, kind }) {
  const files = Array.isArray(data?.files) ? data.files : [];
  return [data?.sha256, data?.digest, ...files].filter(one => typeof one === "string").map(sha256 => ({ sha256, seq, kind, name: "" }));
}

async function judgeReceipt(receipt, file, trusted) {
  const verdict = Object.assign(emptyVerdict(file), { format: RECEIPT });
  const entry = readEntry(receipt.entry);
  const keys = await trusted.withClaims(receipt.keys || []);
  const hash = hash32(receipt.hash);
  const report = problem => problem && verdict.problems.push({ problem, chain: entry.chain, seq: entry.seq, at: entry.at, isReceipt: true });
  if (!isTitleOf(receipt, entry.chain)) report("TITLE_ALTERED");
  if (!same(linkHash(hash32(receipt.previous), digestOfEntry(entry)), hash)) report("ENTRY_ALTERED");
  if (receipt.root ? receipt.promise !== null : !isBeforeRoot(receipt)) throw new NotReadable("either a root or a promise");
  const judge = receipt.root ? judgeSealed : judgePromised;
  const more = await judge(receipt, { entry, hash, keys, verdict, report });
  if (!verdict.problems.length) Object.assign(verdict.covers, { from: entry.at, to: entry.at, entries: 1 });
  return { verdict: settled(verdict), shown: { entry, title: receipt.title, papers: papersOfEntry(entry), isPromise: !receipt.root, ...more } };
}

function isBeforeRoot({ promise, root, leaf, proof, rest }) {
  return Boolean(promise) && root === null && leaf === null && proof === null && rest.length === 0;
}

async function judgeSealed(receipt, { entry, hash, keys, verdict, report }) {
  const root = new Root(receipt.root);
  const leaf = readLeaf(receipt.leaf);
  const head = receipt.rest.map(hash32).reduce((previous, digest) => linkHash(previous, digest), hash);
  const isAsLong = leaf.length === entry.seq + 1 + receipt.rest.length;
  const isLeading = root.holds(entry.chain, head, leaf, proofOf(receipt.proof));
  const faults = await root.judge(keys);
  faults.forEach(report);
  if (!isAsLong || !isLeading) report("SEAL_BROKEN");
  signedBy(verdict, root.statement.key, keys);
  if (!faults.includes("STAMP_BAD")) verdict.covers.stamped = moment(root.stampedAt);
  return { day: root.statement.day, authority: root.authority, isStampKnown: root.provenAt !== null };
}

async function judgePromised(receipt, { entry, hash, keys, verdict, report }) {
  const promise = new Promised(receipt.promise);
  const fault = await promise.fault(keys);
  report(fault);
  if (!promise.isOf(entry.chain, entry.seq) || !same(promise.hash, hash)) report("SEAL_BROKEN");
  signedBy(verdict, promise.statement.key, keys);
  return {};
}

function once(problems) {
  const seen = new Set();
  return problems.filter(({ problem, seq, line, name }) => {
    const told = JSON.stringify([problem, seq, line, name]);
    return !seen.has(told) && seen.add(told);
  });
}

// All chains in one file are more than a page should hold: the command reads them line by line.
function judgeLog(file) {
  const verdict = Object.assign(emptyVerdict(file), { format: LOG });
  verdict.problems.push({ problem: "NOT_READABLE", chain: null, seq: null, at: null, isLog: true });
  return { verdict: settled(verdict), shown: null };
}

// Two published roots and the proof that the later log begins with the whole earlier one: nothing was taken back.
async function judgeGrowth({ from, to, proof }, file, trusted) {
  const verdict = Object.assign(emptyVerdict(file), { format: GROWTH });
  const [before, after] = [new Root(from), new Root(to)];
  const report = (problem, day) => problem && verdict.problems.push({ problem, chain: null, seq: null, at: null, day });
  for (const root of [before, after]) for (const fault of await root.judge(trusted)) report(fault, root.statement.day);
  const isGrown = isContinued(before.statement.size, after.statement.size, before.root, after.root, proofOf(proof));
  if (before.statement.log !== after.statement.log || !isGrown) report("ROOT_BROKEN", after.statement.day);
  signedBy(verdict, after.statement.key, trusted);
  if (!verdict.problems.length) Object.assign(verdict.covers, { from: before.statement.made_at, to: after.statement.made_at });
  return { verdict: settled(verdict), shown: { days: [before.statement.day, after.statement.day], size: after.statement.size } };
}

// The code on a paper's face: what was printed, as the platform signed it.
async function judgeCode(fragment, trusted) {
  const verdict = Object.assign(emptyVerdict("QR"), { format: "kardad-paper/k1" });
  const [, payload, signature] = /^#?k1\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/.exec(fragment) || [];
  if (!payload) throw new NotReadable("no code of ours");
  const bytes = unbase64url(payload);
  const paper = readJson(textOf(bytes));
  const isOurs = paper.v === 1 && typeof paper.key === "string" && Array.isArray(paper.facts)
    && paper.facts.every(fact => Array.isArray(fact) && fact.length === 2 && fact.every(part => typeof part === "string"));
  if (!isOurs) throw new NotReadable("no code of ours");
  const problem = await trusted.fault(paper.key, bytes, unbase64url(signature), micros(paper.made_at));
  if (problem) verdict.problems.push({ problem, chain: null, seq: null, at: null, isCode: true });
  signedBy(verdict, paper.key, trusted);
  verdict.covers = { from: paper.made_at, to: paper.made_at, entries: 0, stamped: null };
  return { verdict: settled(verdict), shown: { facts: paper.facts, madeAt: paper.made_at } };
}
