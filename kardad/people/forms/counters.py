"""Forms of the counter: find a ticket, tick papers, read the originals, file for someone, look a second time."""

import re
from typing import Any

from django import forms

from kardad.people import flow, roles
from kardad.people.actions import visits, wards
from kardad.people.actions.attesting import Shown
from kardad.people.models import Ticket, Visit
from kardad.people.queries import counters
from kardad.ui import fields


class ScannedCode(fields.TrackingCode):
    """A tracking code typed, or read by a scanner from a printed ticket, whose picture holds an address that ends in the code."""

    def parse(self, typed: str) -> str:
        """The code in its stored form."""
        last = re.split(r"[/=?&]", typed.strip().rstrip("/"))[-1]
        code = super().parse(last)
        if not flow.read_tracking_code(code):
            raise forms.ValidationError("این کد پیگیری درست نیست؛ آن را دوباره از روی نوبت بخوانید.", code="TRACKING")
        return code


class Find(forms.Form):
    """Which ticket."""

    tracking = ScannedCode(
        label="کد پیگیری نوبت",
        help_text="بنویسید یا نقش روی نوبت را با دستگاه بخوانید.",
        max_length=200,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tracking"].widget.attrs["autofocus"] = True  # a scanner types where the cursor stands


class Reason(forms.Form):
    """Why a visit is dropped or taken over."""

    reason = fields.Text(label="دلیل", max_length=160, example="سامانه در دفتر پیشین قطع شد")


class Look(forms.Form):
    """What the officer sees: papers with their numbers, the originals' code and birth date, why a SIM is not asked about."""

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit, self.attempt = visit, visit.ticket.attempt
        self.guardian = counters.guardian(self.attempt)
        kept = visit.checklist.get("papers", {})
        self.expected = counters.expected_papers(self.attempt)
        self.kinds = (*self.expected, *counters.optional_papers(self.attempt))
        for kind in self.kinds:
            self.fields[f"seen_{kind.key}"] = fields.Tick(label="اصل آن را دیدم", required=False, initial=kind.key in kept)
            serial = fields.Text(label="شماره سریال یا شماره نامه", required=False, max_length=60, initial=kept.get(kind.key, ""))
            serial.widget.attrs |= {"autocomplete": "off", "dir": "auto"}
            self.fields[f"serial_{kind.key}"] = serial
            self.fields[f"scan_{kind.key}"] = fields.Upload(label="تصویر مدرک", required=False)
        if not visit.checklist.get("asked"):
            self._add_originals()
        if self.guardian is None:
            choices = [("ask", "استعلام شود: سیم‌کارت به نام خودش است"), *visits.NO_SIM.items()]
            self.fields["no_sim"] = fields.Choice(
                label="سیم‌کارت شخص",
                choices=choices,
                initial=visit.owner_sim_skipped or "ask",
                help_text="اگر استعلام نشود، متصدی دفتر دیگری هم باید تأیید کند.",
            )
        if not self.is_bound:
            self._draw_as_needed()

    def _add_originals(self) -> None:
        foreign = self.attempt.kind == "foreign"
        code = fields.ForeignerCode if foreign else fields.NationalCode
        said = "از روی اصل مدرک بنویسید؛ با نوبت سنجیده می‌شود."
        self.fields["code"] = code(label="کد فراگیر روی برگه" if foreign else "کد ملی روی کارت یا شناسنامه", required=False, help_text=said)
        birth = fields.GregorianDate if foreign else fields.BirthDate
        self.fields["birth"] = birth(label="تاریخ تولد روی مدرک", required=False)
        if self.guardian:
            self.fields["guardian_code"] = fields.NationalCode(label="کد ملی روی کارت ولی یا قیم", required=False, help_text=said)

    def papers(self) -> list[dict[str, Any]]:
        """Each kind with its three fields, for the page."""
        return [
            {
                "kind": kind,
                "is_expected": kind in self.expected,
                "seen": self[f"seen_{kind.key}"],
                "serial": self[f"serial_{kind.key}"],
                "scan": self[f"scan_{kind.key}"],
            }
            for kind in self.kinds
        ]

    def originals(self) -> list[forms.BoundField]:
        """The fields read from the originals."""
        return [self[name] for name in ("code", "birth", "guardian_code", "no_sim") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """A paper that was seen has a number; asking the registers needs what the originals say."""
        cleaned = super().clean() or {}
        for kind in self.kinds:
            if cleaned.get(f"seen_{kind.key}") and not cleaned.get(f"serial_{kind.key}"):
                self.add_error(f"serial_{kind.key}", f"شماره «{kind.title}» را از روی آن بنویسید.")
        if self.data.get("do") == "ask":
            for name, said in (("code", "کد را"), ("birth", "تاریخ تولد را"), ("guardian_code", "کد ملی ولی یا قیم را")):
                if name in self.fields and not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, f"{said} از روی اصل مدرک بنویسید.")
        self._draw_as_needed()
        return cleaned

    def _draw_as_needed(self) -> None:
        """No label says «optional» of what will be asked for in the end."""
        for name in ("code", "birth", "guardian_code", *(f"serial_{kind.key}" for kind in self.expected)):
            if name in self.fields:
                self.fields[name].required = True

    def seen(self) -> dict[str, str]:
        """The kinds that were seen, with their numbers."""
        return {kind.key: self.cleaned_data[f"serial_{kind.key}"] for kind in self.kinds if self.cleaned_data[f"seen_{kind.key}"]}

    def scans(self) -> dict[str, Any]:
        """The uploads by kind."""
        return {kind.key: self.cleaned_data[f"scan_{kind.key}"] for kind in self.kinds if self.cleaned_data.get(f"scan_{kind.key}")}

    def shown(self) -> Shown:
        """What the originals say."""
        given = self.cleaned_data
        return Shown(code=given["code"], birth=given["birth"], guardian_code=given.get("guardian_code", ""))


CODE_HELP = "کد ۶ رقمی تلفن شما. اگر نرسید خالی بگذارید؛ آنگاه این تلفن راه ورود شما نمی‌شود."


class Key(forms.Form):
    """The person's own page: a code from his phone, a password twice, the rules."""

    code = fields.OneTimeCode(label="کد پیامک‌شده", required=False)
    password = fields.Password(new=True, label="رمز عبور تازه")
    again = fields.Password(label="همان رمز، یک بار دیگر")
    rules = fields.Tick(label="قوانین پنل را خوانده‌ام و می‌پذیرم.")

    def __init__(self, *args: Any, has_mobile: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["again"].widget.attrs["autocomplete"] = "new-password"
        if not has_mobile:
            del self.fields["code"]
        else:
            self.fields["code"].help_text = CODE_HELP

    def clean(self) -> dict[str, Any]:
        """Both passwords are the same."""
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", "دو رمز یکی نیست. دوباره بنویسید.")
        return cleaned


class Walk(forms.Form):
    """What an officer writes for someone who came without a ticket."""

    code = fields.NationalCode(label="کد ملی")
    first_name = fields.Name(label="نام", max_length=60)
    last_name = fields.Name(label="نام خانوادگی", max_length=60)
    birth = fields.BirthDate(label="تاریخ تولد")
    mobile = fields.Mobile(label="تلفن همراه خودش", required=False, help_text="اگر سیم‌کارتی به نام خود ندارد خالی بگذارید.")
    consent = fields.Tick(label="شخص می‌پذیرد که مشخصاتش از سامانه‌های رسمی پرسیده شود.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"  # the browser of a desk remembers nobody

    def typed(self) -> dict[str, Any]:
        """What the attempt keeps: canonical text, dates as ISO."""
        given = {key: value for key, value in self.cleaned_data.items() if key != "consent" and value not in (None, "")}
        return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in given.items()}


class WalkForeign(Walk):
    """A foreign national."""

    code = fields.ForeignerCode(label="کد فراگیر (۱۲ رقم)")
    birth = fields.GregorianDate(label="تاریخ تولد (میلادی)")
    passport = fields.Text(label="شماره گذرنامه یا کارت اقامت", max_length=30)
    nationality = fields.Text(label="تابعیت", max_length=60)
    field_order = ("code", "first_name", "last_name", "passport", "nationality", "birth", "mobile", "consent")


class WalkCompany(Walk):
    """Someone who acts for a company."""

    company_id = fields.CompanyId(label="شناسه ملی شرکت")
    registration_number = fields.RegistrationNumber(label="شماره ثبت")
    position = fields.Text(label="سمت در شرکت", required=False, max_length=80)
    field_order = ("company_id", "registration_number", "position", "code", "first_name", "last_name", "birth", "mobile", "consent")


WALKS: dict[str, type[Walk]] = {"foreign_national": WalkForeign, "employer_legal": WalkCompany}
WALKING = tuple((key, roles.ROLES[key].title) for key in roles.VERIFYING)


class Second(forms.Form):
    """What the second officer says."""

    missing = fields.Ticks(label="مدرکی که باید دوباره دیده شود", choices=[], required=False)
    reason = fields.LongText(label="دلیل", required=False, max_length=300, help_text="شخص آن را در تاریخچه خود می‌خواند.")

    def __init__(self, *args: Any, ticket: Ticket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["missing"].choices = [(kind.key, kind.title) for kind in counters.expected_papers(ticket.attempt)]
        for field in self.fields.values():
            field.needed_when = "برای برگرداندن لازم است"

    def clean(self) -> dict[str, Any]:
        """A refusal has a reason and names a paper; an agreement has neither."""
        cleaned = super().clean() or {}
        if self.data.get("do") != "refuse":
            return cleaned | {"missing": [], "reason": ""}
        if not cleaned.get("missing") and "missing" not in self.errors:
            self.add_error("missing", "دست‌کم یک مدرک را انتخاب کنید.")
        if not cleaned.get("reason"):
            self.add_error("reason", "دلیل را بنویسید.")
        return cleaned


class Ward(forms.Form):
    """Someone under eighteen, in the guardian's words."""

    first_name = fields.Name(label="نام او", max_length=60)
    last_name = fields.Name(label="نام خانوادگی او", max_length=60)
    code = fields.NationalCode(label="کد ملی او", help_text="در صفحه اول شناسنامه نوشته شده است.")
    birth = fields.BirthDate(label="تاریخ تولد او", example="۱۳۹۰/۰۶/۳۱")
    relation = fields.Radios(label="شما چه نسبتی با او دارید؟", choices=list(wards.RELATIONS.items()))
    consent = fields.Tick(label="از سوی او می‌پذیرم که مشخصاتش برای احراز هویت از سامانه‌های رسمی پرسیده شود.")

    def typed(self) -> dict[str, Any]:
        """What the attempt keeps."""
        given = {key: value for key, value in self.cleaned_data.items() if key != "consent"}
        return given | {"birth": given["birth"].isoformat()}


class Thaw(forms.Form):
    """Why a closed account is opened."""

    reason = fields.LongText(label="دلیل بازکردن حساب", max_length=200, help_text="صاحب حساب آن را در تاریخچه خود می‌خواند.")
