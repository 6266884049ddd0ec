"""The two sides of a contract as the ministry's form asks of them (services.md 4.2, rows 1 and 2)."""

from typing import Any, ClassVar, Final

from kardad.contracts.forms.typed import Phone, YesNo
from kardad.contracts.forms.writing.part import NOT_CHOSEN, Part
from kardad.contracts.terms import Terms
from kardad.law.contract_rules import Employer as EmployerTold
from kardad.law.contract_rules import Worker as WorkerTold
from kardad.ui import fields

LEVELS: Final = (
    "خواندن و نوشتن نمی‌داند",
    "خواندن و نوشتن",
    "ابتدایی",
    "متوسطه اول",
    "دیپلم",
    "کاردانی",
    "کارشناسی",
    "کارشناسی ارشد",
    "دکتری",
)
SERVICES: Final = ("پایان خدمت", "معاف", "در حال خدمت", "مشمول")
FIELD_OF_STUDY: Final = "، رشته "


class Employer(Part):
    """Who employs: a company with its representative, or a person."""

    part = "employer"
    LEGAL: ClassVar = ("company_id", "registration_number", "representative", "position")
    NATURAL: ClassVar = ("father_name", "born_on", "birth_certificate_number", "national_code")

    name = fields.Text(label="نام کارفرما")
    company_id = fields.CompanyId(label="شناسه ملی")
    registration_number = fields.Text(label="شماره ثبت", max_length=40)
    representative = fields.Name(label="نماینده‌ای که امضا می‌کند", autocomplete="off")
    position = fields.Text(label="سمت نماینده", example="مدیرعامل", max_length=80)
    father_name = fields.Name(label="نام پدر", autocomplete="off")
    born_on = fields.BirthDate(label="تاریخ تولد")
    birth_certificate_number = fields.Digits(label="شماره شناسنامه", help_text="اگر همان کد ملی است، کد ملی را بنویسید.")
    national_code = fields.NationalCode(label="کد ملی")
    workshop_code = fields.WorkplaceCode(label="کد کارگاه در تأمین اجتماعی", help_text="ده رقم، روی فهرست بیمه.")
    address = fields.LongText(label="نشانی", max_length=300, widget=fields.LongText.widget({"rows": 3}))
    postal_code = fields.PostalCode(label="کد پستی")
    phone = Phone(label="تلفن")

    def fit(self, held: Terms) -> None:
        """A company or a person; what the register says of a company is not typed again."""
        one: EmployerTold = held.employer
        for name in self.NATURAL if one.kind == "legal" else self.LEGAL:
            del self.fields[name]
        known = ("name", "company_id") if one.kind == "legal" else ("name", "national_code")
        for name in known:
            self.fields[name].disabled = bool(getattr(one, name))


class Worker(Part):
    """The worker, Iranian or foreign."""

    part = "worker"
    IRANIAN: ClassVar = ("national_code", "birth_certificate_number")
    FOREIGN: ClassVar = ("foreigner_code", "work_permit_number", "work_permit_until")

    name = fields.Name(label="نام و نام خانوادگی", autocomplete="off")
    is_foreign = YesNo(label="تابعیت", yes="تبعه خارجی", no="ایرانی", no_first=True)
    national_code = fields.NationalCode(label="کد ملی", required=False)
    birth_certificate_number = fields.Digits(label="شماره شناسنامه", required=False, help_text="اگر همان کد ملی است، کد ملی را بنویسید.")
    foreigner_code = fields.ForeignerCode(label="کد فراگیر (۱۲ رقم)", required=False)
    work_permit_number = fields.Text(label="شماره پروانه کار", required=False, max_length=40)
    work_permit_until = fields.JalaliDate(label="اعتبار پروانه کار تا", required=False)
    father_name = fields.Name(label="نام پدر", autocomplete="off")
    born_on = fields.BirthDate(label="تاریخ تولد")
    birth_place = fields.Name(label="محل تولد", autocomplete="off")
    level = fields.Choice(label="تحصیلات", choices=[NOT_CHOSEN, *((one, one) for one in LEVELS)])
    study = fields.Text(label="رشته تحصیلی", required=False, max_length=80)
    is_married = YesNo(label="متأهل است؟", help_text="برای حق تأهل.")
    children = fields.Number(
        label="شمار فرزندان", min_value=0, max_value=30, example="۲", help_text="فرزندانی که حق اولاد می‌گیرند؛ اگر ندارد ۰ بنویسید."
    )
    insured_days = fields.Number(
        label="سابقه بیمه او، به روز",
        required=False,
        max_value=25_000,
        help_text="حق اولاد ۷۲۰ روز سابقه می‌خواهد. اگر نمی‌دانید خالی بگذارید.",
    )
    insurance_number = fields.InsuranceNumber(label="شماره بیمه او", required=False)
    military = fields.Choice(
        label="نظام وظیفه", required=False, choices=[("", "نوشته نشود"), *((one, one) for one in SERVICES)], help_text="تنها برای مردان."
    )
    mobile = fields.Mobile(
        label="شماره همراه خود کارگر", help_text="قرارداد به همین شماره می‌رسد و کارگر با آن امضا می‌کند.", autocomplete="off"
    )
    address = fields.LongText(label="نشانی", max_length=300, widget=fields.LongText.widget({"rows": 3}))
    postal_code = fields.PostalCode(label="کد پستی")

    def fit(self, held: Terms) -> None:
        """What only one nationality has says so."""
        for name in (*self.IRANIAN, *self.FOREIGN):
            field: Any = self.fields[name]
            field.needed_when = "برای کارگر ایرانی" if name in self.IRANIAN else "برای تبعه خارجی"

    def opened(self, kept: WorkerTold) -> dict[str, Any]:
        """The education in its two boxes."""
        level, _, study = kept.education.partition(FIELD_OF_STUDY)
        return {"level": level, "study": study}

    def clean(self) -> dict[str, Any]:
        """What belongs to the other nationality is left out; what this one must have is asked."""
        kept = super().clean()
        is_foreign = bool(kept.get("is_foreign"))
        for name in self.IRANIAN if is_foreign else self.FOREIGN:
            kept[name] = None if name == "work_permit_until" else ""
            self.errors.pop(name, None)
        for name in self.FOREIGN if is_foreign else self.IRANIAN:
            if not kept.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        return kept

    @property
    def told(self) -> dict[str, Any]:
        """The education in one word or two."""
        given = super().told
        level, study = given.pop("level", ""), given.pop("study", "")
        given["is_foreign"] = bool(given.get("is_foreign"))
        return given | {"education": f"{level}{FIELD_OF_STUDY}{study}" if level and study else level}
