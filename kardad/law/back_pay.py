"""Back pay (حق‌السعی): what the days between a dismissal and the return to work are owed."""

from dataclasses import dataclass
from datetime import date, timedelta

from kardad.law import claim, entitlements, kinds
from kardad.law.calculators import Calculator
from kardad.law.facts import asked
from kardad.law.kinds import BadFact, Number
from kardad.law.service import Pay, Terms
from kardad.law.sheet import Totals, Working


@dataclass(frozen=True, kw_only=True)
class Facts:
    """A dismissal, the return, and the pay at the dismissal."""

    dismissed_on: date = asked(kinds.DAY, "تاریخ اخراج یا تعلیق", help="نخستین روزی که سر کار نبودید.")
    reinstated_on: date = asked(kinds.DAY, "تاریخ بازگشت به کار", help="نخستین روز کار دوباره؛ شمرده نمی‌شود.")
    daily: Number | None = asked(kinds.RATE, "مزد پایه روزانه هنگام اخراج", default=None, help="اگر ننویسید، حداقل قانونی.")
    hired_on: date | None = asked(kinds.DAY, "تاریخ شروع کار", default=None, help="پایه سنوات از روی آن حساب می‌شود.")
    children: int = asked(kinds.COUNT, "تعداد فرزندان مشمول", default=0)
    married: bool = asked(kinds.FLAG, "متأهل هستید؟", default=False)
    bonus: bool = asked(kinds.FLAG, "عیدی این مدت هم حساب شود؟", default=True)

    def __post_init__(self) -> None:
        if self.reinstated_on <= self.dismissed_on:
            raise BadFact("بازگشت به کار باید پس از اخراج باشد.", field="reinstated_on")
        if self.hired_on is not None and self.hired_on > self.dismissed_on:
            raise BadFact("شروع کار پس از اخراج نوشته شده است.", field="hired_on")


def work(known: Facts, working: Working) -> Totals:
    """The full package of every day between, at that day's law, and the bonus of the time; one total per year."""
    last = known.reinstated_on - timedelta(days=1)
    hired = known.hired_on
    if hired is None:
        working.warn("NO_HIRE_DATE", "تاریخ شروع کار نوشته نشده است؛ پایه سنوات پیش از اخراج در این رقم نیست.")
    pay = Pay(Terms(known.dismissed_on, last, known.daily, hired or known.dismissed_on, known.children, known.married), working.law)
    if not pay.reaches_back:
        working.warn("BEFORE_THE_LAW", "پایه سنوات پیش از سال ۱۳۹۰ را نداریم؛ رقم‌ها بدون آن است.")
    found = {"wages": entitlements.wage_difference(pay, (), working)}
    if known.bonus:
        found["bonus"] = entitlements.bonuses(pay, working)
    working.warn("INSURANCE_DUE", "کارفرما باید حق بیمه این روزها را هم بپردازد؛ در این رقم نیست.")
    return {**found, **claim.whole([one for years in found.values() for one in years.values()], working)}


def _on(known: Facts) -> date:
    return known.reinstated_on - timedelta(days=1)


BACK_PAY = Calculator(
    name="back-pay",
    title="حق‌السعی روزهای اخراج",
    about="مزد و مزایای روزهای میان اخراج ناموجه و بازگشت به کار.",
    asks=Facts,
    on=_on,
    work=work,
    main="total",
    readings=("bonus_base", "year_days"),
)
