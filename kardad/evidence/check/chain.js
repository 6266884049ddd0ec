// The entries of one dossier, taken one by one in the order in which they stand; what is wrong is named by its number.
"use strict";

const NO_HASH = "0".repeat(64);
const ENTRY_MEMBERS = ["actor", "at", "chain", "data", "kind", "seq", "v"];
const isCount = value => Number.isSafeInteger(value) && value >= 0;
const linkHash = (previous, digest) => sha256(joined([2], previous, digest));

// An entry as the format has it; anything else is not ours.
function readEntry(entry) {
  const names = entry && typeof entry === "object" ? Object.keys(entry).sort().join() : "";
  if (names !== ENTRY_MEMBERS.join() || entry.v !== 1 || !isCount(entry.seq)) throw new NotReadable("no entry");
  if ([entry.chain, entry.kind, entry.at].some(value => typeof value !== "string")) throw new NotReadable("no entry");
  return entry;
}

const digestOfEntry = entry => sha256(bytesOf(entry));

// docs/evidence.md, «How entries are read»: what follows a fault is read on, so that one deed is one problem.
class Chain {
  constructor(token, length) {
    this.token = token;
    this.length = length; // as the header says
    this.entries = new Map(); // by number: what was read first under it
    this.heads = []; // heads[n] are the hashes on which entry n may be followed: written, and computed
    this.before = [hash32(NO_HASH)]; // the same of the line before; empty where it could not be read
    this.gaps = []; // the numbers that were passed over
    this.problems = [];
    this.beyond = null; // the first number that the header knows nothing of
    this.next = 0;
    this.doubtful = null; // the number that the line before should have had, if that line was wrong
  }

  get first() {
    return this.entries.get(0);
  }

  report(problem, seq, more = {}) {
    const one = { problem, chain: this.token, seq, at: this.entries.get(seq)?.at ?? null, ...more };
    this.problems.push(one);
    return one;
  }

  take(entry, written) {
    const { seq } = readEntry(entry);
    const hash = hash32(written);
    const doubtful = this.doubtful;
    this.doubtful = null;
    if (doubtful && doubtful.seq === seq && entry.chain === this.token) this.replace(doubtful);
    const isOurs = entry.chain === this.token;
    const isInPlace = isOurs && seq === this.next;
    if (!isInPlace && this.isMeantHere(entry, hash)) this.takeNext(entry, hash);
    else if (!isOurs) this.report("ENTRY_INSERTED", this.next, { at: entry.at });
    else if (seq >= this.length) this.takeBeyond(entry, hash);
    else if (isInPlace) this.takeNext(entry, hash);
    else if (seq < this.next) this.takeLate(entry, hash);
    else this.takeFarther(entry, hash);
  }

  // An entry whose number or chain was altered still has the hash that it had with the right ones.
  isMeantHere(entry, hash) {
    const digest = digestOfEntry({ ...entry, chain: this.token, seq: this.next });
    return this.before.some(previous => same(linkHash(previous, digest), hash));
  }

  takeNext(entry, hash) {
    const seq = this.next;
    const digest = digestOfEntry(entry);
    const computed = this.before.map(previous => linkHash(previous, digest));
    const isFollowing = entry.seq === seq && (this.before.length === 0 || computed.some(one => same(one, hash)));
    this.keep(seq, entry, isFollowing ? [hash] : [hash, ...computed]);
    if (!isFollowing) this.doubtful = this.report("ENTRY_ALTERED", seq);
  }

  // What the header knows nothing of is read on only where it follows.
  takeBeyond(entry, hash) {
    this.beyond ??= entry.seq;
    if (entry.seq === this.next && this.isMeantHere(entry, hash)) this.keep(entry.seq, entry, [hash]);
  }

  takeFarther(entry, hash) {
    const { seq } = entry;
    this.gaps.push({ from: this.next, until: seq, problem: this.report("ENTRY_MISSING", this.next, { last: seq - 1 }) });
    this.keep(seq, entry, [hash]);
  }

  keep(seq, entry, heads) {
    this.entries.set(seq, entry);
    this.heads[seq] = this.before = heads;
    this.next = seq + 1;
  }

  // A line that cannot be read stands for the entry that should have been there.
  takeUnreadable(line) {
    if (this.next >= this.length) throw new NotReadable("a line after the last entry");
    this.doubtful = this.report("ENTRY_ALTERED", this.next, { line });
    this.heads[this.next] = this.before = [];
    this.next++;
  }

  // The line before was put in, and this one is the entry of that number.
  replace(doubtful) {
    doubtful.problem = "ENTRY_INSERTED";
    this.next = doubtful.seq;
    this.before = this.next ? this.heads[this.next - 1] : [hash32(NO_HASH)];
  }

  takeLate(entry, hash) {
    const { seq, at } = entry;
    const gap = this.gaps.find(one => one.from <= seq && seq < one.until);
    if (!gap || this.entries.has(seq)) {
      this.report("ENTRY_INSERTED", seq, { at });
      // Of two with one number the next entry stands on either.
      if (seq === this.next - 1) this.before = [...this.before, hash];
      return;
    }
    this.entries.set(seq, entry);
    this.heads[seq] = [hash];
    if (seq === gap.from) Object.assign(gap.problem, { problem: "ENTRY_MOVED", at });
  }

  isAt(seq, hash) {
    return (this.heads[seq] || []).some(head => same(head, hash));
  }

  // As long as the header and the seals say; of what is beyond them, and nobody vouches for, the first is named.
  endAt(covered, longest) {
    if (this.next < Math.max(this.length, longest)) this.report("CHAIN_CUT", this.next);
    const beyond = Math.min(this.beyond ?? Infinity, covered < this.next ? covered : Infinity);
    if (beyond < Infinity) this.report("ENTRY_INSERTED", beyond);
  }

  isWholeBefore(length) {
    return !this.problems.some(one => one.seq < length);
  }
}
