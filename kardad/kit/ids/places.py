"""Codes of companies, workshops and addresses."""

import re
from typing import Final

from kardad.kit.ids.kind import BULLET, BadIdentifier, Kind, is_one_digit_repeated, length_problem


class BadCompanyId(BadIdentifier):
    """Not eleven digits of a legal entity's national id."""

    code = "IDV_FORMAT_COMPANY"


class BadPostalCode(BadIdentifier):
    """Not ten digits of a postal code."""

    code = "FORMAT_POSTAL_CODE"


class BadWorkshopCode(BadIdentifier):
    """Not ten digits of a Social Security workshop code."""

    code = "FORMAT_WORKSHOP_CODE"


# Legal entity's national id


def company_check_digit(first_ten: str) -> str:
    """The eleventh digit of a company id that begins with these ten."""
    shift = int(first_ten[9]) + 2
    total = sum((int(digit) + shift) * (29, 27, 23, 19, 17)[place % 5] for place, digit in enumerate(first_ten))
    return str(total % 11 % 10)


def _judge_company_id(value: str) -> str | None:
    if problem := length_problem(value, "شناسه ملی شرکت", 11):
        return problem
    if is_one_digit_repeated(value) or value[3:9] == "000000":
        return "چنین شناسه‌ای به شرکتی داده نشده است؛ آن را از روی روزنامه رسمی بنویسید."
    if value[10] != company_check_digit(value[:10]):
        return "رقم‌های این شناسه ملی با هم نمی‌خوانند؛ آن را از روی روزنامه رسمی دوباره بنویسید."
    return None


company_id: Final = Kind("company-id", BadCompanyId, _judge_company_id)


# Postal code: one hard rule; the widely copied shape only warns, since the post's own inquiry is the authority

_COMMON_POSTAL_SHAPE: Final = re.compile(r"(?!([0-9])\1{3})[13-9]{4}[1346-9][013-9]{5}")


def _judge_postal_code(value: str) -> str | None:
    if problem := length_problem(value, "کد پستی", 10):
        return problem
    if value[0] == "0" or is_one_digit_repeated(value):
        return "چنین کد پستی وجود ندارد؛ آن را از روی قبض یا سند خانه بنویسید."
    return None


def _warn_postal_code(value: str) -> str | None:
    return None if _COMMON_POSTAL_SHAPE.fullmatch(value) else "کد پستی را بازبینی کنید؛ چنین ترکیبی کمیاب است."


def _mask_postal_code(value: str) -> str:
    # The first five digits are a neighbourhood, the last five a door.
    return value[:5] + BULLET * 5


postal_code: Final = Kind("postal-code", BadPostalCode, _judge_postal_code, mask=_mask_postal_code, warn=_warn_postal_code)


# Social Security workshop code: no check digit is published


def _judge_workshop_code(value: str) -> str | None:
    if problem := length_problem(value, "کد کارگاه", 10):
        return problem
    if is_one_digit_repeated(value) or value.endswith("0000"):
        return "چنین کد کارگاهی وجود ندارد؛ آن را از روی فهرست بیمه بنویسید."
    return None


workshop_code: Final = Kind("workshop-code", BadWorkshopCode, _judge_workshop_code)
