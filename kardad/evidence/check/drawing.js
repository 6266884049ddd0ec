// How a verdict looks: the sign, the sentences, the chain of beads, what was found, and the same for programs.
"use strict";

const SVG = "http://www.w3.org/2000/svg";
const WHOLE_CHAIN = 32; // more entries than this are drawn in parts
const AROUND = 3;
const FEW_KNOTS = 6;
const MOST_NAMED = 12;

function make(tag, className = "", ...inside) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...inside.filter(part => part !== null && part !== ""));
  return element;
}

function code(text) {
  const element = make("bdi", "code", text);
  element.dir = "ltr";
  return element;
}

// What is compared by eye, digit by digit.
const inFours = text => code(text.match(/.{1,4}/g).join(" "));

function sign(face) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "sign");
  svg.setAttribute("viewBox", "0 0 48 48");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#sign-${face}`);
  svg.append(use);
  return svg;
}

function facts(rows) {
  const list = make("dl", "facts");
  for (const [name, ...value] of rows) {
    if (value.some(part => part !== null && part !== "")) list.append(make("div", "", make("dt", "", name), make("dd", "", ...value)));
  }
  return list;
}

function details(title, ...inside) {
  return make("details", "", make("summary", "", title), ...inside);
}

// What each bead of the picture is: the number, and what is wrong with it.
function beads(chain, verdict) {
  const wrong = new Map();
  for (const one of verdict.problems) if (one.seq !== null && !wrong.has(one.seq) && one.problem.startsWith("ENTRY_")) wrong.set(one.seq, one.problem);
  const cut = verdict.problems.find(one => one.problem === "CHAIN_CUT");
  const rewritten = verdict.problems.find(one => one.problem === "CHAIN_REWRITTEN");
  const numbers = [...new Set([...chain.entries.keys(), ...wrong.keys()])].sort((one, other) => one - other);
  const drawn = numbers.map(seq => ({
    seq,
    state: wrong.has(seq) ? (wrong.get(seq) === "ENTRY_MISSING" ? "gone" : "bad") : rewritten && seq <= rewritten.seq ? "doubt" : "",
  }));
  if (cut) drawn.push({ seq: chain.next, state: "gone" });
  return drawn;
}

// Never by colour alone.
const MARKS = { "": "", bad: "✕ ", gone: "؟ ", doubt: "~ " };

function isDrawn(place, drawn, marked) {
  return drawn.length <= WHOLE_CHAIN || place < AROUND || place >= drawn.length - AROUND || marked.some(one => Math.abs(one - place) <= AROUND);
}

function knot(isGood) {
  return make("span", `knot${isGood ? "" : " knot-bad"}`, isGood ? "✓" : "✕");
}

function picture({ chain, seals, sealed }, verdict) {
  const drawn = beads(chain, verdict);
  const isWrong = place => drawn[place].state === "bad" || drawn[place].state === "gone";
  const marked = [...drawn.keys()].filter(isWrong).slice(0, AROUND);
  const knots = new Map(seals.map(seal => [seal.leaf.length - 1, seal.isGood]));
  const line = make("div", "chain");
  line.setAttribute("aria-hidden", "true");
  let skipped = 0;
  for (const [place, { seq, state }] of drawn.entries()) {
    if (!isDrawn(place, drawn, marked) && !(knots.has(seq) && knots.size <= FEW_KNOTS)) {
      skipped++;
      continue;
    }
    if (skipped) line.append(make("span", "skipped", `${amount(skipped)} مورد`));
    skipped = 0;
    line.append(make("span", `bead${state ? ` bead-${state}` : ""}${seq < sealed ? "" : " bead-open"}`, MARKS[state] + digits(seq)));
    if (knots.has(seq)) line.append(knot(knots.get(seq)));
  }
  const figure = make("figure", "picture", line, legend(drawn, knots));
  figure.setAttribute("role", "group");
  figure.setAttribute("aria-label", "تصویر زنجیر");
  return figure;
}

