"""The number on a paper: drawn by chance, with a last digit that tells one wrong digit, or two that changed places. Pure."""

from typing import Final

from kardad.kit import text

# A quasigroup of order ten that is totally anti-symmetric (H. M. Damm, 2004): the last digit of a right number leads to 0.
DAMM: Final = tuple(row.replace(" ", "") for row in (
    "03175 98642", "70921 54863", "42068 71359", "17509 83426", "61230 45978",
    "36742 09581", "58697 20134", "89453 62017", "94386 17205", "25814 36790",
))  # fmt: skip
LONGEST: Final = 40
CHANCE: Final = 10**8


def of(year: int, drawn: int) -> str:
    """The number of this Jalali year for what was drawn below CHANCE: year, two groups of four, the check digit."""
    digits = f"{year:04}{drawn:08}"
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}-{_led(digits)}"


def read(said: str) -> str | None:
    """The number as it is kept, however its digits and hyphens were typed; None when it cannot be one."""
    digits = text.bare_identifier(said[:LONGEST])
    if len(digits) != 13 or not (digits.isascii() and digits.isdigit()) or _led(digits):
        return None
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:12]}-{digits[12]}"


def _led(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = int(DAMM[interim][int(digit)])
    return interim
