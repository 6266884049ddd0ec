"""The readable part of a question's address, and the name under which an address of elsewhere is kept."""

from hashlib import sha256

from kardad.kit import text

LONGEST = 120


def slug(title: str) -> str:
    """The title as the readable part of an address: words of letters and digits, joined by hyphens."""
    words = "".join(char if char.isalnum() else " " for char in text.to_ascii_digits(text.display(title)).replace(text.ZWNJ, " "))
    return "-".join(words.casefold().split())[:LONGEST].strip("-") or "question"


def digest(path: str) -> str:
    """The name of a path of whatever length, of one length itself."""
    return sha256(path.encode("utf-8", "surrogatepass")).hexdigest()
