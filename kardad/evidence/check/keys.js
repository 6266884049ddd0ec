// Whose word counts: the keys built into the page, whom they endorse, and when each key was good.
"use strict";

class Keys {
  constructor(trusted, authorities = []) {
    this.known = new Map();
    this.claimed = new Map();
    this.authorities = authorities;
    for (const key of trusted) this.known.set(key.key, key);
  }

  // The keys inside a file say who claims to have signed; those endorsed by a key we know become known.
  async withClaims(claims) {
    const own = new Keys([...this.known.values()], this.authorities);
    const waiting = claims.filter(key => isItself(key) && !own.known.has(key.key));
    for (const key of waiting) own.claimed.set(key.key, key);
    for (let before = -1; before !== own.known.size;) {
      before = own.known.size;
      for (const key of waiting) if (!own.known.has(key.key) && await own.isEndorsed(key)) own.known.set(key.key, key);
    }
    return own;
  }

  // A lost key endorses nobody: whoever found it could write such an endorsement at any later time.
  async isEndorsed(key) {
    const elder = this.known.get(key.endorsed_by);
    if (!elder || elder.lost_at) return false;
    const said = bytesOf({ from: key.from, key: key.key, public: key.public, v: 1 });
    return holds(unbase64url(elder.public), said, unbase64url(key.endorsement));
  }

  // What is wrong with a signature made at a moment, "" if nothing; a lost key needs a stamp of a known authority from before its loss.
  async fault(id, message, signature, madeAt, stampedAt = null) {
    const key = this.known.get(id) || this.claimed.get(id);
    if (!key) return "SIGNER_UNKNOWN";
    if (!(await holds(unbase64url(key.public), message, signature))) return "SIGNATURE_BAD";
    if (!this.known.has(id)) return "SIGNER_UNKNOWN";
    if (!isWithin(key, madeAt)) return "KEY_NOT_VALID";
    if (key.lost_at && (stampedAt === null || stampedAt >= micros(key.lost_at))) return "KEY_NOT_VALID";
    return "";
  }
}

// A key's id is drawn from the key, so nobody can put another one under its name.
function isItself(key) {
  try {
    micros(key.from);
    return hex(sha256(unbase64url(key.public))).slice(0, 16) === key.key;
  } catch (error) {
    if (isUnreadable(error)) return false;
    throw error;
  }
}

function isWithin(key, moment) {
  return micros(key.from) <= moment && moment < (key.until ? micros(key.until) : Infinity);
}
