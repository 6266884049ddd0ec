"""Forms of a side's representative: whom the side itself names, and whom the secretary enters from a paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from kardad.kit import ids
from kardad.people.models import Mandate
from kardad.ui import fields

CODES = {10: "national-code", 12: "foreigner-code"}  # an agent is a natural person (LP 23)


class Represent(forms.Form):
    """One of those to whom the side has given a mandate, and who has accepted it."""

    def __init__(self, data: Mapping[str, Any] | None, mandates: Sequence[Mandate]) -> None:
        super().__init__(data)
        self._mandates = {str(one.pk): one for one in mandates}
        said = [(key, f"{one.agent.name} – {one.get_basis_display()}: {one.subject}") for key, one in self._mandates.items() if one.agent]
        self.fields["mandate"] = fields.Radios(label="چه کسی نماینده شما باشد؟", choices=said)

    @property
    def chosen(self) -> Mandate:
        """The mandate by which he stands."""
        return self._mandates[self.cleaned_data["mandate"]]


class OnPaper(forms.Form):
    """The agent's code, and that the paper was seen."""

    code = fields.Digits(label="کد ملی یا کد فراگیر نماینده", help_text="نماینده شخص حقیقی است و هویتش باید در سامانه تأیید شده باشد.")
    was_seen = fields.Tick(label="اصل وکالت‌نامه یا نمایندگی‌نامه را دیدم و رونوشت آن در پرونده است")

    def clean_code(self) -> str:
        """The code, if it is one of a person."""
        given: str = self.cleaned_data["code"]
        kind = CODES.get(len(given))
        if kind is None or not ids.KINDS[kind](given).valid:
            raise forms.ValidationError("کد ملی ۱۰ رقم و کد فراگیر ۱۲ رقم دارد. آن را دوباره بنویسید.")
        return given
