// Bytes and how they are written: hexadecimal, base64url, UTF-8. What is not written exactly so is refused.
"use strict";

class NotReadable extends Error {}

// Whoever writes a file may leave members out: reading what is not there is the file's fault.
const isUnreadable = error => error instanceof NotReadable || error instanceof TypeError || error instanceof RangeError;

const PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const HEX = /^(?:[0-9a-f]{2})*$/;
const BASE64URL = /^[A-Za-z0-9_-]*$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?Z$/;

const utf8 = text => new TextEncoder().encode(text);

function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new NotReadable("not UTF-8");
  }
}

const NO_TEXT = "\u0000"; // no JSON

// A line that is no UTF-8 cannot be read; the others can.
function textByLines(bytes) {
  const lines = [];
  for (let start = 0, end; start <= bytes.length; start = end + 1) {
    end = bytes.indexOf(10, start);
    if (end < 0) end = bytes.length;
    try {
      lines.push(textOf(bytes.subarray(start, end)));
    } catch (error) {
      if (!(error instanceof NotReadable)) throw error;
      lines.push(NO_TEXT);
    }
  }
  return lines.join("\n");
}

function hex(bytes) {
  let written = "";
  for (const byte of bytes) written += PAIRS[byte];
  return written;
}

function unhex(text) {
  if (typeof text !== "string" || !HEX.test(text)) throw new NotReadable("not hexadecimal");
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(text.substr(2 * i, 2), 16);
  return bytes;
}

// A hash is 64 lower-case digits, nothing else.
function hash32(text) {
  const bytes = unhex(text);
  if (bytes.length !== 32) throw new NotReadable("not a hash");
  return bytes;
}

function base64url(bytes) {
  let raw = "";
  for (const byte of bytes) raw += String.fromCharCode(byte);
  return btoa(raw).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

// Written back it must be the same: the last letter may hide no bits.
function unbase64url(text) {
  if (typeof text !== "string" || !BASE64URL.test(text) || text.length % 4 === 1) throw new NotReadable("not base64url");
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(raw, letter => letter.charCodeAt(0));
  if (base64url(bytes) !== text) throw new NotReadable("not base64url");
  return bytes;
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function same(one, other) {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

// Microseconds since 1970: Date knows thousandths only, and two moments may differ by less.
function micros(moment) {
  if (typeof moment !== "string" || !MOMENT.test(moment)) throw new NotReadable("not a moment");
  const seconds = Date.parse(`${moment.slice(0, 19)}Z`);
  if (Number.isNaN(seconds)) throw new NotReadable("not a moment");
  return seconds * 1000 + Number(moment.slice(20, -1).padEnd(6, "0"));
}
