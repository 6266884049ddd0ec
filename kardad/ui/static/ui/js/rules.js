/* The rules of kardad.kit for what is typed, with its sentences; tests/ui holds the two against each other. */
import * as jalali from "./jalali.js";
import { ascii, bare, fa } from "./persian.js";

const same = (value) => new Set(value).size === 1;

function length(value, title, digits) {
  if (!value) return `${title} را بنویسید؛ ${fa(digits)} رقم است.`;
  if (!/^[0-9]+$/.test(value)) return `${title} فقط رقم دارد؛ حرف‌ها و نشانه‌ها را بردارید.`;
  if (value.length === digits) return null;
  const mend = value.length < digits ? "صفرهای اول را هم بنویسید." : "رقم‌های اضافه را بردارید.";
  return fa(`${title} ${digits} رقم دارد؛ ${value.length} رقم نوشته‌اید. ${mend}`);
}

function nationalCode(typed) {
  const value = bare(typed);
  const problem = length(value, "کد ملی", 10);
  if (problem) return problem;
  if (same(value) || value.slice(3, 9) === "000000") return "چنین کد ملی به کسی داده نشده است؛ آن را از روی کارت ملی بنویسید.";
  const rest = [...value.slice(0, 9)].reduce((sum, digit, place) => sum + digit * (10 - place), 0) % 11;
  if (Number(value[9]) === (rest < 2 ? rest : 11 - rest)) return null;
  return "رقم‌های این کد ملی با هم نمی‌خوانند؛ آن را از روی کارت ملی دوباره بنویسید.";
}

function companyId(typed) {
  const value = bare(typed);
  const problem = length(value, "شناسه ملی شرکت", 11);
  if (problem) return problem;
  if (same(value) || value.slice(3, 9) === "000000") return "چنین شناسه‌ای به شرکتی داده نشده است؛ آن را از روی روزنامه رسمی بنویسید.";
  const shift = Number(value[9]) + 2;
  const total = [...value.slice(0, 10)].reduce((sum, digit, place) => sum + (Number(digit) + shift) * [29, 27, 23, 19, 17][place % 5], 0);
  if (Number(value[10]) === (total % 11) % 10) return null;
  return "رقم‌های این شناسه ملی با هم نمی‌خوانند؛ آن را از روی روزنامه رسمی دوباره بنویسید.";
}

function foreignerCode(typed) {
  const value = bare(typed);
  return length(value, "کد فراگیر", 12) ?? (same(value) ? "چنین کد فراگیری به کسی داده نشده است؛ آن را از روی کارت خود بنویسید." : null);
}

function mobile(typed) {
  const value = bare(typed).replace(/[-()]/g, "");
  if (/^(?:\+98|0098|98|0)?9[0-9]{9}$/.test(value)) return null;
  if (!value) return "شماره همراه را بنویسید؛ نمونه: ۰۹۱۲۳۴۵۶۷۸۹";
  if (/^0[0-9]+$/.test(value) && !/^0[09]/.test(value)) return "شماره همراه با ۰۹ آغاز می‌شود؛ نمونه: ۰۹۱۲۳۴۵۶۷۸۹";
  if (/^09[0-9]*$/.test(value)) return `شماره همراه ۱۱ رقم دارد؛ ${fa(value.length)} رقم نوشته‌اید. نمونه: ۰۹۱۲۳۴۵۶۷۸۹`;
  return "شماره همراه درست نیست. آن را با ۰۹ و یازده رقم بنویسید؛ نمونه: ۰۹۱۲۳۴۵۶۷۸۹";
}

function iban(typed) {
  let value = bare(typed).toUpperCase();
  if (!value) return "شماره شبا را بنویسید؛ ۲۴ رقم پس از IR است.";
  if (/^[0-9]{24}$/.test(value)) value = `IR${value}`;
  const number = value.replace(/^IR/, "");
  if (!/^[0-9]+$/.test(number)) return "شماره شبا فقط رقم دارد و با IR آغاز می‌شود؛ نشانه‌های دیگر را بردارید.";
  if (number.length !== 24) return `شماره شبا ۲۴ رقم دارد؛ ${fa(number.length)} رقم نوشته‌اید. آن را از برنامه بانک خود رونویسی کنید.`;
  const right = 98n - (BigInt(`${number.slice(2)}182700`) % 97n);
  if (number.slice(0, 2) === String(right).padStart(2, "0")) return null;
  return "رقم‌های این شبا با هم نمی‌خوانند؛ آن را از برنامه بانک خود رونویسی کنید.";
}

function postalCode(typed) {
  const value = bare(typed);
  const problem = length(value, "کد پستی", 10);
  if (problem) return problem;
  return value[0] === "0" || same(value) ? "چنین کد پستی وجود ندارد؛ آن را از روی قبض یا سند خانه بنویسید." : null;
}

function workshopCode(typed) {
  const value = bare(typed);
  const problem = length(value, "کد کارگاه", 10);
  if (problem) return problem;
  return same(value) || value.endsWith("0000") ? "چنین کد کارگاهی وجود ندارد؛ آن را از روی فهرست بیمه بنویسید." : null;
}

function insuranceNumber(typed) {
  const value = bare(typed);
  return length(value, "شماره بیمه", 10) ?? (same(value) ? "چنین شماره بیمه‌ای وجود ندارد؛ آن را از روی دفترچه بیمه بنویسید." : null);
}

function jalaliDate(typed) {
  const sample = "نمونه: ۱۴۰۴/۰۷/۱۲";
  const value = ascii(typed).replace(/[\s\u200c\u200e\u200f]/g, "");
  const shape = /^([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})$/.exec(value);
  if (shape) {
    const [year, month, day] = [Number(shape[1]), Number(shape[3]), Number(shape[4])];
    if (year > jalali.LAST_YEAR) return `سال ${fa(year)} سال شمسی نیست. تاریخ را شمسی بنویسید؛ ${sample}`;
    if (year < jalali.FIRST_YEAR) return `سال باید از ${fa(jalali.FIRST_YEAR)} تا ${fa(jalali.LAST_YEAR)} باشد؛ ${fa(year)} نوشته‌اید.`;
    if (month < 1 || month > 12) return `ماه باید از ۱ تا ۱۲ باشد؛ ${fa(month)} نوشته‌اید.`;
    const longest = jalali.monthLength(year, month);
    if (day < 1 || day > longest) return `${jalali.MONTHS[month - 1]} سال ${fa(year)}، ${fa(longest)} روز دارد؛ روز ${fa(day)} نوشته‌اید.`;
    return null;
  }
  if (!value) return `تاریخ را بنویسید؛ ${sample}`;
  if (/^[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{1,2}$/.test(value)) return `سال را با چهار رقم بنویسید؛ ${sample}`;
  if (/^[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{4}$/.test(value)) return `اول سال، بعد ماه و بعد روز را بنویسید؛ ${sample}`;
  return `تاریخ درست نیست. سال، ماه و روز شمسی را بنویسید؛ ${sample}`;
}

export const rules = {
  "national-code": nationalCode,
  "company-id": companyId,
  "foreigner-code": foreignerCode,
  mobile,
  iban,
  "postal-code": postalCode,
  "workshop-code": workshopCode,
  "insurance-number": insuranceNumber,
  "jalali-date": jalaliDate,
};