function legend(drawn, knots) {
  const [good, bad] = [[...knots.values()].filter(Boolean).length, [...knots.values()].filter(isHeld => !isHeld).length];
  const [wrong, doubtful] = [["bad", "gone"], ["doubt"]].map(states => drawn.filter(bead => states.includes(bead.state)).length);
  const said = [
    `هر دایره یک مورد است (${amount(drawn.length)})`,
    `هر لوزی مهر یک روز (${amount(good)} مهر درست${bad ? `، ${amount(bad)} نادرست` : ""})`,
    wrong ? `✕ و ؟ جای شکسته (${amount(wrong)})` : doubtful ? `~ از نو نوشته (${amount(doubtful)})` : "هیچ جای آن شکسته نیست",
  ];
  return make("figcaption", "small", `${said.join("؛ ")}.`);
}

function problemList(verdict) {
  const [first, ...rest] = verdict.problems;
  if (!first) return "";
  const list = make("ul", "problems", make("li", "first", first.message));
  for (const one of rest.slice(0, MOST_NAMED)) list.append(make("li", "", one.message));
  if (rest.length > MOST_NAMED) list.append(make("li", "", `و ${amount(rest.length - MOST_NAMED)} ایراد دیگر.`));
  return list;
}

function signerText(verdict) {
  if (!verdict.signer) return [];
  return [inFours(verdict.signer.slice(0, 16)), make("div", "small", verdict.is_signer_known ? "این صفحه آن را می‌شناسد" : "این صفحه آن را نمی‌شناسد")];
}

// The site's own sentence for what happened, filled with what the entry holds.
function kindText({ kind, data }) {
  const sentence = BUILT_IN.kinds[kind];
  if (!sentence) return [code(kind)];
  const filled = sentence.replace(/\{(\w+)\}/g, (_, name) => digits(data[name] ?? "…"));
  return [filled, make("div", "small", code(kind))];
}

function stampText({ covers }, { authority, isStampKnown }) {
  if (!covers.stamped) return [];
  const known = isStampKnown ? "" : make("div", "small", "این صفحه نهاد مهر زمان را نمی‌شناسد");
  return [momentOf(covers.stamped), authority ? make("div", "small", authority) : "", known];
}

function found(verdict, shown) {
  const { covers } = verdict;
  const rows = [["امضاکننده", ...signerText(verdict)], ["مهر زمان", ...stampText(verdict, shown)]];
  const isNamed = !verdict.problems.some(one => one.problem === "TITLE_ALTERED");
  if (shown.entry) {
    rows.unshift(["زمان ثبت", momentOf(shown.entry.at)], ["چه چیزی", ...kindText(shown.entry)], ["جای آن", `مورد ${digits(shown.entry.seq)} پرونده`]);
    if (shown.day) rows.push(["مهر روز", dayOf(shown.day)]);
  } else if (shown.chain) {
    const size = shown.chain.entries.size;
    rows.unshift(["موردها", amount(size)], ["با پشتوانهٔ مهر", covers.entries < size ? `${amount(covers.entries)} مورد` : ""], ["از", covers.from && momentOf(covers.from)], ["تا", covers.to && momentOf(covers.to)]);
    rows.push(["مهر روزانه", amount(shown.seals.length)]);
  }
  if (shown.certificate) rows.unshift(...certified(shown.certificate));
  if (shown.statement) rows.unshift(["زمان ساخت", momentOf(shown.statement.made_at)], ["فایل‌ها", amount(shown.statement.files.length)]);
  if (shown.days) rows.unshift(["از روز", dayOf(shown.days[0])], ["تا روز", dayOf(shown.days[1])], ["برگ‌های دفتر", amount(shown.size)]);
  if (shown.title && isNamed) rows.unshift(["پرونده", String(shown.title)]);
  return facts(rows);
}

// Of each file in the folders what was found; what is wrong stands open.
function bundleParts({ parts }) {
  const line = ({ verdict }) => make("li", "", verdict.valid ? "✓ " : "✕ ", code(shortName(verdict.file)), ...verdict.problems.slice(0, 1).map(one => `: ${one.message}`));
  const listed = some => make("ul", "problems", ...some.map(line));
  const [bad, good] = [parts.filter(one => !one.verdict.valid), parts.filter(one => one.verdict.valid)];
  return [bad.length ? listed(bad) : "", good.length ? details(`فایل‌هایی که درست‌اند (${amount(good.length)})`, listed(good)) : ""].filter(Boolean);
}

function certified({ since, until, site, lines }) {
  const parts = lines.map(line => [WATCHED[line.part] || line.part, howLong(line.seconds), line.group ? make("div", "small", code(line.group)) : ""]);
  return [["سامانه", code(site)], ["از", momentOf(since)], ["تا", momentOf(until)], ...parts];
}

