"""Form fields that read what people of Iran type, in either digits, and say in Persian how to mend it; they never save."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import EmailValidator
from django.utils import timezone
from django.utils.html import format_html

from kardad.core import captcha, files
from kardad.kit import calendar, ids, text
from kardad.kit.refusal import Refusal
from kardad.ui import widgets
from kardad.ui.widgets import Card

__all__ = ["Card"]

LTR: dict[str, Any] = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}
FIGURES = LTR | {"inputmode": "numeric"}


def _helped(kwargs: dict[str, Any], example: str | None) -> None:
    """Let the help end with an example, so that both are announced with the field."""
    if example:
        shown = format_html('<span class="example">نمونه: <bdi dir="ltr">{}</bdi></span>', example)
        kwargs["help_text"] = format_html("{} {}", kwargs["help_text"], shown) if kwargs.get("help_text") else shown


def _missing(label: Any, verb: str) -> str:
    named = str(label or "")
    return f"{named} را {verb}." if named and not named.endswith(("؟", "?")) else f"این بخش را {verb}."


class Typed(forms.CharField):
    """One typed line: the ground of the fields below, each of which sets only what differs."""

    noun: ClassVar[str] = ""
    sample: ClassVar[str] = ""
    check: ClassVar[str] = ""
    attrs: ClassVar[dict[str, Any]] = {}
    widget = widgets.Line
    longest: ClassVar[int] = 200

    def __init__(self, *, example: str | None = None, autocomplete: str | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("label", self.noun or None)
        kwargs.setdefault("max_length", self.longest)
        _helped(kwargs, self.sample if example is None else example)
        given = {"autocomplete": autocomplete} if autocomplete else {}
        kwargs.setdefault("widget", self.drawn(self.attrs | given))
        said = {
            "required": _missing(self.noun or kwargs["label"], "بنویسید"),
            "max_length": text.to_persian_digits(f"این نوشته بسیار بلند است؛ تا {kwargs['max_length']} نویسه بنویسید."),
        }
        kwargs["error_messages"] = said | (kwargs.get("error_messages") or {})
        super().__init__(**kwargs)

    def drawn(self, attrs: dict[str, Any]) -> forms.Widget:
        """The widget with these attributes."""
        return self.widget(attrs, check=self.check) if issubclass(self.widget, widgets.Line) else self.widget(attrs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No `maxlength`: spaces and hyphens that come along with a paste are dropped, not cut off."""
        return {}

    def to_python(self, value: Any) -> Any:
        """What the field means, or the sentence that says how to mend it."""
        typed = super().to_python(value)
        if typed in self.empty_values:
            return typed
        try:
            return self.parse(typed)
        except Refusal as refusal:
            raise ValidationError(refusal.text, code=refusal.code) from refusal

    def parse(self, typed: str) -> Any:
        """The meaning of what was typed; may refuse."""
        return text.display(typed)


class Text(Typed):
    """One line of any text, with Persian letters and single spaces."""


class Name(Typed):
    """A name of a person, as it is shown and stored."""

    longest = 100
    attrs = {"autocomplete": "name"}

    def parse(self, typed: str) -> str:
        """The name, freed of what does not belong in one."""
        name = text.display(typed)
        if re.search(r"[0-9۰-۹٠-٩<>{}@#$%^&*=+/\\|]", name):
            raise ValidationError("نام فقط حرف دارد؛ رقم‌ها و نشانه‌ها را بردارید.", code="NAME")
        return name


class LongText(Typed):
    """Several lines; line ends are kept, everything else is tidied."""

    widget = widgets.Long
    longest = 4000
    attrs = {"rows": 5}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The limit, which the widget shows."""
        return {"maxlength": str(self.max_length)}

    def parse(self, typed: str) -> str:
        """Each line as it is shown and stored."""
        return "\n".join(text.display(line) for line in typed.splitlines()).strip()


class Identifier(Typed):
    """An identifier of one of the kinds of `kit.ids`, given back in its canonical form."""

    kind: ClassVar[ids.Kind]
    longest = 60
    attrs = FIGURES

    def parse(self, typed: str) -> str:
        """The canonical form."""
        return self.kind.require(typed)


class NationalCode(Identifier):
    """A person's national code: ten digits."""

    kind, noun, sample, check = ids.national_code, "کد ملی", "", "national-code"


