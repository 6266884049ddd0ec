// The log: a Merkle tree as RFC 6962 §2.1 has it; whether a proof leads from a leaf to a root.
"use strict";

const leafHash = data => sha256(joined([0], data));
const nodeHash = (left, right) => sha256(joined([1], left, right));
const half = n => Math.floor(n / 2);

// The root that an inclusion proof leads to, or null where the proof does not fit the place (RFC 9162 §2.1.3.2).
function rootOfProof(index, size, leaf, proof) {
  if (index >= size) return null;
  let [place, last, hash] = [index, size - 1, leaf];
  for (const beside of proof) {
    if (last === 0) return null;
    if (place % 2 || place === last) {
      hash = nodeHash(beside, hash);
      while (place % 2 === 0 && place) [place, last] = [half(place), half(last)];
    } else {
      hash = nodeHash(hash, beside);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 ? hash : null;
}

// Whether the tree of `size` leaves begins with the whole tree of `before` leaves (RFC 9162 §2.1.4.2).
function isContinued(before, size, oldRoot, newRoot, proof) {
  if (before === size) return proof.length === 0 && same(oldRoot, newRoot);
  if (before === 0) return proof.length === 0 && same(oldRoot, sha256(new Uint8Array()));
  if (before > size) return false;
  let [place, last] = [before - 1, size - 1];
  while (place % 2) [place, last] = [half(place), half(last)];
  const path = place ? proof.slice() : [oldRoot, ...proof];
  if (!path.length) return false;
  let old = path.shift();
  let now = old;
  for (const beside of path) {
    if (last === 0) return false;
    if (place % 2 || place === last) {
      old = nodeHash(beside, old);
      now = nodeHash(beside, now);
      while (place % 2 === 0 && place) [place, last] = [half(place), half(last)];
    } else {
      now = nodeHash(now, beside);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && same(old, oldRoot) && same(now, newRoot);
}
