"""The form by which a work diary comes into a petition; it saves nothing."""

from typing import Any

from django import forms

from kardad.kit import text
from kardad.ui import fields


class AttachDiary(forms.Form):
    """Whether the pictures of the diary go along."""

    with_files = fields.Tick(label="", required=False, initial=True)

    def __init__(self, *args: Any, files: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if files:
            self.fields["with_files"].label = text.to_persian_digits(f"{files} عکس و سند دفترچه هم همراهش باشد.")
        else:
            del self.fields["with_files"]
