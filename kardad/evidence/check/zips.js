// An exported ZIP, opened here: its signed manifest names every file, and what is in its folders is judged one by one, laid together.
"use strict";

const BUNDLE = "kardad-manifest/1";
const MANIFEST = "manifest.json";
const END_SIZE = 22;
const LARGEST_OPENED = 1024 * 1024 * 1024;
const LISTED = { files: Array.isArray, format: isText, made_at: isFullMoment, v: value => value === 1 };

const POLYNOMIALS = Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte >>> 0;
});

function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ POLYNOMIALS[(sum ^ byte) & 255];
  return (sum ^ 0xffffffff) >>> 0;
}

const viewOf = bytes => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const nameOf = (bytes, isUtf8) => new TextDecoder(isUtf8 ? "utf-8" : "latin1").decode(bytes);

// The directory at the end, after which nothing stands.
function directoryOf(bytes) {
  const at = bytes.length - END_SIZE;
  const end = new DataView(bytes.buffer, bytes.byteOffset + at, END_SIZE);
  const [count, length, begins] = [end.getUint16(10, true), end.getUint32(12, true), end.getUint32(16, true)];
  const isAlone = end.getUint32(0) === 0x504b0506 && !end.getUint32(4) && !end.getUint16(20, true) && count === end.getUint16(8, true);
  if (!isAlone || begins + length !== at) throw new NotReadable("no end");
  const [view, rows] = [viewOf(bytes), []];
  for (let place = begins; rows.length < count;) {
    if (place >= at || view.getUint32(place) !== 0x504b0102) throw new NotReadable("no directory");
    const [flags, method, sum] = [view.getUint16(place + 8, true), view.getUint16(place + 10, true), view.getUint32(place + 16, true)];
    const [packed, size, header] = [20, 24, 42].map(one => view.getUint32(place + one, true));
    const [named, extra, comment] = [28, 30, 32].map(one => view.getUint16(place + one, true));
    const raw = bytes.subarray(place + 46, place + 46 + named);
    rows.push({ name: nameOf(raw, flags & 0x800), raw, flags, method, sum, packed, size, header });
    place += 46 + named + extra + comment;
  }
  return rows.filter(({ name }) => !name.endsWith("/"));
}

async function inflated(packed, size) {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const parts = [];
  for (let left = size, next = await reader.read(); !next.done; next = await reader.read()) {
    left -= next.value.length;
    if (left < 0) throw new NotReadable("longer than it says");
    parts.push(next.value);
  }
  return joined(...parts);
}

async function opened(bytes, { raw, flags, method, sum, packed, size, header }) {
  const view = viewOf(bytes);
  const named = view.getUint16(header + 26, true);
  const begins = header + 30 + named + view.getUint16(header + 28, true);
  const isItself = view.getUint32(header) === 0x504b0304 && same(bytes.subarray(header + 30, header + 30 + named), raw);
  if (!isItself || flags & 0x61 || ![0, 8].includes(method) || begins + packed > bytes.length) throw new NotReadable("no file");
  const stored = bytes.subarray(begins, begins + packed);
  const content = method ? await inflated(stored, size) : stored;
  if (content.length !== size || crc32(content) !== sum) throw new NotReadable("not what was put in");
  return content;
}

// Every file by its name: its bytes, null for one that cannot be read.
async function openedAll(bytes, progress) {
  const rows = directoryOf(bytes);
  if (rows.reduce((sum, { size }) => sum + size, 0) > LARGEST_OPENED) throw new NotReadable("too large for a page");
  const found = new Map();
  for (const [place, row] of rows.entries()) {
    const content = await opened(bytes, row).catch(error => {
      if (!isUnreadable(error)) throw error;
      return null;
    });
    found.set(row.name, [...(found.get(row.name) || []), content]);
    await progress(place, rows.length);
  }
  return found;
}

function readManifest([raw, ...more]) {
  if (!raw || more.length) throw new NotReadable("no manifest");
  const told = readJson(textOf(raw));
  requireMembers(told, CERTIFICATE);
  requireMembers(told.statement, LISTED);
  const { files, format } = told.statement;
  for (const row of files) {
    if (!Array.isArray(row) || row.length !== 2 || !isText(row[0])) throw new NotReadable("no file");
    hash32(row[1]);
  }
  if (format !== BUNDLE || new Set(files.map(([name]) => name)).size < files.length) throw new NotReadable("no manifest");
  return told;
}

async function judgeManifest(found, verdict, trusted) {
  const told = readManifest(found.get(MANIFEST) || []);
  const report = (problem, name = "") => problem && verdict.problems.push({ problem, chain: "", seq: null, at: null, name });
  const keys = await trusted.withClaims(told.keys);
  report(await faultOfCertificate(told, keys));
  signedBy(verdict, told.key, keys);
  const listed = new Map(told.statement.files);
  const names = new Set([...listed.keys(), ...found.keys()]);
  names.delete(MANIFEST);
  for (const name of [...names].sort()) {
    const contents = found.get(name);
    if (!contents) report("FILE_MISSING", name);
    else if (!listed.has(name) || contents.length > 1) report("FILE_ADDED", name);
    else if (!contents[0] || hex(await digestOf(contents[0])) !== listed.get(name)) report("FILE_ALTERED", name);
  }
  return told.statement;
}

const shortName = file => file.replace(/^.*?\.zip\//, "");

// What proves nothing itself is believed by a good proof that lies in the same ZIP.
function settleBeside(held, parts) {
  const { verdict, shown } = held;
  const proofs = parts.filter(one => !one.shown?.pdf && ![AVAILABILITY, GROWTH].includes(one.verdict.format));
  const record = recordOf(held, parts.filter(one => one !== held));
  const own = verdict.problems.filter(one => !(proofs.length && one.problem === "SIGNER_UNKNOWN") && !one.isUnsigned);
  const isSigned = verdict.format === "pdf" && !own.length && verdict.is_signer_known && record.state !== "altered";
  if (record.state === "recorded") verdict.problems = [];
  else if (proofs.length && !isSigned) verdict.problems = [...own, { problem: "PAPER_ALTERED", chain: "", seq: null, at: null, name: shortName(verdict.file) }];
  settled(verdict);
  return { verdict, shown };
}

async function judgeZip(bytes, file, trusted, progress) {
  const verdict = Object.assign(emptyVerdict(file), { format: BUNDLE });
  const unreadable = how => verdict.problems.push({ problem: "NOT_READABLE", chain: null, seq: null, at: null, ...how });
  let found = new Map();
  let statement = null;
  try {
    found = await openedAll(bytes, progress);
    statement = await judgeManifest(found, verdict, trusted);
  } catch (error) {
    if (typeof DecompressionStream === "undefined") unreadable({ isOld: true });
    else if (isUnreadable(error)) unreadable({ isZip: true });
    else throw error;
  }
  const parts = [];
  for (const [name, contents] of found) {
    if (!name.includes("/") || contents.includes(null)) continue;
    const whole = `${file}/${name}`;
    for (const content of contents) parts.push(await judged(() => judgeBytes(content, whole), whole));
  }
  for (const one of parts) if (one.shown?.pdf) settleBeside(one, parts);
  const papers = parts.filter(one => isVouched(one)).flatMap(one => one.shown.papers || []);
  return { verdict: settled(verdict), shown: { statement, parts, papers, isBundle: true } };
}
