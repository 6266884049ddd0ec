"""The forms of a paper that another body served."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from kardad.inbox.models import Dossier, Party
from kardad.law import notices, rules
from kardad.ui import fields

NEW = "new"
SIDES = ((Party.Side.CLAIMANT, "خواهان: من شکایت کرده‌ام"), (Party.Side.RESPONDENT, "خوانده: از من شکایت شده است"))


def _kinds() -> list[tuple[str, str]]:
    return [(code, one.title) for code, one in notices.every().items()]


class Entry(forms.Form):
    """What stands on the paper, and when it reached its owner."""

    code = fields.Choice(label="چه برگه‌ای است؟", choices=_kinds, help_text="عنوان آن بالای برگه یا در ثنا نوشته شده است.")
    day = fields.JalaliDate(
        label="چه روزی به شما رسید؟", help_text="روزی که در ثنا در حساب شما قرار گرفت، یا مأمور آن را آورد.", example="۱۴۰۵/۰۸/۱۰"
    )
    number = fields.Text(label="شماره برگه", max_length=40)
    body = fields.Text(label="از کدام اداره یا مرجع؟", max_length=120, example="اداره کار شرق تهران")
    side = fields.Radios(label="شما کدام طرف هستید؟", choices=SIDES)
    days = fields.Number(
        label="چند روز مهلت داده است؟",
        required=False,
        min_value=1,
        max_value=365,
        help_text="تنها اگر خود برگه تعداد روز را گفته است و قانون برای آن عددی ندارد.",
    )
    photos = fields.Uploads(label="عکس برگه", required=False)

    def __init__(self, data: Mapping[str, Any] | None, files: Any, *, folders: Sequence[Dossier], today: date) -> None:
        super().__init__(data, files)
        self._folders = {one.token: one for one in folders}
        self.fields["day"].latest = today
        if folders:
            choices = [(NEW, "پرونده تازه"), *((token, one.title) for token, one in self._folders.items())]
            self.fields["folder"] = fields.Choice(label="در کدام پرونده بماند؟", choices=choices, initial=NEW)

    def clean(self) -> dict[str, Any]:
        """Days only where the law leaves them open."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        starts = notices.notice(found["code"]).starts if found.get("code") else ""
        if found.get("days") and starts and not rules.current().rule(starts).may_be_set:
            self.add_error("days", "طول این مهلت را قانون گفته است؛ این خانه را خالی بگذارید.")
        return found

    @property
    def folder(self) -> Dossier | None:
        """The folder that was chosen; None for a new one."""
        return self._folders.get(self.cleaned_data.get("folder", ""))


class Day(forms.Form):
    """Another day than was told first."""

    day = fields.JalaliDate(label="روز درست رسیدن برگه", example="۱۴۰۵/۰۸/۱۰")
