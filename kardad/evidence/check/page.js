// The table of the page: files laid on it, text pasted, the code of a paper in the address; all are judged here and go nowhere.
"use strict";

const LARGEST_TEXT = 64 * 1024 * 1024;
const CODE = /k1\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/;
const BUILT_IN = readJson(document.getElementById("known").textContent);
const trusted = new Keys(BUILT_IN.keys, BUILT_IN.authorities.map(one => new Certificate(new Der(unbase64url(one)))));
const table = [];
const part = name => document.getElementById(name);

// The page stays alive while a long dossier is read.
async function progress(done, all) {
  part("progress").hidden = false;
  part("progress-bar").max = all;
  part("progress-bar").value = done;
  await new Promise(resolve => setTimeout(resolve));
}

async function judgeText(text, file) {
  const plain = text.replace(/^\ufeff/, "").trim();
  const code = CODE.exec(plain);
  if (code && !plain.startsWith("{")) return judgeCode(code[0], trusted);
  const lines = plain.split("\n");
  const whole = readFirst(plain, lines[0]);
  if (whole.format === DOSSIER) return judgeDossier(lines, file, trusted, progress);
  if (whole.format === LOG) return judgeLog(file);
  if (whole.format === RECEIPT) return judgeReceipt(whole, file, trusted);
  if (whole.statement?.format === AVAILABILITY) return judgeAvailability(whole, file, trusted);
  if (whole.from && whole.to) return judgeGrowth(whole, file, trusted);
  throw new NotReadable("not one of ours");
}

// A dossier or a log is an object a line; a receipt may be written over many.
function readFirst(plain, line) {
  try {
    const first = readJson(line);
    if (first && (first.format === DOSSIER || first.format === LOG)) return first;
  } catch (error) {
    if (!(error instanceof NotReadable)) throw error;
  }
  const whole = readJson(plain);
  if (!whole || typeof whole !== "object") throw new NotReadable("not one of ours");
  return whole;
}

async function judgeBytes(bytes, file) {
  if (file.endsWith(".zip") && !file.includes(".zip/")) return judgeZip(bytes, file, trusted, progress);
  if (isPdf(bytes)) return judgePdf(bytes, file, BUILT_IN.certificates);
  if (isPlain(bytes, file)) return judgeFiled(bytes, file);
  if (bytes.length > LARGEST_TEXT) throw new NotReadable("too large for a page");
  return judgeText(textByLines(bytes), file);
}

// Whatever stands in a file, the page answers with a verdict.
async function judged(work, file) {
  try {
    return await work();
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    const verdict = emptyVerdict(file);
    verdict.problems.push({ problem: "NOT_READABLE", chain: null, seq: null, at: null });
    return { verdict: settled(verdict), shown: null };
  }
}

async function layFiles(files) {
  for (const file of files) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    lay(await judged(() => judgeBytes(bytes, file.name), file.name));
  }
  draw();
}

async function layText(text, file) {
  lay(await judged(() => judgeText(text, file), file));
  draw();
}

// The same file laid again takes its own place.
function lay(held) {
  const place = table.findIndex(one => one.verdict.file === held.verdict.file);
  if (place < 0) table.unshift(held);
  else table[place] = held;
  table.latest = held;
}

function draw() {
  part("progress").hidden = true;
  part("verdicts").replaceChildren(...table.map(held => drawVerdict(held, table.filter(one => one !== held))));
  part("table").hidden = table.length === 0;
  const title = part("verdicts").children[table.indexOf(table.latest)]?.querySelector("h2");
  if (title) title.focus();
}

async function layCode() {
  if (location.hash.startsWith("#k1")) await layText(location.hash, "QR");
}

function listen() {
  part("files").onchange = async event => {
    await layFiles([...event.target.files]);
    event.target.value = "";
  };
  part("paste").onsubmit = event => {
    event.preventDefault();
    if (part("pasted").value.trim()) layText(part("pasted").value, "متن چسبانده");
    else part("pasted").focus();
  };
  part("clear").onclick = () => {
    table.length = 0;
    draw();
    part("files").focus();
  };
  document.ondragover = event => { event.preventDefault(); part("drop").classList.add("over"); };
  document.ondragleave = () => part("drop").classList.remove("over");
  document.ondrop = event => {
    event.preventDefault();
    part("drop").classList.remove("over");
    layFiles([...event.dataTransfer.files]);
  };
  window.onhashchange = layCode;
}

function showKnown() {
  const list = part("known-list");
  for (const key of BUILT_IN.keys) list.append(make("li", "", "کلید ", inFours(key.key), ` – از ${dayOf(key.from)}${key.lost_at ? "، گم شده" : ""}`));
  for (const one of BUILT_IN.certificates) list.append(make("li", "", `گواهی ${one.title} `, inFours(one.sha256)));
  if (BUILT_IN.made_on) {
    part("known-since").textContent = `این فهرست از ${dayOf(BUILT_IN.made_on)} است؛ کلیدهای پس از آن و کلیدهای گم‌شده را نسخهٔ تازهٔ صفحه می‌شناسد.`;
    part("known-since").hidden = false;
  }
  part("known-none").hidden = list.children.length > 0;
  if (location.protocol === "file:") part("keep").hidden = true;
}

listen();
showKnown();
layCode();