class CompanyId(Identifier):
    """A company's national id: eleven digits."""

    kind, noun, check = ids.company_id, "شناسه ملی شرکت", "company-id"


class ForeignerCode(Identifier):
    """A foreign national's code: twelve digits."""

    kind, noun, check = ids.foreigner_code, "کد فراگیر", "foreigner-code"


class Mobile(Identifier):
    """A mobile number, given back as +989XXXXXXXXX."""

    kind, noun, sample, check = ids.mobile, "تلفن همراه", "۰۹۱۲۳۴۵۶۷۸۹", "mobile"
    attrs = LTR | {"type": "tel", "inputmode": "tel", "autocomplete": "tel-national"}

    def prepare_value(self, value: Any) -> Any:
        """A stored number as people write it; what was typed as it was typed."""
        return ids.local_mobile(value) if isinstance(value, str) and ids.mobile.is_canonical(value) else value


class Iban(Identifier):
    """An Iranian IBAN (Sheba)."""

    kind, noun, check = ids.iban, "شماره شبا", "iban"
    attrs = LTR | {"autocapitalize": "characters"}


class PostalCode(Identifier):
    """A postal code: ten digits."""

    kind, noun, check = ids.postal_code, "کد پستی", "postal-code"
    attrs = FIGURES | {"autocomplete": "postal-code"}


class WorkplaceCode(Identifier):
    """A Social Security code of a workplace: ten digits."""

    kind, noun, check = ids.workshop_code, "کد کارگاه", "workshop-code"


class InsuranceNumber(Identifier):
    """A Social Security insurance number: ten digits."""

    kind, noun, check = ids.insurance_number, "شماره بیمه", "insurance-number"


class Digits(Typed):
    """Digits that stand for nothing but themselves; `length` of them, or any number of them."""

    longest = 40
    attrs = FIGURES

    def __init__(self, *, length: int | None = None, **kwargs: Any) -> None:
        self.length = length
        super().__init__(**kwargs)

    def parse(self, typed: str) -> str:
        """The digits in ASCII."""
        bare = text.bare_identifier(typed)
        title = self.noun or "این شماره"
        if not re.fullmatch("[0-9]+", bare):
            raise ValidationError(f"{title} فقط رقم دارد؛ حرف‌ها و نشانه‌ها را بردارید.", code="DIGITS")
        if self.length and len(bare) != self.length:
            said = f"{title} {self.length} رقم دارد؛ {len(bare)} رقم نوشته‌اید."
            raise ValidationError(text.to_persian_digits(said), code="DIGITS")
        return bare


class RegistrationNumber(Digits):
    """The number under which a company is registered."""

    noun = "شماره ثبت"
    longest = 20


class OneTimeCode(Digits):
    """A code that was sent to a phone."""

    noun = "کد تأیید"
    widget = widgets.Code
    attrs = FIGURES | {"autocomplete": "one-time-code", "pattern": "[0-9۰-۹٠-٩ ]*"}

    def __init__(self, *, length: int = 6, **kwargs: Any) -> None:
        super().__init__(length=length, **kwargs)


class TrackingCode(Typed):
    """The code by which an application is followed, without hyphens and in capitals."""

    noun = "کد پیگیری"
    longest = 40
    attrs = LTR | {"autocapitalize": "characters"}

    def parse(self, typed: str) -> str:
        """Thirteen signs; letters that look alike are read as Crockford's base 32 reads them."""
        bare = text.bare_identifier(typed).upper().translate(str.maketrans("OIL", "011"))
        if not re.fullmatch("[0-9A-HJKMNP-TV-Z]{12}[0-9A-Z*~$=]", bare):
            raise ValidationError("کد پیگیری ۱۳ نویسه دارد؛ آن را از روی رسید یا پیامک بنویسید.", code="TRACKING")
        return bare


class Number(Typed):
    """A whole number, with or without groups."""

    longest = 30
    attrs = FIGURES

    def __init__(self, *, min_value: int | None = None, max_value: int | None = None, **kwargs: Any) -> None:
        self.min_value, self.max_value = min_value, max_value
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """The number, or None when nothing was typed."""
        found = super().to_python(value)
        return None if found == "" else found

    def parse(self, typed: str) -> int:
        """The number; judged against its least and greatest."""
        bare = re.sub("[,٬،]", "", text.bare_identifier(typed))
        if not re.fullmatch("[0-9]{1,18}", bare):
            raise ValidationError("عدد را با رقم بنویسید.", code="NUMBER")
        number = int(bare)
        if self.min_value is not None and number < self.min_value:
            raise ValidationError(f"عدد باید {text.to_persian_digits(self.min_value)} یا بیشتر باشد.", code="NUMBER")
        if self.max_value is not None and number > self.max_value:
            raise ValidationError(f"عدد باید {text.to_persian_digits(self.max_value)} یا کمتر باشد.", code="NUMBER")
        return number


