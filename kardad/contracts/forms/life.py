"""Forms of a contract that runs: an amendment, a suspension, the ministry's number, what comes after the term; nothing here saves."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils.crypto import constant_time_compare, salted_hmac

from kardad.contracts import amendments, pauses, terms
from kardad.contracts.actions.registering import FORM, read
from kardad.contracts.actions.suspending import LONGEST_NOTE, Suspension
from kardad.contracts.forms import rows
from kardad.contracts.forms.typed import Clauses, JobCode, WeekHours
from kardad.contracts.forms.writing.paying import ALLOWANCES
from kardad.contracts.models import Wish
from kardad.contracts.terms import Terms
from kardad.core.models import StoredFile
from kardad.ui import fields

SALT: Final = "contracts.life.seen"
AHEAD: Final = 10  # days until the offered day: as long as a wording may be signed
WAGES: Final = {"daily": "مزد روزانه", "monthly": "مزد ماهانه", "hourly": "مزد ساعتی", "piece": "مزد روزانه تضمین‌شده"}


class Bare(forms.Form):
    """A press."""


class Amend(forms.Form):
    """What the contract says today, to be changed where it is to change; whatever stays as it is is no part of the amendment."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    from_on = fields.JalaliDate(label="تغییر از چه روزی برقرار است؟", help_text="تا پایان این روز باید هر دو طرف امضا کرده باشند.")
    reason = fields.LongText(label="چرا؟", required=False, max_length=600, widget=fields.LongText.widget({"rows": 2}))
    pay__amount = fields.Rials(label="مزد", help_text="به ریال. بالا رفتن مزد می‌تواند از روزی گذشته هم باشد.")
    pay__iban = fields.Iban(label="شماره شبای کارگر")
    pay__account_holder = fields.Name(label="صاحب این حساب", autocomplete="off")
    work__job_title = fields.Text(label="عنوان شغل", max_length=120)
    work__job_code = JobCode(label="کد شغل", required=False)
    work__duties = fields.LongText(label="شرح کار", max_length=2000)
    work__place = fields.LongText(label="محل انجام کار", max_length=300, widget=fields.LongText.widget({"rows": 3}))
    hours__weekly_minutes = WeekHours(label="ساعت کار در هفته")
    hours__shift = fields.Choice(label="ترتیب کار", choices=[("", "انتخاب کنید"), *terms.SHIFTS.items()], required=False)
    hours__schedule = fields.LongText(
        label="روزها و ساعت‌های کار", max_length=600, required=False, widget=fields.LongText.widget({"rows": 3})
    )
    term__ends_on = fields.JalaliDate(
        label="آخرین روز قرارداد", required=False, help_text="با الحاقیه تنها درازتر می‌شود؛ برای پایان زودتر، پایان با توافق را بنویسید."
    )
    ending__terms = Clauses(label="شرط‌های پایان", required=False, help_text="هر شرط در یک سطر.")
    others__terms = Clauses(label="شرط‌های دیگر", required=False, help_text="هر شرط در یک سطر.")
    SECTIONS: Final = (
        ("مزد و پرداخت", ("pay__amount", "pay__iban", "pay__account_holder")),
        ("کار", ("work__job_title", "work__job_code", "work__duties", "work__place")),
        ("ساعت کار", ("hours__weekly_minutes", "hours__shift", "hours__schedule")),
        ("مدت و شرط‌ها", ("term__ends_on", "ending__terms", "others__terms")),
    )

    def __init__(self, data: Any = None, *, held: Terms, today: date, typed: Iterable[str] = (), **kwargs: Any) -> None:
        self.held = held
        super().__init__(data, initial={"seen": mark(held), "from_on": _offered(held, today)} | self._said(today), **kwargs)
        self.fields["pay__amount"].label = WAGES.get(held.pay.basis, "مزد")
        if held.term.ends_on is None:
            del self.fields["term__ends_on"]
        names = list(data) if data is not None else list(typed)
        more = rows.BLANK if data is not None and data.get("then") == "more" else 0
        count = max(len(held.pay.allowances) + rows.BLANK, ALLOWANCES.count(names) + more)
        ALLOWANCES.add(self, held.pay.allowances, rows=count)

    def _said(self, today: date) -> dict[str, Any]:
        found = {name: getattr(getattr(self.held, name.partition("__")[0]), name.partition("__")[2]) for name in _NAMES}
        return found | {"pay__amount": amendments.wage_on(self.held, today)}

    def clean(self) -> dict[str, Any]:
        """The rows are read as well."""
        found = super().clean() or self.cleaned_data
        self.allowances = ALLOWANCES.clean(self)
        return found

    @property
    def is_same(self) -> bool:
        """Whether the contract still says what the page was opened with."""
        return constant_time_compare(self.cleaned_data.get("seen") or "", mark(self.held))

    @property
    def wanted(self) -> dict[str, Any]:
        """What the action is given: every field by its path, as JSON holds it."""
        told = {name.replace("__", "."): _plain(self.cleaned_data.get(name)) for name in _NAMES if name in self.fields}
        return told | {"pay.allowances": [asdict(one) for one in self.allowances]}

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField], bool]]:
        """The fields under their headings; open is the wage, and where something is wrong or was changed."""
        found = []
        for place, (title, names) in enumerate(self.SECTIONS):
            fields_ = [self[name] for name in names if name in self.fields]
            found.append(
                (title, fields_, place == 0 or any(one.errors or (self.is_bound and one.name in self.changed_data) for one in fields_))
            )
        return found

    @property
    def blocks(self) -> list[tuple[rows.Kind, list[list[forms.BoundField]], bool]]:
        """The benefits beyond the law's, with whether anything stands in them."""
        lines = ALLOWANCES.lines(self)
        return [(ALLOWANCES, lines, any(one.value() or one.errors for line in lines for one in line))]


