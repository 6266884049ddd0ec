"""Codes of people: national code, foreign national's code, Social Security insurance number."""

from typing import Final

from kardad.kit.ids.kind import BadIdentifier, Kind, is_one_digit_repeated, length_problem


class BadNationalCode(BadIdentifier):
    """Not ten digits of a person's national code."""

    code = "IDV_FORMAT_NC"


class BadForeignerCode(BadIdentifier):
    """Not twelve digits of a foreign national's code."""

    code = "IDV_FORMAT_FOREIGN"


class BadInsuranceNumber(BadIdentifier):
    """Not ten digits of a Social Security insurance number."""

    code = "FORMAT_INSURANCE_NUMBER"


# National code


def national_check_digit(first_nine: str) -> str:
    """The tenth digit of a national code that begins with these nine."""
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(first_nine)) % 11
    return str(rest if rest < 2 else 11 - rest)


def _judge_national_code(value: str) -> str | None:
    if problem := length_problem(value, "کد ملی", 10):
        return problem
    # Codes of one digit repeated all pass the check digit: 54·d ≡ 10·d (mod 11).
    if is_one_digit_repeated(value) or value[3:9] == "000000":
        return "چنین کد ملی به کسی داده نشده است؛ آن را از روی کارت ملی بنویسید."
    if value[9] != national_check_digit(value[:9]):
        return "رقم‌های این کد ملی با هم نمی‌خوانند؛ آن را از روی کارت ملی دوباره بنویسید."
    return None


national_code: Final = Kind("national-code", BadNationalCode, _judge_national_code)


# Foreign national's code: no check digit is published, so a provider or an officer has the last word


def _judge_foreigner_code(value: str) -> str | None:
    if problem := length_problem(value, "کد فراگیر", 12):
        return problem
    if is_one_digit_repeated(value):
        return "چنین کد فراگیری به کسی داده نشده است؛ آن را از روی کارت خود بنویسید."
    return None


foreigner_code: Final = Kind("foreigner-code", BadForeignerCode, _judge_foreigner_code)


# Insurance number: no check digit is published


def _judge_insurance_number(value: str) -> str | None:
    if problem := length_problem(value, "شماره بیمه", 10):
        return problem
    return "چنین شماره بیمه‌ای وجود ندارد؛ آن را از روی دفترچه بیمه بنویسید." if is_one_digit_repeated(value) else None


insurance_number: Final = Kind("insurance-number", BadInsuranceNumber, _judge_insurance_number)
