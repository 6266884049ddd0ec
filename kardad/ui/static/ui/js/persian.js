/* Digits of either alphabet, and the marks that copying brings along. */
const PERSIAN = "۰۱۲۳۴۵۶۷۸۹";
const ARABIC = "٠١٢٣٤٥٦٧٨٩";
const UNSEEN = /[\u200c\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\u00ad\u200b\u2060\u200d]/g;

export const fa = (value) => String(value).replace(/[0-9]/g, (digit) => PERSIAN[digit]);

export const ascii = (value) =>
  value.replace(/[۰-۹]/g, (digit) => PERSIAN.indexOf(digit)).replace(/[٠-٩]/g, (digit) => ARABIC.indexOf(digit));

export const bare = (value) =>
  ascii(value.replace(UNSEEN, "").replace(/\s/g, ""))
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/(?<=[0-9A-Za-z])-(?=[0-9A-Za-z])/g, "");
