"""The columns of a file of workers, in the order of the template."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, the names people give it, the form's field that reads it (`part.field`), where it is kept."""

    name: str
    title: str
    form: str = ""
    keeps: str = ""  # part.field of the terms; as `form` where it is not given, none where it is «-»
    also: tuple[str, ...] = ()
    note: str = ""
    sample: str = ""
    is_day: bool = False
    lines: bool = False  # several lines in one cell

    @property
    def part(self) -> str:
        """The part of the terms; empty where several columns make one field."""
        return "" if self.keeps == "-" else (self.keeps or self.form).partition(".")[0]

    @property
    def field(self) -> str:
        """The field of the part."""
        return (self.keeps or self.form).partition(".")[2]


DAY: Final = "روز شمسی مانند ۱۴۰۴/۰۱/۰۱"
CLAUSES: Final = "هر شرط در یک سطر همین خانه."

COLUMNS: Final = (
    Column("name", "نام و نام خانوادگی", "worker.name", also=("نام", "نام کارگر"), sample="علی کریمی"),
    Column(
        "code",
        "کد ملی",
        "",
        "-",
        also=("کد ملی یا کد فراگیر", "کد فراگیر"),
        note="ده رقم؛ اتباع خارجی: کد فراگیر ۱۲ رقمی.",
        sample="0001234560",
    ),
    Column("father_name", "نام پدر", "worker.father_name", sample="رضا"),
    Column("born_on", "تاریخ تولد", "worker.born_on", note=DAY, sample="1370/02/16", is_day=True),
    Column("birth_place", "محل تولد", "worker.birth_place", sample="شیراز"),
    Column("birth_certificate_number", "شماره شناسنامه", "worker.birth_certificate_number", sample="34"),
    Column("work_permit_number", "شماره پروانه کار", "worker.work_permit_number", note="تنها برای اتباع خارجی."),
    Column("work_permit_until", "اعتبار پروانه کار تا", "worker.work_permit_until", note=DAY, is_day=True),
    Column("level", "تحصیلات", "worker.level", "-", also=("مدرک تحصیلی",), sample="دیپلم"),
    Column("study", "رشته تحصیلی", "worker.study", "-", also=("رشته",)),
    Column("is_married", "متأهل", "worker.is_married", also=("متاهل", "تأهل", "وضعیت تأهل"), note="بله یا خیر", sample="بله"),
    Column("children", "تعداد فرزند", "worker.children", also=("شمار فرزندان", "فرزند"), note="فرزندانی که حق اولاد می‌گیرند.", sample="1"),
    Column("insured_days", "سابقه بیمه به روز", "worker.insured_days", also=("سابقه بیمه",), sample="900"),
    Column("insurance_number", "شماره بیمه", "worker.insurance_number"),
    Column("military", "نظام وظیفه", "worker.military"),
    Column("mobile", "شماره همراه", "worker.mobile", also=("همراه", "موبایل", "تلفن همراه"), note="شماره خود کارگر.", sample="09120000001"),
    Column("address", "نشانی کارگر", "worker.address", also=("نشانی", "آدرس"), sample="شیراز، خیابان ارم"),
    Column("postal_code", "کد پستی کارگر", "worker.postal_code", also=("کد پستی",), sample="7134567892"),
    Column("type", "نوع قرارداد", "work.type", sample="مدت موقت"),
    Column("nature", "ماهیت کار", "work.nature", also=("مستمر یا غیرمستمر",), sample="مستمر"),
    Column("job_title", "عنوان شغل", "work.job_title", also=("شغل", "سمت"), sample="جوشکار"),
    Column("job_code", "کد شغل", "work.job_code", sample="012345"),
    Column("duties", "شرح کار", "work.duties", also=("وظایف",), sample="جوشکاری قطعات فلزی در کارگاه"),
    Column("skill", "مهارت", "work.skill", sample="ساده"),
    Column("place", "محل کار", "work.place", also=("محل انجام کار",), sample="شیراز، شهرک صنعتی، خیابان پژوهش"),
    Column("is_hazardous", "سخت و زیان‌آور", "work.is_hazardous", note="بله یا خیر", sample="خیر"),
    Column(
        "starts_on",
        "نخستین روز کار",
        "term.starts_on",
        also=("تاریخ شروع", "شروع قرارداد", "آغاز"),
        note=DAY,
        sample="1404/01/01",
        is_day=True,
    ),
    Column(
        "ends_on",
        "آخرین روز کار",
        "term.ends_on",
        also=("تاریخ پایان", "پایان قرارداد", "پایان"),
        note=DAY,
        sample="1404/06/31",
        is_day=True,
    ),
    Column("until_done", "پایان کار معین", "term.until_done", note="با پایان چه کاری قرارداد تمام می‌شود؛ تنها در کار معین."),
    Column("trial_days", "دوره آزمایشی به روز", "term.trial_days", also=("دوره آزمایشی",)),
    Column("weekly_minutes", "ساعت کار در هفته", "hours.weekly_minutes", also=("ساعت هفته",), note="مانند ۴۴ یا ۴۲:۳۰", sample="44"),
    Column("shift", "ترتیب کار", "hours.shift", also=("نوبت کار",), sample="روزکار"),
    Column("schedule", "روزها و ساعت‌های کار", "hours.schedule", sample="شنبه تا پنجشنبه، ۸ تا ۱۵:۲۰"),
    Column("basis", "پایه مزد", "pay.basis", sample="روزانه"),
    Column("amount", "مزد", "pay.amount", also=("مبلغ مزد", "مزد روزانه"), note="به ریال، برای همان پایه.", sample="3463656"),
    Column("step_since", "مزد تازه از روز", "steps.since", "-", note=f"{DAY}؛ اگر قرارداد از نوروز می‌گذرد.", is_day=True),
    Column("step_amount", "مزد تازه", "steps.amount", "-", note="به ریال، بر همان پایه."),
    Column("period", "دوره پرداخت", "pay.period", sample="ماهی یک بار"),
    Column("iban", "شماره شبا", "pay.iban", also=("شبا",), sample="IR820540102680020817909002"),
    Column("account_holder", "صاحب حساب", "pay.account_holder", note="خالی یعنی خود کارگر."),
    Column("insured_from", "بیمه از روز", "pay.insured_from", note="خالی یعنی از نخستین روز کار.", is_day=True),
    Column("ending_terms", "شرایط پایان دادن", "ending.terms", note=CLAUSES, sample="با پایان مدت، قرارداد پایان می‌یابد.", lines=True),
    Column("notice_days", "مهلت خبر دادن به روز", "ending.notice_days"),
    Column("other_terms", "شرط‌های دیگر", "others.terms", note=CLAUSES, lines=True),
    Column("position", "سمت نماینده کارفرما", "employer.position", note="خالی یعنی مانند آخرین قرارداد شما.", sample="مدیرعامل"),
    Column("workshop_code", "کد کارگاه", "employer.workshop_code", note="خالی یعنی مانند آخرین قرارداد شما.", sample="1234567890"),
    Column("employer_address", "نشانی کارفرما", "employer.address", note="خالی یعنی مانند آخرین قرارداد شما.", sample="شیراز، خیابان زند"),
    Column(
        "employer_postal_code", "کد پستی کارفرما", "employer.postal_code", note="خالی یعنی مانند آخرین قرارداد شما.", sample="7134567891"
    ),
    Column("phone", "تلفن کارفرما", "employer.phone", note="خالی یعنی مانند آخرین قرارداد شما.", sample="07132345678"),
)