class JalaliDate(Typed):
    """A Jalali day, typed or picked, given back as a (Gregorian) date."""

    noun, sample, check = "تاریخ", "۱۳۷۰/۰۶/۳۱", "jalali-date"
    widget = widgets.Day
    longest = 30
    attrs = LTR

    def __init__(self, *, picker: bool = True, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        if not picker:
            kwargs.setdefault("widget", widgets.Line(self.attrs, check=self.check))
        super().__init__(**kwargs)
        if picker:
            self.widget.earliest = calendar.jalali(earliest) if earliest else ""
            self.widget.latest = calendar.jalali(latest) if latest else ""

    def to_python(self, value: Any) -> Any:
        """The date, or None when nothing was typed."""
        found = value if isinstance(value, date) else super().to_python(value)
        return found or None

    def parse(self, typed: str) -> date:
        """The day; judged against the earliest and the latest."""
        day = calendar.parse_jalali(typed)
        if self.earliest and day < self.earliest:
            raise ValidationError(f"تاریخ نمی‌تواند پیش از {calendar.long(self.earliest)} باشد.", code="BAD_DATE")
        if self.latest and day > self.latest:
            raise ValidationError(f"تاریخ نمی‌تواند پس از {calendar.long(self.latest)} باشد.", code="BAD_DATE")
        return day

    def prepare_value(self, value: Any) -> Any:
        """A date as people write it; what was typed as it was typed."""
        return calendar.slashed(value) if isinstance(value, date) else value


class GregorianDate(Typed):
    """A Gregorian day, as foreign papers show it, given back as a date."""

    noun, sample = "تاریخ میلادی", "1991-09-22"
    longest = 30
    attrs = LTR

    def to_python(self, value: Any) -> Any:
        """The date, or None when nothing was typed."""
        found = value if isinstance(value, date) else super().to_python(value)
        return found or None

    def parse(self, typed: str) -> date:
        """The day, written year first."""
        shape = re.fullmatch(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})", "".join(text.to_ascii_digits(text.display(typed)).split()))
        try:
            if shape and int(shape[1]) > calendar.LAST_YEAR:
                return date(int(shape[1]), int(shape[3]), int(shape[4]))
        except ValueError:
            pass
        raise ValidationError("تاریخ میلادی درست نیست. سال، ماه و روز را بنویسید؛ نمونه: 1991-09-22", code="BAD_DATE")


class Email(Typed):
    """An e-mail address."""

    noun, sample = "رایانامه", "name@example.com"
    attrs = LTR | {"type": "email", "inputmode": "email", "autocomplete": "email"}

    def parse(self, typed: str) -> str:
        """The address, if it has the shape of one."""
        address = text.to_ascii_digits(text.drop_unseen(typed)).strip()
        EmailValidator("نشانی رایانامه درست نیست؛ نمونه: name@example.com")(address)
        return address


