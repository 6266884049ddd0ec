"""Iranian IBANs, called Sheba, and the banks they name."""

import re
from typing import Final

from kardad.kit import text
from kardad.kit.ids.kind import BULLET, BadIdentifier, Kind

# Persian names by the three digits after the check digits; an unknown code is no reason to refuse an IBAN.
BANKS: Final = {
    "010": "بانک مرکزی",
    "011": "صنعت و معدن",
    "012": "ملت",
    "013": "رفاه کارگران",
    "014": "مسکن",
    "015": "سپه",
    "016": "کشاورزی",
    "017": "ملی",
    "018": "تجارت",
    "019": "صادرات",
    "020": "توسعه صادرات",
    "021": "پست بانک",
    "022": "توسعه تعاون",
    "051": "موسسه اعتباری توسعه",
    "052": "قوامین",
    "053": "کارآفرین",
    "054": "پارسیان",
    "055": "اقتصاد نوین",
    "056": "سامان",
    "057": "پاسارگاد",
    "058": "سرمایه",
    "059": "سینا",
    "060": "مهر ایران",
    "061": "شهر",
    "062": "آینده",
    "063": "انصار",
    "064": "گردشگری",
    "065": "حکمت ایرانیان",
    "066": "دی",
    "069": "ایران زمین",
    "070": "رسالت",
    "073": "کوثر",
    "075": "ملل",
    "078": "خاورمیانه",
    "079": "مهر اقتصاد",
    "080": "نور",
    "090": "مهر ایران",
    "095": "ایران و ونزوئلا",
}


class BadIban(BadIdentifier):
    """Not an Iranian IBAN (Sheba)."""

    code = "IDV_FORMAT_SHEBA"


# IR, two check digits, three digits of the bank, nineteen of the account


def iban_check_digits(bban: str) -> str:
    """The two check digits of an Iranian IBAN whose other 22 digits are these (ISO 7064, mod 97-10)."""
    return f"{98 - int(bban + '182700') % 97:02}"


def _clean_iban(typed: str) -> str:
    bare = text.bare_identifier(typed)
    upper = bare.upper() if bare.isascii() else bare
    return f"IR{upper}" if re.fullmatch("[0-9]{24}", upper) else upper


def _judge_iban(value: str) -> str | None:
    if not value:
        return "شماره شبا را بنویسید؛ ۲۴ رقم پس از IR است."
    number = value.removeprefix("IR")
    if not re.fullmatch("[0-9]+", number):
        return "شماره شبا فقط رقم دارد و با IR آغاز می‌شود؛ نشانه‌های دیگر را بردارید."
    if len(number) != 24:
        return f"شماره شبا ۲۴ رقم دارد؛ {text.to_persian_digits(len(number))} رقم نوشته‌اید. آن را از برنامه بانک خود رونویسی کنید."
    if number == value:
        return "شماره شبا با IR آغاز می‌شود؛ آن را پیش از رقم‌ها بنویسید."
    if number[:2] != iban_check_digits(number[2:]):
        return "رقم‌های این شبا با هم نمی‌خوانند؛ آن را از برنامه بانک خود رونویسی کنید."
    return None


def _mask_iban(value: str) -> str:
    return "IR" + BULLET * 20 + value[-4:]


def bank_name(iban: str) -> str:
    """The Persian name of the bank of a canonical IBAN, «بانک نامشخص» when its code is not in the table."""
    return BANKS.get(iban[4:7], "بانک نامشخص")


iban: Final = Kind("iban", BadIban, _judge_iban, clean=_clean_iban, mask=_mask_iban)
