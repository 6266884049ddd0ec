"""Persian text: how it is shown, compared, searched and sorted, and how identifiers are freed of their decoration."""

import re
import unicodedata

ZWNJ = "\u200c"

_PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"
_ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"
_ASCII_DIGITS = "0123456789"
_TO_ASCII = str.maketrans(_PERSIAN_DIGITS + _ARABIC_DIGITS, _ASCII_DIGITS * 2)
_TO_PERSIAN = str.maketrans(_ASCII_DIGITS + _ARABIC_DIGITS, _PERSIAN_DIGITS * 2)

# Bidi controls, zero-width characters but ZWNJ, the soft hyphen: nobody sees them, copying brings them along.
_INVISIBLE = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad\u200b\u2060\u200d"
_TATWEEL = "\u0640"
_DROP_UNSEEN = str.maketrans("", "", _INVISIBLE + ZWNJ)
_UNGROUP = str.maketrans("", "", ",٬،_’' ")
_CONTROLS = "".join(chr(code) for code in [*range(0x20), *range(0x7F, 0xA0)] if not chr(code).isspace())
_DROP = str.maketrans("", "", _INVISIBLE + _TATWEEL + _CONTROLS)
_TO_PERSIAN_LETTERS = str.maketrans("\u0643\u064a\u0649", "کیی")

_MARKS = [chr(code) for code in [*range(0x064B, 0x0660), 0x0670]]
_FOLD: dict[int, str | int | None] = {
    **str.maketrans("آأإٱؤئةۀ", "ااااویهه"),
    **str.maketrans("", "", "ء" + "".join(_MARKS)),
    **_TO_ASCII,
}
# The alphabet has a place of its own for آ, before ا.
_SORT_FOLD = {code: into for code, into in _FOLD.items() if code != ord("آ")}
_NOT_IN_KEY = str.maketrans("", "", " " + ZWNJ + "-_.،,'\"()")

# Word processors turn a typed hyphen into one of these.
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
_INNER_HYPHEN = re.compile(r"(?<=[0-9A-Za-z])-(?=[0-9A-Za-z])")

_ALPHABET = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
# Two characters a letter, of 0-9 and a-z only, so that every collation of every database agrees on the order.
_ORDER = {
    " ": "00",
    **{digit: "1" + digit for digit in _ASCII_DIGITS},
    **{letter: "5" + "0123456789abcdefghijklmnopqrstuvwxyz"[place] for place, letter in enumerate(_ALPHABET)},
    **{letter: "8" + letter for letter in "abcdefghijklmnopqrstuvwxyz"},
}


def to_ascii_digits(text: str) -> str:
    """The text with Persian and Arabic-Indic digits as ASCII digits; all else untouched."""
    return text.translate(_TO_ASCII)


def to_persian_digits(text: str | int) -> str:
    """The text (or whole number) with ASCII and Arabic-Indic digits as Persian digits; all else untouched."""
    return str(text).translate(_TO_PERSIAN)


def ungrouped(text: str) -> str:
    """The text without the signs and spaces that part digits in groups."""
    return text.translate(_UNGROUP)


def drop_unseen(text: str) -> str:
    """The text without bidi controls, zero-width characters and soft hyphens: what copying brings along unseen."""
    return text.translate(_DROP_UNSEEN)


def display(text: str) -> str:
    """One line fit to be shown and stored: Persian ی and ک, no invisible marks, single spaces, inner ZWNJ kept once."""
    text = unicodedata.normalize("NFC", text.translate(_DROP)).translate(_TO_PERSIAN_LETTERS)
    words = (re.sub(f"{ZWNJ}+", ZWNJ, word).strip(ZWNJ) for word in text.split())
    return " ".join(word for word in words if word)


def match_key(text: str) -> str:
    """What two spellings of one name share: no spaces, ZWNJ, marks, hamza or case. For comparing only, never shown."""
    return unicodedata.normalize("NFKC", _folded(text, _FOLD).translate(_NOT_IN_KEY))


def fold(text: str) -> str:
    """The searchable form: folded words parted by single spaces, parted at ZWNJ and punctuation too."""
    return " ".join("".join(char if char.isalnum() else " " for char in _folded(text, _FOLD)).split())


def sort_key(text: str) -> str:
    """A key to store, of `0-9a-z` alone, whose byte order is the Persian alphabet's: space, digits, آ to ی, a to z, others."""
    return "".join(_place(char) for char in _folded(text, _SORT_FOLD) if char == " " or char.isalnum())


def bare_identifier(text: str) -> str:
    """An identifier freed of spaces, invisible marks and hyphens between its characters, digits in ASCII.

    Nothing else is dropped: a letter, a sign or a dangling hyphen stays, for the judge of the identifier to refuse.
    """
    text = "".join(drop_unseen(text).split()).translate(_DASHES)
    return _INNER_HYPHEN.sub("", to_ascii_digits(text))


def _folded(text: str, table: dict[int, str | int | None]) -> str:
    text = display(unicodedata.normalize("NFKC", text)).casefold()
    return unicodedata.normalize("NFKC", text).translate(table)


def _place(char: str) -> str:
    return _ORDER.get(char) or f"zz{ord(char):06x}"
