/* The Jalali calendar, as the browser knows it. A day is its number of milliseconds at midnight UTC. */
import { ascii, fa } from "./persian.js";

const DAY = 86_400_000;
const parts = new Intl.DateTimeFormat("en-u-ca-persian-nu-latn", { timeZone: "UTC", year: "numeric", month: "numeric", day: "numeric" });
const starts = new Map();

export const MONTHS = ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"];
export const WEEKDAYS = ["شنبه", "یکشنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه"];
export const FIRST_YEAR = 1280;
export const LAST_YEAR = 1500;

export function read(day) {
  const found = Object.fromEntries(parts.formatToParts(day).map((part) => [part.type, parseInt(part.value, 10)]));
  return { year: found.year ?? found.relatedYear, month: found.month, day: found.day };
}

function yearStart(year) {
  if (!starts.has(year)) {
    let day = Date.UTC(year + 621, 2, 18);
    while (read(day).year !== year) day += DAY;
    starts.set(year, day);
  }
  return starts.get(year);
}

export const isLeap = (year) => yearStart(year + 1) - yearStart(year) === 366 * DAY;

export function monthLength(year, month) {
  if (month <= 6) return 31;
  return month < 12 || isLeap(year) ? 30 : 29;
}

export function dayOf(year, month, day) {
  const before = month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30;
  return yearStart(year) + (before + day - 1) * DAY;
}

/* 0 is Saturday. */
export const weekday = (day) => (new Date(day).getUTCDay() + 1) % 7;
export const plus = (day, days) => day + days * DAY;

export function plusMonths(day, months) {
  const from = read(day);
  const count = from.year * 12 + from.month - 1 + months;
  const [year, month] = [Math.floor(count / 12), (count % 12) + 1];
  return dayOf(year, month, Math.min(from.day, monthLength(year, month)));
}

export function today() {
  const now = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Tehran" }).format(new Date());
  return Date.parse(`${now}T00:00:00Z`);
}

const padded = (number) => String(number).padStart(2, "0");

export function slashed(day) {
  const { year, month, day: number } = read(day);
  return fa(`${year}/${padded(month)}/${padded(number)}`);
}

export function long(day) {
  const { year, month, day: number } = read(day);
  return `${WEEKDAYS[weekday(day)]} ${fa(number)} ${MONTHS[month - 1]} ${fa(year)}`;
}

/* The day of «۱۴۰۴/۰۷/۱۲» or 1404-07-12, or null. */
export function parse(text) {
  const shape = /^([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})$/.exec(ascii(text).replace(/\s/g, ""));
  if (!shape) return null;
  const [year, month, day] = [Number(shape[1]), Number(shape[3]), Number(shape[4])];
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) return null;
  return dayOf(year, month, day);
}
