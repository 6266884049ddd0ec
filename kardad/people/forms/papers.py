"""Forms that take papers; they judge the files and keep nothing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kardad.kit.refusal import BadInput
from kardad.people import papers
from kardad.ui import fields

PREFIX = "paper_"


class NothingChosen(BadInput):
    """A form of papers came back without one."""

    code = "PAPERS_NONE"
    message = "دست‌کم یک مدرک انتخاب کنید."


class WithPapers(forms.Form):
    """A form with an upload for each kind of paper."""

    def take(self, kinds: Iterable[papers.Kind], *, needed: Iterable[str] = ()) -> None:
        """The form has a field for each of these kinds; the needed ones must be filled."""
        musts = set(needed)
        for kind in kinds:
            must = kind.key in musts
            self.fields[PREFIX + kind.key] = fields.Upload(label=kind.title, required=must, help_text=f"{kind.text} عکس یا PDF.")

    def chosen(self) -> dict[str, UploadedFile]:
        """The uploads by kind."""
        return {key.removeprefix(PREFIX): value for key, value in self.cleaned_data.items() if key.startswith(PREFIX) and value}


class Papers(WithPapers):
    """More papers for a role or a mandate."""

    def __init__(self, *args: Any, kinds: Iterable[papers.Kind], needed: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.take(kinds, needed=needed)

    def asked_for(self) -> list[forms.BoundField]:
        """The papers that are waited for."""
        return [field for field in self if field.field.required]

    def welcome(self) -> list[forms.BoundField]:
        """The papers that may be added."""
        return [field for field in self if not field.field.required]

    def clean(self) -> dict[str, Any]:
        """At least one was chosen."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.chosen():
            raise forms.ValidationError(NothingChosen.message, code=NothingChosen.code)
        return cleaned
