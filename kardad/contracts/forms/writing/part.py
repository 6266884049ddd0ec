"""What every part of a contract does: what can be read is kept though something else is wrong; it carries what it was opened with."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms

from kardad.contracts.forms import rows
from kardad.contracts.terms import Terms

NOT_CHOSEN = ("", "انتخاب کنید")


class Part(forms.Form):
    """One part of the contract; `seen` is the mark of the part as it stood when the page was opened."""

    part: ClassVar[str] = ""
    kinds: ClassVar[tuple[rows.Kind, ...]] = ()

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, held: Terms, seen: str, typed: Iterable[str] = (), **kwargs: Any) -> None:
        self.held = held
        kept = getattr(held, self.part)
        initial = {name: getattr(kept, name) for name in type(kept).__dataclass_fields__}
        super().__init__(data, initial=initial | self.opened(kept) | {"seen": seen}, **kwargs)
        names = list(data) if data is not None else list(typed)
        for kind in self.kinds:
            have: Sequence[Any] = getattr(kept, kind.name)
            kind.add(self, have, rows=max(len(have) + rows.BLANK, kind.count(names)))
        self.fit(held)

    def opened(self, kept: Any) -> dict[str, Any]:
        """What the fields begin with where they are not the record's own."""
        return {}

    def fit(self, held: Terms) -> None:
        """The part asks what this contract needs."""

    def clean(self) -> dict[str, Any]:
        """The rows are read as well."""
        kept: dict[str, Any] = super().clean() or self.cleaned_data
        self.read_rows = {kind.name: kind.clean(self) for kind in self.kinds}
        return kept

    def carry(self, seen: str) -> None:
        """Shown again, the page carries this mark; what it was sent with must be a copy of its own."""
        sent: Any = self.data
        sent["seen"] = seen

    @property
    def blocks(self) -> list[tuple[rows.Kind, list[list[forms.BoundField]], bool]]:
        """The kinds of rows with their lines, and whether anything stands in them, for the template."""
        lines = [(kind, kind.lines(self)) for kind in self.kinds]
        return [(kind, found, any(one.value() or one.errors for line in found for one in line)) for kind, found in lines]

    @property
    def singles(self) -> list[forms.BoundField]:
        """The fields that belong to no row."""
        return [one for one in self.visible_fields() if not any(one.name.startswith(f"{kind.name}_") for kind in self.kinds)]

    @property
    def told(self) -> dict[str, Any]:
        """What was read, by the names of the terms' own fields; rows of which one cannot be read stay as they are."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in self.errors}
        given |= {kind.name: self.read_rows[kind.name] for kind in self.kinds if not kind.is_wrong(self)}
        return given


def options(table: dict[str, str]) -> list[tuple[str, str]]:
    """A table as choices."""
    return list(table.items())
