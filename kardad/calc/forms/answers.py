"""One fact as a page asks it: what was typed, what is wrong with it, how it is drawn."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString

from kardad.kit import money, text

# Inputs that can show only what they offer.
FINITE = {"month", "select", "tick", "ticks"}


@dataclass(slots=True)
class Answer:
    """One fact on the page: what was typed, what is wrong with it, and how it is drawn."""

    name: str
    label: str
    help: str
    widget: str
    required: bool
    unit: str = ""
    sample: str = ""
    typed: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    chosen: tuple[str, ...] = ()
    years: tuple[tuple[str, str], ...] = ()
    year: str = ""
    errors: list[str] = field(default_factory=list)
    # Rows of a list, or the amounts of a map: answers inside the answer.
    rows: list[list["Answer"]] = field(default_factory=list)
    is_added_to: bool = False
    offered: str = ""
    is_folded: bool = True

    @property
    def auto_id(self) -> str:
        """The element's id."""
        return "id_" + self.name.replace(".", "-")

    @property
    def id_for_label(self) -> str:
        """Where a link of the error summary leads."""
        return self.auto_id

    @property
    def use_fieldset(self) -> bool:
        """Whether the error summary must look for a first choice; here every id leads to its element."""
        return False

    @property
    def described(self) -> SafeString:
        """The attributes that tie help and error to the input."""
        told = [f"{self.auto_id}_helptext"] if self.help or self.sample else []
        wrong = SafeString(' aria-invalid="true"' if self.errors else "")
        told += [f"{self.auto_id}_error"] if self.errors else []
        return format_html('{} aria-describedby="{}"', wrong, " ".join(told)) if told else SafeString()

    @property
    def shown(self) -> str:
        """What was typed, in Persian digits; days and whole numbers as people write them."""
        bare = text.to_ascii_digits(self.typed)
        if self.widget == "figures":
            grouped = re.fullmatch("[0-9]{4,17}", bare)
            return money.figures(int(bare)) if grouped else "" if self.is_word else text.to_persian_digits(bare.replace(".", "٫"))
        return text.to_persian_digits(bare.replace("-", "/")) if self.widget == "day" else self.typed

    @property
    def is_word(self) -> bool:
        """Whether a plain word was chosen in place of a number."""
        return any(self.typed == word for word, _ in self.choices)

    @property
    def looks(self) -> tuple[object, ...] | None:
        """What makes it look as it does, where few others are thinkable; None where somebody's own words show."""
        if self.errors or (self.typed and self.widget not in FINITE):
            return None
        inner = tuple(cell.looks for row in self.rows for cell in row)
        if None in inner:
            return None
        own = (self.name, self.label, self.help, self.widget, self.typed, self.chosen, self.year, self.unit, self.choices, self.years)
        return (*own, self.is_open, self.is_folded, len(self.rows), inner) if self.rows else own

    @property
    def was_told(self) -> bool:
        """Whether something other than what the page offers at first was typed or chosen here."""
        return (self.typed not in ("", self.offered)) or bool(self.chosen) or any(not is_blank(row) for row in self.rows)

    @property
    def is_open(self) -> bool:
        """Whether rows or amounts are to be seen at once: some were typed, are wrong, or one more is wanted."""
        return self.is_added_to or any(not is_blank(row) or any(cell.errors for cell in row) for row in self.rows)

    def each(self) -> Iterator["Answer"]:
        """This answer and those inside it."""
        yield self
        for row in self.rows:
            for cell in row:
                yield from cell.each()


def is_blank(row: Iterable[Answer]) -> bool:
    """Whether nothing was typed in a row; lists and ticks that stand at their first choice are not typing."""
    return not any(cell.typed for cell in row if cell.widget not in ("select", "tick"))
