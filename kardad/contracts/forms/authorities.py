"""The form by which somebody is let sign for an employer."""

from collections.abc import Iterable
from typing import Any

from django import forms

from kardad.contracts.queries.authorities import Candidate
from kardad.ui import fields


class Give(forms.Form):
    """Who, since when, until when, and the paper itself."""

    to = fields.Radios(label="چه کسی امضا کند؟")
    valid_from = fields.JalaliDate(label="معتبر از")
    valid_to = fields.JalaliDate(label="معتبر تا", required=False, help_text="خالی بماند، تا روزی که آن را پایان دهید معتبر است.")
    file = fields.Upload(label="تصویر معرفی‌نامه یا وکالت‌نامه", help_text="برگه‌ای که صاحب امضا مهر و امضا کرده است. PDF یا عکس.")

    def __init__(self, data: Any = None, files: Any = None, *, candidates: Iterable[Candidate]) -> None:
        super().__init__(data, files)
        self.by_key = {one.key: one for one in candidates}
        choices = [
            (key, f"{one.person.name}{f'، برای {one.organisation.name}' if one.organisation else ''}") for key, one in self.by_key.items()
        ]
        self.fields["to"].choices = choices

    def clean_to(self) -> Candidate:
        """The candidate that was chosen."""
        return self.by_key[self.cleaned_data["to"]]
