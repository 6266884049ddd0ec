// JSON read strictly and written canonically (RFC 8785): no member twice, whole numbers only, no lone half of a letter.
"use strict";

const DEEPEST = 64;
const SPACE = /[ \t\n\r]*/y;
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const NUMBER = /(?:0|-?[1-9][0-9]*)(?![0-9.eE])/y;
const LITERALS = { t: ["true", true], f: ["false", false], n: ["null", null] };
const HALF_A_LETTER = /\p{Surrogate}/u;

class Reading {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.depth = 0;
  }

  refuse() {
    throw new NotReadable(`not JSON of ours at ${this.at}`);
  }

  taken(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) this.refuse();
    this.at = pattern.lastIndex;
    return found[0];
  }

  // The next sign that is no space, taken away if it is the wanted one.
  next(wanted) {
    this.taken(SPACE);
    if (this.text[this.at] !== wanted) return false;
    this.at++;
    return true;
  }

  string() {
    const value = JSON.parse(this.taken(STRING));
    if (HALF_A_LETTER.test(value)) this.refuse();
    return value;
  }

  number() {
    const value = Number(this.taken(NUMBER));
    if (!Number.isSafeInteger(value)) this.refuse();
    return value;
  }

  literal([word, value]) {
    if (!this.text.startsWith(word, this.at)) this.refuse();
    this.at += word.length;
    return value;
  }

  value() {
    this.taken(SPACE);
    const sign = this.text[this.at];
    if (sign === "{") return this.inside("}", Object.create(null), this.member);
    if (sign === "[") return this.inside("]", [], this.item);
    if (sign === '"') return this.string();
    return LITERALS[sign] ? this.literal(LITERALS[sign]) : this.number();
  }

  inside(end, whole, part) {
    this.at++;
    if (++this.depth > DEEPEST) this.refuse();
    if (!this.next(end)) {
      do part.call(this, whole); while (this.next(","));
      if (!this.next(end)) this.refuse();
    }
    this.depth--;
    return whole;
  }

  member(whole) {
    this.taken(SPACE);
    const name = this.string();
    if (name in whole || !this.next(":")) this.refuse();
    whole[name] = this.value();
  }

  item(whole) {
    whole.push(this.value());
  }
}

function readJson(text) {
  const reading = new Reading(text);
  const value = reading.value();
  reading.taken(SPACE);
  if (reading.at !== text.length) reading.refuse();
  return value;
}

function canonical(value) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") {
    if (HALF_A_LETTER.test(value)) throw new NotReadable("half a letter");
    return JSON.stringify(value); // RFC 8785 §3.2.2.2 is ECMAScript's own writing
  }
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new NotReadable("not a whole number");
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object") throw new NotReadable("not JSON");
  // sort() without a judge compares UTF-16 code units, as RFC 8785 §3.2.3 wants it
  return `{${Object.keys(value).sort().map(name => `${canonical(name)}:${canonical(value[name])}`).join(",")}}`;
}

const bytesOf = value => utf8(canonical(value));
