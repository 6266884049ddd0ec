"""Forms of the intake desk: what is missing field by field, to which office, tied to which case."""

from typing import Any

from django import forms

from kardad.cases import lacking
from kardad.cases.models import Case
from kardad.kit import text
from kardad.people.models import LabourOffice
from kardad.ui import fields

TIES = {"lead": "با پرونده اصلی گروه هم‌زمان رسیدگی شود", "duplicate": "همان پرونده است که دوباره ثبت شده"}


class Bare(forms.Form):
    """A deed that asks for nothing but its button."""


class Reason(forms.Form):
    """Why."""

    reason = fields.LongText(label="دلیل", max_length=300, help_text="طرف پرونده همین را می‌خواند.")


class Defect(forms.Form):
    """What the petition lacks: one box a field under the step that it belongs to; those left empty are in order."""

    template_name = "cases/office/defect.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, (_, title) in lacking.FIELDS.items():
            self.fields[key.replace(".", "_")] = fields.Text(label=title, max_length=300, required=False)

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField], bool]]:
        """The boxes of each step: the step, its boxes, whether something is in one of them."""
        found: dict[str, list[forms.BoundField]] = {}
        for key, (step, _) in lacking.FIELDS.items():
            found.setdefault(step, []).append(self[key.replace(".", "_")])
        return [(lacking.STEPS[step], rows, any(row.errors or row.value() for row in rows)) for step, rows in found.items()]

    @property
    def asked(self) -> dict[str, str]:
        """What is asked, by the names that the petition's own pages use."""
        found = {key: self.cleaned_data.get(key.replace(".", "_"), "") for key in lacking.FIELDS}
        return {key: words for key, words in found.items() if words}


class Transfer(Reason):
    """To which office, and why."""

    to = fields.Choice(label="اداره‌ای که پرونده به آن می‌رود", choices=[])
    field_order = ("to", "reason")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = LabourOffice.objects.filter(is_open=True, kind=LabourOffice.Kind.LABOUR).exclude(pk=case.office_id or 0)
        self.rows = {str(one.pk): one for one in rows.order_by("province", "name", "pk")}
        self.fields["to"].choices = [("", "انتخاب کنید"), *((key, f"{one.name} – {one.city}") for key, one in self.rows.items())]

    def clean_to(self) -> LabourOffice:
        """The office that was chosen."""
        return self.rows[self.cleaned_data["to"]]


class Tie(forms.Form):
    """Another case by its number, and what it is to this one; empty unties."""

    how = fields.Radios(label="نسبت دو پرونده", choices=list(TIES.items()))
    number = fields.Text(label="شماره پرونده دیگر", max_length=24, required=False, help_text="برای برداشتن پیوند، خالی بگذارید.")

    def clean_number(self) -> Case | None:
        """The case of that number."""
        typed = text.to_ascii_digits(self.cleaned_data["number"]).strip()
        if not typed:
            return None
        found = Case.objects.filter(class_number=typed).first() or Case.objects.filter(number=typed).first()
        if found is None:
            raise forms.ValidationError("پرونده‌ای با این شماره پیدا نشد. شماره ثبت یا کلاسه را همان‌گونه که چاپ شده بنویسید.")
        return found


class Decide(forms.Form):
    """Whether a member of staff may open a restricted case, or its restriction is lifted as he asks."""

    name = fields.Radios(label="پاسخ", choices=[("grant", "اجازه، برای یک هفته"), ("refuse", "رد")])

    def __init__(self, *args: Any, is_lifting: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_lifting:
            self.fields["name"].choices = [("grant", "محدودیت برداشته شود"), ("refuse", "رد؛ محدود بماند")]


class AskAccess(Reason):
    """Which restricted case, what is wanted of it, and why."""

    number = fields.Text(label="شماره پرونده", max_length=24)
    wanted = fields.Radios(label="چه می‌خواهید؟", choices=[("read", "دیدن پرونده، برای یک هفته"), ("lift", "برداشتن محدودیت برای همه")])
    field_order = ("number", "wanted", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = "مدیری که پاسخ می‌دهد همین را می‌خواند."
        self.initial.setdefault("wanted", "read")

    @property
    def told(self) -> dict[str, Any]:
        """The reason, and whether the restriction is to be lifted."""
        return {"reason": self.cleaned_data["reason"], "is_lifting": self.cleaned_data["wanted"] == "lift"}