function signatureFacts(held, others) {
  const { pdf } = held.shown;
  const signer = signerOf(pdf);
  const record = recordOf(held, others);
  const rows = [["اثر انگشت فایل", inFours(pdf.sha256)]];
  if (signer) {
    const known = signer.known ? "این صفحه آن را می‌شناسد" : "این صفحه آن را نمی‌شناسد";
    rows.push(["امضاکننده", signer.name || "بی‌نام", make("div", "small", known)], ["اثر انگشت گواهی", inFours(signer.fingerprint)]);
    if (signer.stamped) rows.push(["زمان امضا", momentOf(signer.stamped / 1000), make("div", "small", "به گفتهٔ مهر زمانی که همراه امضاست")]);
    if (pdf.unsigned > 0) rows.push(["پس از امضا", `${amount(pdf.unsigned)} بایت افزوده شده است`]);
  }
  rows.push(["در پروندهٔ همراه", RECORDS[record.state](record)]);
  return facts(rows);
}

const RECORDS = {
  recorded: record => `همین کاغذ، مورد ${digits(record.seq)} (${record.kind})`,
  altered: record => `کاغذی با همین نام، ولی نه همین: مورد ${digits(record.seq)}`,
  unsure: () => "آمده است، ولی خود آن پرونده تأیید نشد",
  absent: () => "نیامده است",
  "": () => "",
};

function forPrograms(verdict, shown) {
  const plain = one => ({ ...one, problems: one.problems.map(({ problem, chain, seq, message }) => ({ problem, chain, seq, message })) });
  const text = [plain(verdict), shown && shown.entry, ...(shown?.parts || []).map(one => plain(one.verdict))].filter(Boolean).map(one => JSON.stringify(one, null, 2)).join("\n\n");
  const block = make("pre", "", text);
  block.dir = "ltr";
  block.tabIndex = 0;
  return details("برای برنامه‌ها و کارشناسان", block);
}

// The facts of a paper's box, to be held beside the paper; the reader's own eye is the last judge.
function paperBox(shown, card) {
  const box = make("div", "paper-box", facts(shown.facts));
  const answer = make("p", "answer");
  answer.setAttribute("role", "status");
  const tell = (face, words) => {
    answer.textContent = words;
    card.className = `verdict verdict-${face}`;
    card.querySelector(".sign").replaceWith(sign(face));
    card.querySelector(".said").textContent = face === "good" ? SIGNS.good : "با کاغذ نمی‌خواند";
  };
  const yes = make("button", "button", "بله، همین است");
  const no = make("button", "button button-plain", "نه، فرق دارد");
  yes.onclick = () => tell("good", "پس این کاغذ همان است که کارداد نوشته است.");
  no.onclick = () => tell("bad", "پس در کاغذ دست برده‌اند. آنچه بالا می‌بینید درست است، نه کاغذ. به کاغذ تکیه نکنید و از کسی که آن را داده نسخهٔ اصلی بخواهید.");
  return [box, make("h3", "", "روی کاغذ همین را می‌بینید؟"), make("p", "choices", yes, no), answer];
}

function drawVerdict(held, others) {
  const { verdict, shown } = held;
  const name = conclusion(held, others);
  const [face, said, sentence] = HEADINGS[name];
  const heading = said || headingOfBad(verdict);
  const card = make("article", `verdict verdict-${face}`);
  card.dataset.conclusion = name;
  const title = make("h2", "", heading);
  title.tabIndex = -1;
  const source = make("p", "source", FORMATS[verdict.format] || "فایل", ...(shown?.facts ? [] : [": ", code(verdict.file)]));
  const words = make("div", "", make("p", "said", SIGNS[face]), title, source, sentence ? make("p", "", sentence) : "");
  card.append(make("header", "", sign(face), words));
  if (verdict.problems.length) card.append(problemList(verdict));
  if (!shown) return card;
  if (shown.isBundle) card.append(...bundleParts(shown));
  if (shown.facts && face === "good") card.append(...paperBox(shown, card));
  else if (shown.facts) card.append(details("آنچه در رمزینه نوشته شده (به آن تکیه نکنید)", facts(shown.facts)));
  if (shown.chain) card.append(picture(shown, verdict));
  card.append(shown.pdf ? signatureFacts(held, others) : found(verdict, shown), forPrograms(verdict, shown));
  return card;
}
