"""Forms of joining and of verification: they read Persian and save nothing."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.hashers import make_password

from kardad.people import methods, refusals, roles
from kardad.people.models import Attempt, Particulars
from kardad.ui import fields

PROOFS = (("mobile", "با سیم‌کارتی که به نام خودم است"), ("iban", "با شماره شبای حساب بانکی خودم"))


class Start(forms.Form):
    """The method, and consent."""

    method = fields.Cards(cards=[], label="روش احراز هویت")
    consent = fields.Tick(
        label="می‌پذیرم که مشخصاتم برای احراز هویت از سامانه‌های رسمی پرسیده شود.",
        error_messages={"required": "بی رضایت شما چیزی نمی‌پرسیم. برای ادامه، گزینه رضایت را علامت بزنید."},
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cards = [
            fields.Card(row.key, row.title, text=row.text, badge=f"سطح {LEVELS[row.level]}", closed=methods.closed_because(row, at=at))
            for row in methods.all_methods()
        ]
        self.fields["method"] = fields.Cards(cards=cards, label="روش احراز هویت")


LEVELS = {0: "صفر", 1: "یک", 2: "دو", 3: "سه"}


class Role(forms.Form):
    """In which role one is verified."""

    role = fields.Cards(cards=[], label="نقش شما")

    def __init__(self, *args: Any, offered: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cards = [fields.Card(key, roles.ROLES[key].title, text=roles.ROLES[key].text) for key in offered]
        self.fields["role"] = fields.Cards(cards=cards, label="نقش شما")


# Nobody proved what a member joined with: a refusal says that the code, or the mobile beside it, may be another's or mistyped.
DOUBTED = {refusals.SimNotOwned.code: ("code", "mobile"), refusals.BirthMismatch.code: ("code",)}


class Details(forms.Form):
    """A person's own identifiers; what the panel already knows is not asked again."""

    code = fields.NationalCode(label="کد ملی")
    birth = fields.BirthDate(label="تاریخ تولد", example="۱۳۷۰/۰۶/۳۱", help_text="مطابق شناسنامه")
    mobile = fields.Mobile(label="تلفن همراه", help_text="باید به نام خودتان باشد؛ کد تأیید به همین شماره می‌آید.")
    captcha = fields.Captcha()
    field_order = ("code", "birth", "mobile")

    def __init__(self, *args: Any, attempt: Attempt, known: Particulars | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attempt, self.known, self.shut = attempt, {}, {}
        self.is_claimed = known is not None and known.person.level == 0
        if attempt.method == "in_person":
            self.fields["mobile"].required = False
            self.fields["mobile"].help_text = "اگر سیم‌کارتی به نام خود ندارید خالی بگذارید."
        same_kind = known is not None and known.person.kind == attempt.kind  # a national code is no foreigner's code
        for key in ("code", "mobile"):
            if (value := getattr(known, key, "")) and (same_kind or key != "code"):
                self.known[key], self.shut[key] = value, self.fields.pop(key)
        self.reopen(attempt.error)

    def reopen(self, error: str) -> None:
        """What a member has only claimed, and this refusal puts in doubt, is asked again and begins with what he wrote."""
        for key in DOUBTED.get(error, ()) if self.is_claimed else ():
            if key not in self.shut:
                continue
            value, self.fields[key] = self.known.pop(key), self.shut.pop(key)
            self.initial = {key: value, **self.initial}
            if self.is_bound and key not in self.data:  # sent from a page on which it was still shut
                sent: Any = self.data.copy()
                sent[key] = value
                self.data = sent
            if key == "code":
                self.fields[key].help_text = "اگر هنگام عضویت اشتباه نوشته‌اید، همین‌جا درست کنید."
        self.order_fields(self.field_order)

    def typed(self) -> dict[str, Any]:
        """What the attempt keeps: canonical text, dates as ISO."""
        given = {key: value for key, value in self.cleaned_data.items() if key != "captcha" and value not in (None, "")}
        given = {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in given.items()}
        return self.known | given


class NamedDetails(Details):
    """The same with the name, for a register that compares names and does not tell them."""

    first_name = fields.Name(label="نام", help_text="مطابق شناسنامه، بدون لقب", max_length=60)
    last_name = fields.Name(label="نام خانوادگی", max_length=60)
    field_order = ("code", "first_name", "last_name", "birth", "mobile")


class NaturalEmployer(Details):
    """The seed says mobile or Sheba: whichever proves the person."""

    proof = fields.Radios(label="چگونه ثابت کنیم شمایید؟", choices=PROOFS, initial="mobile")
    iban = fields.Iban(label="شماره شبا", required=False, help_text="تنها اگر راه دوم را برگزیده‌اید.")
    field_order = ("code", "birth", "proof", "iban", "mobile")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "mobile" in self.fields:
            self.fields["mobile"].help_text = "کد تأیید به همین شماره می‌آید. اگر سیم‌کارت را برگزیده‌اید، باید به نام خودتان باشد."

    def clean(self) -> dict[str, Any]:
        """A Sheba is needed when it is the proof, and only then."""
        cleaned = super().clean() or {}
        if cleaned.get("proof") == "iban" and not cleaned.get("iban") and "iban" not in self.errors:
            self.add_error("iban", "شماره شبا را بنویسید، یا راه نخست را برگزینید.")
        return cleaned


class LegalEmployer(Details):
    """A company, and the person who acts for it."""

    company_id = fields.CompanyId(label="شناسه ملی شرکت", help_text="۱۱ رقم، در روزنامه رسمی نوشته شده است.")
    registration_number = fields.RegistrationNumber(label="شماره ثبت")
    position = fields.Text(label="سمت شما در شرکت", required=False, max_length=80, example="مدیرعامل")
    field_order = ("company_id", "registration_number", "position", "code", "birth", "mobile")


class Foreigner(Details):
    """A foreign national: the twelve-digit code, a document, a Gregorian birth date."""

    code = fields.ForeignerCode(label="کد فراگیر (۱۲ رقم)")
    passport = fields.Text(label="شماره گذرنامه یا کارت اقامت", max_length=30)
    nationality = fields.Text(label="تابعیت", max_length=60, example="افغانستان")
    birth = fields.GregorianDate(label="تاریخ تولد (میلادی)", example="1990-05-01")
    field_order = ("code", "passport", "nationality", "birth", "mobile")


BY_ROLE: dict[str, type[Details]] = {"employer_natural": NaturalEmployer, "employer_legal": LegalEmployer, "foreign_national": Foreigner}


def details_form(attempt: Attempt, *, needs_name: bool) -> type[Details]:
    """The form of the attempt's role."""
    return BY_ROLE.get(attempt.role, NamedDetails if needs_name or attempt.method == "in_person" else Details)


class Code(forms.Form):
    """The one-time code."""

    code = fields.OneTimeCode(label="کد تأیید", help_text="کد ۶ رقمی که برای شما فرستاده شد")


RULES_MISSING = {"required": "برای ادامه، پذیرش قوانین پنل را علامت بزنید."}
# What the user form shows as it stands; emptied there, it is gone.
REWRITTEN = ("email", "postal_code", "address", "insurance_number")


class Profile(forms.Form):
    """The user form of seed 001: what the registers do not know."""

    password = fields.Password(new=True, label="رمز عبور", help_text="دست‌کم ۱۰ نویسه. نام کاربری شما همان کد ملی یا کد فراگیر شماست.")
    email = fields.Email(label="رایانامه", required=False)
    postal_code = fields.PostalCode(label="کد پستی محل زندگی", required=False)
    address = fields.LongText(label="نشانی", required=False, max_length=300)
    insurance_number = fields.InsuranceNumber(label="شماره بیمه", required=False)
    iban = fields.Iban(label="شماره شبا", required=False, help_text="برای دریافت پول؛ تنها حساب خودتان.")
    workplace_code = fields.WorkplaceCode(label="کد کارگاه", required=False)
    rules = fields.Tick(label="قوانین پنل را خوانده‌ام و می‌پذیرم.", error_messages=RULES_MISSING)

    def __init__(self, *args: Any, has_password: bool, is_employer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_password:
            del self.fields["password"]
            del self.fields["rules"]
            self.fields["iban"].help_text = "تنها حساب خودتان. اگر خالی بماند، شبای پیشین شما می‌ماند."
        if not is_employer:
            del self.fields["workplace_code"]

    def profile(self) -> dict[str, str]:
        """What the person's particulars keep."""
        iban = self.cleaned_data.get("iban")
        return {key: self.cleaned_data.get(key) or "" for key in REWRITTEN} | ({"iban": iban} if iban else {})


class Join(forms.Form):
    """Membership of seed 000: free, with one's own mobile."""

    first_name = fields.Name(label="نام", max_length=60)
    last_name = fields.Name(label="نام خانوادگی", max_length=60)
    code = fields.NationalCode(label="کد ملی", help_text="نام کاربری شما می‌شود.")
    mobile = fields.Mobile(label="تلفن همراه خودتان", help_text="کد تأیید به همین شماره می‌آید.")
    password = fields.Password(new=True, label="رمز عبور", help_text="دست‌کم ۱۰ نویسه؛ تنها عدد نباشد.")
    rules = fields.Tick(label="قوانین پنل را خوانده‌ام و می‌پذیرم.", error_messages=RULES_MISSING)
    captcha = fields.Captcha()

    def typed(self) -> dict[str, Any]:
        """What the attempt keeps; of the password only its hash."""
        given = {key: self.cleaned_data[key] for key in ("first_name", "last_name", "code", "mobile")}
        return given | {"password_hash": make_password(self.cleaned_data["password"])}


class Follow(forms.Form):
    """The two things that show an attempt's state to its owner."""

    tracking = fields.TrackingCode(label="کد پیگیری", help_text="۱۳ نویسه؛ در پیامک و رسید شما هست.")
    tail = fields.Digits(
        length=4,
        label="چهار رقم آخر تلفن همراه",
        required=False,
        help_text="تنها اگر نوبت حضوری دارید و برای آن شماره‌ای ننوشته‌اید، خالی بگذارید.",
    )
    captcha = fields.Captcha()


class Letter(forms.Form):
    """The letter of introduction of someone whom the company register does not name."""

    letter = fields.Upload(label="معرفی‌نامه شرکت", help_text="با مهر و امضای صاحب امضای مجاز؛ عکس یا PDF")
