"""Forms of work on many contracts: whose, from which file, of which year; and the one code below a list."""

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kardad.calc.roster import books
from kardad.contracts.actions.batch_rosters import Sent
from kardad.contracts.forms import rosters
from kardad.contracts.forms.signing import Sign
from kardad.contracts.forms.writing import New
from kardad.contracts.models import Batch
from kardad.kit import text
from kardad.kit.refusal import Refusal
from kardad.ui import fields, widgets

MEGABYTES = 10


class Once(forms.Form):
    """A form that makes one batch however often it is sent."""

    once = forms.RegexField(r"\A[0-9a-f]{32}\Z", widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"once": secrets.token_hex(16), **self.initial}

    @property
    def mark(self) -> str:
        """The form's own mark; one without is one of its own."""
        return self.cleaned_data.get("once") or secrets.token_hex(16)


class File(forms.FileField):
    """An XLSX or CSV file; its bytes decide."""

    widget = widgets.File

    def __init__(self, **kwargs: Any) -> None:
        help_text = text.to_persian_digits(f"XLSX یا CSV، تا {MEGABYTES} مگابایت؛ یک ردیف برای هر کارگر.")
        said = {"required": "پرونده‌ای انتخاب کنید.", "invalid": "پرونده فرستاده نشد؛ دوباره انتخاب کنید.", "empty": "این پرونده خالی است."}
        attrs = {"accept": ".xlsx,.csv,.tsv,.txt", "data-limit": str(MEGABYTES * 1024 * 1024)}
        super().__init__(label="پرونده کارگران", help_text=help_text, error_messages=said, widget=self.widget(attrs), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The upload, not too large; judged before a byte of it is read."""
        upload = super().clean(data, initial)
        if upload.size > MEGABYTES * 1024 * 1024:
            raise ValidationError(books.FileTooLarge(most=text.to_persian_digits(MEGABYTES)).text, code=books.FileTooLarge.code)
        return upload


class Begin(New, Once):
    """A file of workers: for whom, what its rows become, the file."""

    kind = fields.Radios(
        label="با این پرونده چه کنیم؟",
        choices=[
            (Batch.Kind.DRAFTS, "پیش‌نویس بساز: قراردادهای تازه که بعد شما و هر کارگر امضا می‌کنید"),
            (Batch.Kind.TAKING_IN, "قراردادهای جاری را وارد کن: پیش‌تر جای دیگری امضا شده‌اند و اینجا «امضا نشده» می‌مانند"),
        ],
    )
    file = File()
    field_order = ("kind", "whom", "file", "once")

    def clean(self) -> dict[str, Any]:
        """The file is opened and its headings found, as its kind asks."""
        found = super().clean() or self.cleaned_data
        upload, kind = found.get("file"), found.get("kind")
        if upload is not None and kind:
            try:
                found["book"] = rosters.opened(upload.name or "", upload.read(), kind)
            except Refusal as refusal:
                self.add_error("file", ValidationError(refusal.text, code=refusal.code))
        return found

    @property
    def sent(self) -> Sent:
        """What was sent beside the book."""
        return Sent(self.cleaned_data["kind"], self.mark, str(getattr(self.cleaned_data["file"], "name", "")))


class Yearly(New, Once):
    """For whose contracts the wage annexes are made."""


class Tokens(forms.MultipleChoiceField):
    """What was ticked on a page, of which the next one has others."""

    def valid_value(self, value: Any) -> bool:
        """Whether it may be a token; the deed looks for it among the person's own."""
        return str(value).isalnum() and len(str(value)) <= 32


class Choose(Once):
    """Single contracts and wordings that one code shall sign."""

    take = Tokens(error_messages={"required": "دست‌کم یک متن را انتخاب کنید."})


class Leave(forms.Form):
    """What shall not be in the list."""

    place = forms.TypedMultipleChoiceField(
        coerce=int, error_messages=dict.fromkeys(("required", "invalid_choice"), "نشان کنید کدام متن در فهرست نباشد.")
    )

    def __init__(self, *args: Any, places: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [(str(one), str(one)) for one in places]


class List(Sign):
    """The code below a list, and the warnings that stand beside any of its wordings."""
