// A whole dossier, line by line: its entries, the seals over them, the promise for the youngest, its papers.
"use strict";

const AT_ONCE = 400; // entries between two looks at the screen
const SEALS_AT_ONCE = 20;

class Dossier {
  constructor(header, file, keys) {
    if (typeof header.chain !== "string" || !isCount(header.length)) throw new NotReadable("no header");
    Object.assign(this, { header, keys, chain: new Chain(header.chain, header.length), seals: [], promise: null, papers: [], problems: [], isPastEntries: false });
    this.verdict = Object.assign(emptyVerdict(file), { format: DOSSIER });
    this.roots = new Map();
    if (!isTitleOf(header, header.chain)) this.report("TITLE_ALTERED", null);
  }

  report(problem, seq, more = {}) {
    this.problems.push({ problem, chain: this.header.chain, seq, at: this.chain.entries.get(seq)?.at ?? null, ...more });
  }

  // One line of the file; which it is, its members say.
  take(text, line) {
    try {
      this.takeRead(readJson(text));
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      if (this.isPastEntries || this.chain.next >= this.chain.length) this.report("NOT_READABLE", null, { line });
      else this.chain.takeUnreadable(line);
    }
  }

  takeRead(found) {
    const names = Object.keys(found).sort().join();
    this.isPastEntries ||= ["seal", "promise", "paper"].includes(names);
    if (names === "entry,hash" && !this.isPastEntries) this.chain.take(found.entry, found.hash);
    else if (names === "seal") this.seals.push(readSeal(found.seal));
    else if (names === "promise") this.promise = new Promised(found.promise);
    else if (names === "paper") this.papers.push(readPaper(found.paper));
    else throw new NotReadable("no line of ours");
  }

  async finish(progress) {
    const seals = [];
    for (const seal of this.seals) {
      seals.push(await this.judgeSeal(seal));
      if (seals.length % SEALS_AT_ONCE === 0) await progress(seals.length, this.seals.length);
    }
    const promised = this.promise ? this.promise.statement.seq + 1 : 0;
    const longest = judged => Math.max(0, ...judged.map(seal => seal.leaf.length));
    this.chain.endAt(Math.max(longest(seals), promised), longest(seals.filter(seal => seal.isLeading)));
    this.tellSeals(seals);
    const vouched = await this.judgePromise();
    this.judgePapers();
    return this.told(seals, vouched);
  }

  async judgeSeal({ leaf, head, proof, root }) {
    const known = this.rootOnce(root);
    if (known.faults === undefined) known.faults = await known.root.judge(this.keys);
    const isLeading = known.root.holds(this.header.chain, head, leaf, proof);
    const isHeld = isLeading && this.chain.isAt(leaf.length - 1, head);
    return { leaf, root: known.root, faults: known.faults, isLeading, isHeld, isGood: isHeld && !known.faults.length };
  }

  rootOnce(root) {
    const name = `${canonical(root.statement)} ${hex(root.signature)} ${root.stamp}`;
    if (!this.roots.has(name)) this.roots.set(name, { root });
    return this.roots.get(name);
  }

  tellSeals(seals) {
    let before = null;
    for (const seal of seals) {
      const { leaf, root, faults } = seal;
      const seq = leaf.length - 1;
      for (const fault of faults) this.report(fault, seq, { day: root.statement.day });
      if (!seal.isLeading) this.report("SEAL_BROKEN", seq);
      else if (!seal.isHeld && leaf.length <= this.chain.next && this.chain.isWholeBefore(leaf.length)) this.report("CHAIN_REWRITTEN", seq);
      if (before && !isLater(before, seal)) this.report("ROOT_BROKEN", seq, { day: root.statement.day });
      before = seal;
    }
  }

  // The promise is for the last entry; says how many entries it vouches for.
  async judgePromise() {
    if (!this.promise) return 0;
    const { statement, hash } = this.promise;
    const fault = await this.promise.fault(this.keys);
    if (fault) this.report(fault, statement.seq, { isPromise: true });
    const isOurs = statement.chain === this.header.chain;
    const isOverIt = isOurs && this.chain.isAt(statement.seq, hash);
    if (!isOverIt && !(isOurs && !this.chain.isWholeBefore(statement.seq + 1))) this.report("SEAL_BROKEN", statement.seq, { isPromise: true });
    return isOverIt && fault === "" ? statement.seq + 1 : 0;
  }

  judgePapers() {
    for (const paper of this.papers) {
      const entry = this.chain.entries.get(paper.seq);
      if (!entry || entry.data?.sha256 !== paper.sha256) this.report("PAPER_ALTERED", paper.seq, { name: paper.name });
    }
  }

  nameOf({ seq }) {
    const line = this.papers.find(paper => paper.seq === seq);
    return line ? String(line.name) : "";
  }

  told(seals, vouched) {
    const { verdict, chain } = this;
    const sealed = Math.max(vouched, ...seals.filter(seal => seal.isGood).map(seal => seal.leaf.length));
    const stamped = seals.filter(seal => seal.isGood && seal.root.stampedAt !== null).pop();
    const signer = seals.length ? seals[seals.length - 1].root.statement.key : this.promise?.statement.key;
    if (signer) signedBy(verdict, signer, this.keys);
    else this.report("SIGNER_UNKNOWN", null);
    verdict.covers = {
      from: sealed ? chain.first?.at ?? null : null,
      to: chain.entries.get(sealed - 1)?.at ?? null,
      entries: sealed,
      stamped: stamped ? moment(stamped.root.stampedAt) : null,
    };
    verdict.problems = once([...chain.problems, ...this.problems]);
    const papers = [...chain.entries.values()].flatMap(papersOfEntry).map(paper => ({ ...paper, name: this.nameOf(paper) }));
    const stamp = stamped ? { authority: stamped.root.authority, isStampKnown: stamped.root.provenAt !== null } : {};
    return { verdict: settled(verdict), shown: { title: this.header.title, chain, seals, papers, sealed, ...stamp } };
  }
}

function readSeal({ leaf, proof, root }) {
  const read = readLeaf(leaf);
  return { leaf: read, head: hash32(read.head), proof: proofOf(proof), root: new Root(root) };
}

function readPaper(paper) {
  if (!isCount(paper.seq) || typeof paper.name !== "string") throw new NotReadable("no paper");
  hash32(paper.sha256);
  return paper;
}

// Of two seals of one chain the later one is longer, of a tree at least as large, of the same log.
function isLater(before, after) {
  const [one, other] = [before.root.statement, after.root.statement];
  return one.log === other.log && one.size <= other.size && one.day <= other.day
    && before.leaf.length < after.leaf.length && before.leaf.index < after.leaf.index;
}

async function judgeDossier(lines, file, trusted, progress) {
  const header = readJson(lines[0]);
  const dossier = new Dossier(header, file, await trusted.withClaims(header.keys || []));
  for (let i = 1; i < lines.length; i++) {
    if (lines[i].trim()) dossier.take(lines[i], i + 1);
    if (i % AT_ONCE === 0) await progress(i, lines.length);
  }
  return dossier.finish(progress);
}
