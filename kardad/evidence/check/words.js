// Everything the page says, in Persian: numbers, days, problems and verdicts.
"use strict";

const DAY = new Intl.DateTimeFormat("fa-IR-u-ca-persian", { timeZone: "Asia/Tehran", day: "numeric", month: "long", year: "numeric" });
const CLOCK = new Intl.DateTimeFormat("fa-IR", { timeZone: "Asia/Tehran", hour: "2-digit", minute: "2-digit" });

const digits = value => String(value).replace(/\d/g, digit => "۰۱۲۳۴۵۶۷۸۹"[digit]);
const amount = value => digits(String(value).replace(/\B(?=(\d{3})+$)/g, "٬"));

// A moment that was altered may be none.
const isMoment = at => !Number.isNaN(new Date(at).getTime());

function dayOf(at) {
  if (!isMoment(at)) return `«${at}»`;
  const parts = Object.fromEntries(DAY.formatToParts(new Date(at)).map(part => [part.type, part.value]));
  return `${parts.day} ${parts.month} ${parts.year}`;
}

const momentOf = at => (isMoment(at) ? `${dayOf(at)}، ساعت ${CLOCK.format(new Date(at))}` : dayOf(at));
const written = at => (at ? `، نوشته‌شده در ${dayOf(at)}،` : "");
const entryOf = ({ seq, at }) => `مورد ${digits(seq)}${written(at)}`;

const PROBLEMS = {
  ENTRY_ALTERED: one => (one.line
    ? `سطر ${digits(one.line)} خوانده نمی‌شود؛ مورد ${digits(one.seq)} پس از ثبت تغییر کرده است.`
    : `${entryOf(one)} پس از ثبت تغییر کرده است.`),
  ENTRY_MISSING: one => (one.last > one.seq
    ? `موردهای ${digits(one.seq)} تا ${digits(one.last)} برداشته شده‌اند و در این پرونده نیستند.`
    : `مورد ${digits(one.seq)} برداشته شده است و در این پرونده نیست.`),
  ENTRY_INSERTED: one => `${entryOf(one)} بعداً به پرونده افزوده شده است.`,
  ENTRY_MOVED: one => `${entryOf(one)} جابه‌جا شده است و سر جای خود نیست.`,
  CHAIN_CUT: one => `از مورد ${digits(one.seq)} به بعد بریده شده است؛ پرونده بلندتر از این بوده است.`,
  CHAIN_REWRITTEN: one => `پرونده تا مورد ${digits(one.seq)} از نو نوشته شده است؛ ${one.isPromise ? "کارداد چیز دیگری را امضا کرده" : "مهر آن روز چیز دیگری را می‌شناسد"}.`,
  SEAL_BROKEN: one => (one.isReceipt
    ? "آنچه در این رسید آمده با مهر آن روز نمی‌خواند؛ رسید پس از صدور تغییر کرده است."
    : one.seq === null ? "یکی از مهرهای پرونده خراب است." : `مهری که پس از مورد ${digits(one.seq)} خورده خراب است و به ریشهٔ آن روز نمی‌رسد.`),
  ROOT_BROKEN: one => `مهر روز ${dayOf(one.day)} دنبالهٔ مهرهای پیش از خود نیست.`,
  SIGNATURE_BAD: one => (one.isCode
    ? "امضای این رمزینه درست نیست؛ نوشتهٔ آن را کسی جز کارداد ساخته یا تغییر داده است."
    : one.isAltered ? "این کاغذ پس از امضا تغییر کرده است."
    : one.isAppended ? "امضای این کاغذ همهٔ آن را در بر نمی‌گیرد."
    : one.isPaper ? "امضای این کاغذ درست نیست." : one.day ? `امضای مهر روز ${dayOf(one.day)} درست نیست.` : "امضای آن درست نیست."),
  SIGNER_UNKNOWN: () => "این صفحه کلید امضاکننده را نمی‌شناسد؛ نمی‌شود گفت که امضا از کارداد است.",
  KEY_NOT_VALID: () => "امضا در زمانی زده شده که کلید آن معتبر نبوده است.",
  STAMP_BAD: () => "مهر زمان آن با آنچه امضا شده نمی‌خواند.",
  TITLE_ALTERED: () => "عنوان آن عوض شده است؛ این عنوان از آنِ این پرونده نیست.",
  INTERVAL_BROKEN: () => "بازه‌های این گواهی با هم یا با زمان خود نمی‌خوانند.",
  PAPER_ALTERED: one => `کاغذ «\u2068${one.name}\u2069» آن نیست که در پرونده ثبت شده است.`,
  FILE_MISSING: one => `فایل «\u2068${one.name}\u2069» از بسته برداشته شده است.`,
  FILE_ADDED: one => `فایل «\u2068${one.name}\u2069» بعداً به بسته افزوده شده است.`,
  FILE_ALTERED: one => `فایل «\u2068${one.name}\u2069» پس از ساختن بسته تغییر کرده است.`,
  NOT_READABLE: one => (one.line
    ? `سطر ${digits(one.line)} این پرونده خوانده نمی‌شود.`
    : one.isUnsigned ? "کاغذ خودش نشانی از کارداد ندارد."
    : one.isZip ? "بسته باز نمی‌شود، یا فهرست امضاشدهٔ فایل‌هایش در آن نیست."
    : one.isOld ? "این مرورگر بسته را باز نمی‌کند. مرورگر تازه‌تری باز کنید، یا فایل‌های درون بسته را این‌جا بگذارید."
    : one.isLog ? "آن را فرمان kardad verify سطر به سطر می‌سنجد."
    : "این رسید، پرونده یا کاغذ کارداد نیست، یا چنان آسیب دیده که خوانده نمی‌شود."),
};

