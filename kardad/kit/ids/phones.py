"""Mobile numbers: canonical and local form, and what a prefix hints at."""

import re
from typing import Final

from kardad.kit import text
from kardad.kit.ids.kind import BULLET, BadIdentifier, Kind


class BadMobile(BadIdentifier):
    """Not a mobile number of Iran."""

    code = "IDV_FORMAT_MOBILE"


# A prefix tells the operator at birth only; numbers move between operators, so this is a hint. `c` may be prepaid.
_OPERATORS: Final = (
    ("همراه اول", "910c 911c 912 913c 914c 915c 916c 917c 918c 919c 990c 991c 992c 993c 994c 995c 996c"),
    ("ایرانسل", "900c 901c 902c 903c 904c 905c 930c 933c 935c 936c 937c 938c 939c 941c"),
    ("رایتل", "920 921c 922c 923c"),
    ("شاتل‌موبایل", "998c"),
    ("آپتل", "999c"),
    ("تالیا", "932c"),
)
_BY_PREFIX: Final = {mark[:3]: (operator, mark.endswith("c")) for operator, marks in _OPERATORS for mark in marks.split()}
_TROUBLED_WHEN_PREPAID: Final = frozenset({"ایرانسل", "رایتل"})


def _clean_mobile(typed: str) -> str:
    bare = re.sub("[-()]", "", text.bare_identifier(typed))
    shape = re.fullmatch(r"(?:\+98|0098|98|0)?(9[0-9]{9})", bare)
    return f"+98{shape[1]}" if shape else bare


def _judge_mobile(value: str) -> str | None:
    if re.fullmatch(r"\+989[0-9]{9}", value):
        return None
    if not value:
        return "شماره همراه را بنویسید؛ نمونه: ۰۹۱۲۳۴۵۶۷۸۹"
    if re.fullmatch("0[0-9]+", value) and not value.startswith(("09", "00")):
        return "شماره همراه با ۰۹ آغاز می‌شود؛ نمونه: ۰۹۱۲۳۴۵۶۷۸۹"
    if re.fullmatch("09[0-9]*", value):
        return f"شماره همراه ۱۱ رقم دارد؛ {text.to_persian_digits(len(value))} رقم نوشته‌اید. نمونه: ۰۹۱۲۳۴۵۶۷۸۹"
    return "شماره همراه درست نیست. آن را با ۰۹ و یازده رقم بنویسید؛ نمونه: ۰۹۱۲۳۴۵۶۷۸۹"


def local_mobile(canonical: str) -> str:
    """The number as people and registers write it: 09XXXXXXXXX."""
    return "0" + canonical.removeprefix("+98")


def mobile_operator(canonical: str) -> str | None:
    """The Persian name of the operator that the prefix once belonged to, or None; a hint, never a reason to refuse."""
    return _BY_PREFIX.get(canonical[3:6], (None, False))[0]


def has_prepaid_trouble(canonical: str) -> bool:
    """Whether the prefix suggests a prepaid SIM of Irancell or RighTel, on which codes arrive late or not; a hint only."""
    operator, may_be_prepaid = _BY_PREFIX.get(canonical[3:6], ("", False))
    return may_be_prepaid and operator in _TROUBLED_WHEN_PREPAID


def _mask_mobile(canonical: str) -> str:
    local = local_mobile(canonical)
    return local[:4] + BULLET * 3 + local[7:]


mobile: Final = Kind("mobile", BadMobile, _judge_mobile, clean=_clean_mobile, mask=_mask_mobile)
