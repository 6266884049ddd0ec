"""The form of a claim month by month: a row a month, what was due and what came."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from kardad.calc.models import SavedSheet
from kardad.cases.forms.petition import NOT_CHOSEN
from kardad.cases.months import Month, Row, total
from kardad.ui import fields


class Payslip(forms.Form):
    """A kept payslip from which every month is filled."""

    payslip = fields.Choice(label="فیشی که حساب و نگه داشته‌اید", choices=[], required=False)

    def __init__(self, *args: Any, sheets: Iterable[SavedSheet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payslip"].choices = [NOT_CHOSEN, *((str(one.pk), one.title) for one in sheets)]


class Months(forms.Form):
    """What was due and what came, month by month."""

    def __init__(self, *args: Any, months: Sequence[Month], monthly: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.months = months
        for place, one in enumerate(months):
            due = one.due(monthly) if monthly else None
            self.fields[f"due_{place}"] = fields.Rials(label=f"باید می‌گرفتید، {one.title}", required=False, initial=due, help_text="")
            self.fields[f"came_{place}"] = fields.Rials(label=f"گرفتید، {one.title}", required=False, help_text="")

    @property
    def lines(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Each month with its two boxes."""
        return [(one.title, self[f"due_{place}"], self[f"came_{place}"]) for place, one in enumerate(self.months)]

    @property
    def rows(self) -> list[Row]:
        """What was typed; an empty box is nothing."""
        given = self.cleaned_data
        return [Row(one, given.get(f"due_{place}") or 0, given.get(f"came_{place}") or 0) for place, one in enumerate(self.months)]

    def clean(self) -> dict[str, Any]:
        """Something must be owed."""
        kept: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not total(self.rows):
            raise forms.ValidationError("هیچ ماهی طلبی ندارد. جلوی هر ماه بنویسید چقدر باید می‌گرفتید و چقدر گرفتید.")
        return kept
