"""The work, its days and its hours (services.md 4.2, rows 3 to 8)."""

from typing import Any

from kardad.contracts import terms
from kardad.contracts.forms import rows
from kardad.contracts.forms.typed import JobCode, WeekHours
from kardad.contracts.forms.writing.part import NOT_CHOSEN, Part, options
from kardad.contracts.terms import Terms
from kardad.law import instruments
from kardad.law.contract_rules import Stop
from kardad.law.contract_rules.case import whole_years
from kardad.law.instruments import Silent
from kardad.ui import fields


class Work(Part):
    """What is to be done, where, and of what kind the contract is."""

    part = "work"

    type = fields.Radios(label="نوع قرارداد", choices=options(terms.TYPES))
    nature = fields.Radios(label="کار چگونه است؟", choices=options(terms.NATURES))
    job_title = fields.Text(label="عنوان شغل", example="جوشکار", max_length=120)
    job_code = JobCode(label="کد شغل در تأمین اجتماعی", required=False)
    duties = fields.LongText(label="شرح کار", max_length=2000, help_text="کارگر چه می‌کند؟ «هر کاری که گفته شود» پذیرفته نیست.")
    skill = fields.Radios(label="مهارت", choices=options(terms.SKILLS), help_text="بلندی دوره آزمایشی به همین بسته است.")
    place = fields.LongText(
        label="محل انجام کار", max_length=300, help_text="نشانی کارگاه، نه «هر جا که لازم شود».", widget=fields.LongText.widget({"rows": 3})
    )
    is_hazardous = fields.Tick(label="کار سخت و زیان‌آور یا زیرزمینی است.", required=False)
    grade = fields.Number(label="گروه شغلی", required=False, min_value=1, max_value=40, help_text="اگر کارگاه طرح طبقه‌بندی مشاغل دارد.")
    grade_wage = fields.Rials(label="مزد روزانه آن گروه", required=False)

    def clean(self) -> dict[str, Any]:
        """A grade and its wage come together."""
        kept = super().clean()
        for name, other in (("grade", "grade_wage"), ("grade_wage", "grade")):
            if kept.get(other) is not None and kept.get(name) is None and name not in self.errors:
                self.add_error(name, "گروه شغلی و مزد آن را با هم بنویسید، یا هر دو را خالی بگذارید.")
        return kept


STOPS = rows.Kind(
    name="stops",
    title="روزهای تعطیلی کارگاه",
    columns={
        "starts_on": lambda: fields.JalaliDate(label="از روز", picker=False, example=""),
        "ends_on": lambda: fields.JalaliDate(label="تا روز", picker=False, example=""),
    },
    needs=("starts_on", "ends_on"),
    make=Stop,
    order=lambda one: one.starts_on,
    help="روزهایی که کارگاه خوابیده بوده در سقف مدت موقت شمرده نمی‌شود.",
)


class Term(Part):
    """From when until when, and the trial period."""

    part = "term"
    kinds = (STOPS,)

    starts_on = fields.JalaliDate(label="نخستین روز کار", example="۱۴۰۵/۰۱/۰۱")
    ends_on = fields.JalaliDate(label="آخرین روز کار", example="۱۴۰۵/۰۶/۳۱", help_text="خود این روز هم جزو قرارداد است.")
    until_done = fields.Text(label="با پایان چه کاری قرارداد تمام می‌شود؟", max_length=300, example="پایان نصب سازه سوله شماره ۲")
    trial_days = fields.Number(
        label="دوره آزمایشی، به روز",
        required=False,
        min_value=0,
        max_value=400,
        help_text="اگر ندارد خالی بگذارید. کار ساده و نیمه‌ماهر تا یک ماه، کار ماهر تا سه ماه؛ با مزد و بیمه کامل.",
    )

    def fit(self, held: Terms) -> None:
        """A permanent contract has no last day, a specified work may have one, a fixed term has nothing but it."""
        if held.work.type == "permanent":
            del self.fields["ends_on"]
        elif held.work.type == "specified_work":
            self.fields["ends_on"].required = False
            self.fields["ends_on"].help_text = "اگر روزی برای آن گذاشته‌اید؛ وگرنه خالی بگذارید."
        if held.work.type != "specified_work":
            del self.fields["until_done"]

    def clean(self) -> dict[str, Any]:
        """A stop runs forward."""
        kept = super().clean()
        for place in range(rows.MOST):
            first, last = (kept.get(STOPS.at(place, name)) for name in ("starts_on", "ends_on"))
            if first and last and last < first:
                self.add_error(STOPS.at(place, "ends_on"), "پایان تعطیلی پیش از آغاز آن است؛ یکی از دو روز را درست کنید.")
        return kept

    @property
    def told(self) -> dict[str, Any]:
        """What this type of contract does not have is emptied; no day of trial is no trial."""
        given = super().told
        given["trial_days"] = given.get("trial_days") or None
        if "ends_on" not in self.fields:
            given["ends_on"] = None
        if "until_done" not in self.fields:
            given["until_done"] = ""
        return given


class Hours(Part):
    """When he works."""

    part = "hours"

    weekly_minutes = WeekHours(label="ساعت کار در هفته", help_text="تا ۴۴ ساعت؛ کار سخت و زیان‌آور تا ۳۶ ساعت. بیشتر از آن اضافه‌کاری است.")
    shift = fields.Choice(label="ترتیب کار", choices=[NOT_CHOSEN, *terms.SHIFTS.items()])
    schedule = fields.LongText(
        label="روزها و ساعت‌های کار",
        max_length=600,
        example="شنبه تا پنجشنبه، ۸ تا ۱۵:۲۰",
        help_text="آغاز و پایان روز کار و استراحت‌ها.",
        widget=fields.LongText.widget({"rows": 3}),
    )
    has_young_terms = fields.Tick(
        label="کارگر نوجوان است: روزی نیم ساعت کمتر کار می‌کند، اضافه‌کاری و شب‌کاری ندارد و هر سال معاینه پزشکی می‌شود.", required=False
    )

    def fit(self, held: Terms) -> None:
        """Of a grown-up nothing is asked that concerns the young."""
        if not is_young(held):
            del self.fields["has_young_terms"]

    @property
    def told(self) -> dict[str, Any]:
        """A grown-up has no terms of the young."""
        return {"has_young_terms": False} | super().told


def is_young(held: Terms) -> bool:
    """Whether the worker is a minor on his first day, as far as both days are told."""
    born, start = held.worker.born_on, held.term.starts_on
    if born is None or start is None:
        return False
    try:
        return whole_years(born, start) < instruments.current().amount("contract.adult_age", start)
    except Silent:
        return False