class Suspend(forms.Form):
    """Why, since when, until when, and what shows it."""

    cause = fields.Radios(label="چرا کار می‌ایستد؟", choices=())
    starts_on = fields.JalaliDate(label="نخستین روز تعلیق")
    expected_on = fields.JalaliDate(label="گمان می‌کنید تا چه روزی باشد؟", required=False)
    note = fields.LongText(label="توضیح", required=False, max_length=LONGEST_NOTE, help_text="برای بازداشت و حادثه بنویسید چه شده است.")
    file = fields.Upload(label="تصویر مدرک", required=False, help_text="برای مرخصی و حادثه لازم است.")

    def __init__(self, *args: Any, today: date, starts_on: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].choices = [(one.name, f"{one.title} – {one.about}") for one in pauses.every().values()]
        self.fields["starts_on"].initial = today
        self.fields["starts_on"].latest, self.fields["starts_on"].earliest = today, starts_on

    def told(self, file: StoredFile | None) -> Suspension:
        """What the action is given."""
        given = self.cleaned_data
        return Suspension(
            cause=given["cause"],
            starts_on=given["starts_on"],
            expected_on=given.get("expected_on"),
            note=given.get("note") or "",
            file=file,
        )


class Resume(forms.Form):
    """Since when the worker is back."""

    back_on = fields.JalaliDate(label="از چه روزی دوباره سر کار است؟")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["back_on"].initial, self.fields["back_on"].latest = today, today


class Void(forms.Form):
    """Why the contract does not begin."""

    reason = fields.LongText(label="چرا قرارداد آغاز نمی‌شود؟", max_length=600, help_text="هر دو طرف این را می‌خوانند و امضا می‌کنند.")


class Ministry(forms.Form):
    """The number that the ministry's own system gave."""

    number = fields.Text(
        label="شناسه قرارداد در سامانه وزارت", max_length=60, widget=forms.TextInput({"dir": "ltr", "autocomplete": "off"})
    )

    def clean_number(self) -> str:
        """Its digits and letters as the ministry writes them."""
        typed = read(self.cleaned_data["number"])
        if not FORM.fullmatch(typed):
            raise forms.ValidationError("شناسه را همان‌گونه که سامانه وزارت داده است بنویسید: ۴ تا ۴۰ رقم یا حرف لاتین.", code="NUMBER")
        return typed


class Wishes(forms.Form):
    """What comes after the term."""

    wants = fields.Radios(label="پس از این مدت چه می‌خواهید؟", choices=[("renew", "تمدید قرارداد"), ("end", "پایان در آخرین روز")])

    def __init__(self, *args: Any, mine: Wish | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wants"].initial = mine.wants if mine else None


def mark(held: Terms) -> str:
    """What a page carries of the terms that it was opened with; it tells nothing of what they say."""
    return salted_hmac(SALT, terms.as_json(held), algorithm="sha256").hexdigest()


def _offered(held: Terms, today: date) -> date:
    """A day that both can sign before; the last of the contract where it ends sooner."""
    day = max(held.term.starts_on or today, today + timedelta(days=AHEAD))
    return min(day, held.term.ends_on) if held.term.ends_on else day


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return value


_NAMES: Final = tuple(name for _, names in Amend.SECTIONS for name in names)