const tellProblem = one => PROBLEMS[one.problem](one);

const WATCHED = { login: "ورود", panel: "پنل", storage: "ثبت و نگهداری", sms: "پیامک" };
const minutes = seconds => `${amount(Math.floor(seconds / 60))} دقیقه`;
const howLong = ({ up, down, unknown }) => `برقرار ${minutes(up)}، قطع ${minutes(down)}، نامعلوم ${minutes(unknown)}`;

// What the large sign says: [face, heading, sentence].
const HEADINGS = {
  receipt: ["good", "این رسید دست‌نخورده است", "آنچه در آن آمده همان است که کارداد ثبت و مهر کرده است."],
  promise: ["good", "این رسید دست‌نخورده است", "کارداد ثبت آن را امضا کرده است. مهر روزانه هنوز نخورده؛ یک روز بعد رسید کامل را بگیرید."],
  dossier: ["good", "این پرونده دست‌نخورده است", "هیچ موردی تغییر نکرده، برداشته یا افزوده نشده است."],
  bundle: ["good", "این بسته کامل و دست‌نخورده است", "هر فایلی که کارداد در آن گذاشته سر جای خود است؛ چیزی برداشته، افزوده یا عوض نشده است."],
  growth: ["good", "دفتر فقط بلندتر شده است", "هرچه در روز نخست در دفتر بوده، در روز دوم هم همان است."],
  availability: ["good", "این گواهی دست‌نخورده است", "آنچه سامانه دربارهٔ برقراری خود گفته همان است که امضا کرده؛ بازه‌ها با هم می‌خوانند و هر نگاه ناموفق امضای خود را دارد."],
  code: ["good", "امضای این رمزینه درست است", "آنچه زیر این می‌بینید همان است که کارداد روی کاغذ نوشته است."],
  paper: ["good", "این کاغذ دست‌نخورده است", "امضای آن از کارداد است و پس از امضا هیچ بایتی از آن عوض نشده است."],
  recorded: ["good", "این کاغذ همان است که ثبت شده", "اثر انگشت آن در پروندهٔ دست‌نخورده‌ای که دادید آمده است."],
  stranger: ["wait", "امضا درست است، ولی امضاکننده شناخته نیست", "این صفحه گواهی امضاکننده را نمی‌شناسد. اثر انگشت آن را با آنچه گردانندهٔ سامانه اعلام کرده بسنجید."],
  appended: ["bad", "پس از امضا چیزی به کاغذ افزوده شده است", "آنچه امضا شده دست‌نخورده است، ولی آنچه می‌بینید شاید همان نباشد. رسید یا پروندهٔ آن را هم کنار کاغذ بگذارید."],
  unsigned: ["wait", "این کاغذ امضایی ندارد", "از خود آن چیزی نمی‌شود گفت. رسید یا پروندهٔ آن را هم همین‌جا بگذارید تا با هم سنجیده شوند."],
  untold: ["wait", "این مرورگر نمی‌تواند امضای کاغذ را بسنجد", "متن کاغذ با امضا می‌خواند. برای سنجش خود امضا مرورگر تازه‌تری باز کنید."],
  altered: ["bad", "", ""],
  foreign: ["wait", "نمی‌شود گفت از کارداد است", "آنچه در آن آمده با هم می‌خواند، ولی این صفحه کلید امضاکننده را نمی‌شناسد."],
  log: ["wait", "دفتر همهٔ زنجیرها را این صفحه نمی‌سنجد", ""],
  unreadable: ["bad", "خوانده نمی‌شود", ""],
};
const SIGNS = { good: "درست", wait: "روشن نیست", bad: "نادرست" };
const FORMATS = { [BUNDLE]: "بسته", [LOG]: "دفتر", [GROWTH]: "دو ریشهٔ دفتر", [RECEIPT]: "رسید", [DOSSIER]: "پرونده", [AVAILABILITY]: "گواهی دسترس‌پذیری", pdf: "کاغذ PDF", [FILED]: "فایل پیوست", "kardad-paper/k1": "رمزینهٔ روی کاغذ" };

// Altered is what was written; a wrong signature only says that nothing stands behind it.
const ALTERED = /^(ENTRY|CHAIN|TITLE|SEAL|PAPER|FILE|NOT)_/;
const NAMES = { [BUNDLE]: "این بسته", [GROWTH]: "این دفتر", [RECEIPT]: "این رسید", [DOSSIER]: "این پرونده", [AVAILABILITY]: "این گواهی", pdf: "این کاغذ", [FILED]: "این فایل", "kardad-paper/k1": "این رمزینه" };
const headingOfBad = ({ format, problems }) =>
  `${NAMES[format]} ${!problems.length || problems.some(one => one.isAltered || ALTERED.test(one.problem)) ? "تغییر کرده است" : "تأیید نمی‌شود"}`;