class Password(forms.CharField):
    """A password, exactly as typed; a new one meets Django's rules and is told them before."""

    def __init__(self, *, new: bool = False, **kwargs: Any) -> None:
        self.new = new
        kwargs.setdefault("label", "رمز عبور")
        if new:
            kwargs.setdefault("help_text", "دست کم ۱۰ نویسه. سه یا چهار واژه بی‌ربط پشت هم، هم به یاد می‌ماند و هم حدس‌زدنی نیست.")
        said = {"required": _missing(kwargs["label"], "بنویسید"), "max_length": "رمز عبور تا ۱۲۸ نویسه است."}
        kwargs["error_messages"] = said | (kwargs.get("error_messages") or {})
        attrs = {"autocomplete": "new-password" if new else "current-password", "dir": "ltr", "autocapitalize": "off"}
        super().__init__(strip=False, max_length=128, widget=widgets.Secret(attrs), **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No `maxlength`: a password is refused, never cut."""
        return {}

    def validate(self, value: Any) -> None:
        """A new password is judged by the validators of the settings."""
        super().validate(value)
        if self.new and value:
            password_validation.validate_password(value)


class Choice(forms.ChoiceField):
    """One of a list, in a drop-down."""

    verb: ClassVar[str] = "انتخاب کنید"

    def __init__(self, **kwargs: Any) -> None:
        _helped(kwargs, kwargs.pop("example", None))
        said = {"required": _missing(kwargs.get("label"), self.verb), "invalid_choice": "یکی از گزینه‌های همین فهرست را انتخاب کنید."}
        kwargs["error_messages"] = said | (kwargs.get("error_messages") or {})
        super().__init__(**kwargs)


class Radios(Choice):
    """One of a few, as radio buttons."""

    widget = widgets.Radios


class Cards(Choice):
    """One of a few, as cards; a closed card is refused with its reason."""

    widget = widgets.Cards

    def __init__(self, *, cards: Iterable[Card], **kwargs: Any) -> None:
        self.cards = {card.value: card for card in cards}
        super().__init__(choices=[(card.value, card) for card in self.cards.values()], **kwargs)

    def validate(self, value: Any) -> None:
        """Refuse what is not on the list or closed now."""
        super().validate(value)
        if value in self.cards and self.cards[value].closed:
            raise ValidationError(self.cards[value].closed, code="CLOSED")


class Ticks(forms.MultipleChoiceField):
    """Any of a few, as checkboxes."""

    widget = widgets.Ticks

    def __init__(self, **kwargs: Any) -> None:
        said = {"required": "دست کم یکی را انتخاب کنید.", "invalid_choice": "یکی از گزینه‌های همین فهرست را انتخاب کنید."}
        kwargs["error_messages"] = said | (kwargs.get("error_messages") or {})
        super().__init__(**kwargs)


class Tick(forms.BooleanField):
    """One checkbox; required means that it must be ticked."""

    widget = widgets.Tick

    def __init__(self, **kwargs: Any) -> None:
        said = {"required": "برای ادامه، این گزینه را علامت بزنید."}
        kwargs["error_messages"] = said | (kwargs.get("error_messages") or {})
        super().__init__(**kwargs)


class Upload(forms.FileField):
    """One file; its bytes, size and suffix are judged here, and again by `core.files.store`, which keeps it."""

    widget = widgets.File

    def __init__(self, *, kinds: tuple[str, ...] = files.PAPERS, **kwargs: Any) -> None:
        self.kinds = kinds
        self.limit = settings.UPLOAD_MAX_BYTES
        kwargs.setdefault("help_text", text.to_persian_digits(f"عکس (JPG یا PNG) یا PDF، تا {self.limit // 1024 // 1024} مگابایت."))
        said = {"required": "پرونده‌ای انتخاب کنید.", "invalid": "پرونده فرستاده نشد؛ دوباره انتخاب کنید.", "empty": files.EmptyFile.message}
        kwargs["error_messages"] = said | (kwargs.get("error_messages") or {})
        suffixes = ",".join(suffix for kind in kinds for suffix in files.KINDS[kind])
        kwargs.setdefault("widget", self.widget({"accept": suffixes, "data-limit": str(self.limit)}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The upload, rewound, if it may be kept."""
        upload = super().clean(data, initial)
        if upload:
            self.judge(upload)
        return upload

    def judge(self, upload: UploadedFile) -> None:
        """Refuse what `core.files` would refuse, beside the field."""
        try:
            if upload.size and upload.size > self.limit:
                raise files.FileTooLarge(limit=text.to_persian_digits(self.limit // 1024 // 1024))
            files.check(upload.name or "", upload.read(), kinds=self.kinds)
        except Refusal as refusal:
            raise ValidationError(refusal.text, code=refusal.code) from refusal
        finally:
            upload.seek(0)


class Uploads(Upload):
    """Several files; each is judged as one."""

    widget = widgets.Files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """The uploads, in the order in which they were chosen."""
        if not data and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return [super(Uploads, self).clean(upload) for upload in data or []]


class Captcha(forms.Field):
    """Proof that a person stands behind the form; a right answer or solved challenge serves once."""

    widget = widgets.Captcha

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "پرسش امنیتی")
        super().__init__(**kwargs)

    def clean(self, value: dict[str, str]) -> bool:
        """True, once the proof is spent."""
        try:
            captcha.require(**value, at=timezone.now())
        except Refusal as refusal:
            raise ValidationError(refusal.text, code=refusal.code) from refusal
        return True
