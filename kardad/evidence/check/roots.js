// Roots of the log, receipts' promises and seals: who signed them, when, and whether proofs lead to them.
"use strict";

const STATEMENT = ["day", "key", "log", "made_at", "previous", "root", "size", "v"];
const PROMISE = ["at", "chain", "hash", "key", "seq", "v"];

const hasMembers = (value, names) => Boolean(value) && typeof value === "object" && Object.keys(value).sort().join() === names.join();
const proofOf = written => {
  if (!Array.isArray(written)) throw new NotReadable("no proof");
  return written.map(hash32);
};

// Read once; the same root seals many chains and is asked for again and again.
class Root {
  constructor({ statement, signature, stamp }) {
    if (!hasMembers(statement, STATEMENT) || statement.v !== 1 || !isCount(statement.size)) throw new NotReadable("no root");
    if (["day", "key", "log", "made_at"].some(name => typeof statement[name] !== "string")) throw new NotReadable("no root");
    this.statement = statement;
    this.root = hash32(statement.root);
    hash32(statement.previous);
    this.bytes = bytesOf(statement);
    this.signature = unbase64url(signature);
    this.stamp = typeof stamp === "string" && stamp ? stamp : "";
    this.stampedAt = null; // what a stamp says
    this.provenAt = null; // the same where we know its authority
  }

  // What is wrong with it: its signature first, then its stamp.
  async judge(keys) {
    try {
      const isStamped = await this.readStamp(keys.authorities);
      const fault = await keys.fault(this.statement.key, this.bytes, this.signature, micros(this.statement.made_at), this.provenAt);
      return [fault, isStamped ? "" : "STAMP_BAD"].filter(Boolean);
    } catch (error) {
      if (error instanceof NotReadable) return ["SIGNATURE_BAD"];
      throw error;
    }
  }

  async readStamp(authorities) {
    if (!this.stamp) return true;
    try {
      const stamp = new Stamp(unbase64url(this.stamp));
      const isHeld = await stamp.isHeld();
      if (isHeld === false || !(await stamp.isOf(joined(this.bytes, this.signature)))) return false;
      this.stampedAt = stamp.at;
      this.provenAt = isHeld && (await stamp.isTrusted(authorities)) ? stamp.at : null;
      this.authority = stamp.authority;
      return true;
    } catch (error) {
      if (isUnreadable(error)) return false;
      throw error;
    }
  }

  // Whether this head of a chain stands in the tree at this place.
  holds(chain, head, leaf, proof) {
    const data = bytesOf({ chain, head: hex(head), length: leaf.length });
    const reached = rootOfProof(leaf.index, this.statement.size, leafHash(data), proof);
    return reached !== null && same(reached, this.root);
  }
}

function readLeaf(leaf) {
  if (!leaf || !isCount(leaf.index) || !isCount(leaf.length) || leaf.length < 1) throw new NotReadable("no leaf");
  return leaf;
}

// The platform's signed word that an entry will be in the next root.
class Promised {
  constructor({ statement, signature }) {
    if (!hasMembers(statement, PROMISE) || statement.v !== 1 || !isCount(statement.seq)) throw new NotReadable("no promise");
    this.statement = statement;
    this.hash = hash32(statement.hash);
    this.signature = unbase64url(signature);
  }

  async fault(keys) {
    try {
      return await keys.fault(this.statement.key, bytesOf(this.statement), this.signature, micros(this.statement.at));
    } catch (error) {
      if (error instanceof NotReadable) return "SIGNATURE_BAD"; // nobody signs a moment that is none
      throw error;
    }
  }

  isOf(chain, seq) {
    return this.statement.chain === chain && this.statement.seq === seq;
  }
}

// The chain's token is drawn from salt and title; both are empty once they are erased.
function isTitleOf({ title, salt }, chain) {
  if (title === "" && salt === "") return true;
  if (typeof title !== "string" || typeof salt !== "string") return false;
  return hex(sha256(bytesOf({ salt, title }))).slice(0, 32) === chain;
}
