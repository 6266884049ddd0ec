"""Forms of the petition's steps: they read what people type, save nothing, and say how to mend what cannot be read."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms

from kardad.calc.models import SavedSheet
from kardad.cases import jurisdiction, papers, petition, shares, timing
from kardad.cases.papers import Wanted
from kardad.cases.petition import Petition
from kardad.cases.queries import groups
from kardad.core.operator import operator
from kardad.kit import ids, text
from kardad.law import claims
from kardad.people.models import Mandate, Organisation
from kardad.ui import fields

NOT_CHOSEN = ("", "انتخاب کنید")
FOREIGN_DIGITS = 12


def _options(table: dict[str, str]) -> list[tuple[str, str]]:
    return list(table.items())


class PersonCode(fields.Identifier):
    """A national code, or the code of a foreign national, by its length."""

    noun = "کد ملی"

    def parse(self, typed: str) -> str:
        """The canonical form."""
        foreign = len(text.bare_identifier(typed)) == FOREIGN_DIGITS
        return (ids.foreigner_code if foreign else ids.national_code).require(typed)


class Share(fields.Text):
    """A part of an inheritance, by a fraction or its words; kept as `1/8`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(example="یک‌هشتم", max_length=40, **kwargs)

    def parse(self, typed: str) -> str:
        """The canonical form."""
        return shares.kept(shares.read(typed))

    def prepare_value(self, value: Any) -> Any:
        """As people write it."""
        return shares.said(value) if value else value


class Step(forms.Form):
    """A step of the petition: what can be read of it is kept even where something else is wrong."""

    def __init__(
        self, *args: Any, held: Petition | None = None, known: Collection[str] = (), today: date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.held, self.known, self.today = held, known, today
        if held is not None:
            self.fit(held)

    def fit(self, held: Petition) -> None:
        """The step asks what this petition needs."""

    def judge(self, wrong: Callable[[Petition, date], Iterable[timing.Wrong]]) -> None:
        """Days that cannot have been are said beside their fields."""
        if self.held is None or self.today is None:
            return
        for name, why in wrong(self.held, self.today):
            if name in self.fields and name not in self.errors:
                self.add_error(name, why)

    @property
    def told(self) -> dict[str, Any]:
        """What was read, by the names of the petition's own fields; an emptied box empties its field."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.fields and name not in self.errors}


class New(forms.Form):
    """Who claims, and for whom he writes."""

    side = fields.Radios(label="شما در این دعوا کدام هستید؟", choices=_options(petition.SIDES))
    whom = fields.Radios(label="دادخواست از سوی کیست؟", choices=[])

    def __init__(self, *args: Any, mandates: Iterable[Mandate] = (), organisations: Iterable[Organisation] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mandates = {f"mandate-{one.pk}": one for one in mandates}
        self.organisations = {f"organisation-{one.pk}": one for one in organisations}
        self.fields["whom"].choices = [
            ("self", "خودم"),
            ("heir", "خودم، به عنوان وارث کسی که درگذشته است"),
            *((key, f"از سوی {one.name}") for key, one in self.organisations.items()),
            *((key, f"از سوی {one.principal.name} ({one.get_basis_display()})") for key, one in self.mandates.items()),
        ]


class Claimant(Step):
    """The claimant: a person, or the company that the filer acts for."""

    NATURAL: ClassVar = ("first_name", "last_name", "father_name", "birth_year", "code")
    LEGAL: ClassVar = ("company_name", "company_id", "registration_number", "signatory")
    HEIR: ClassVar = ("deceased", "share")

    first_name = fields.Name(label="نام", autocomplete="given-name")
    last_name = fields.Name(label="نام خانوادگی", autocomplete="family-name")
    father_name = fields.Name(label="نام پدر", autocomplete="off")
    birth_year = fields.Number(label="سال تولد", example="۱۳۷۰", min_value=1280, max_value=1500)
    code = PersonCode(label="کد ملی", help_text="اتباع خارجی کد فراگیر ۱۲ رقمی را بنویسند.")
    company_name = fields.Text(label="نام شرکت یا مؤسسه")
    company_id = fields.CompanyId(label="شناسه ملی شرکت")
    registration_number = fields.RegistrationNumber(label="شماره ثبت", required=False)
    signatory = fields.Name(label="نام صاحب امضا")
    deceased = fields.Name(label="نام کسی که درگذشته است", help_text="همان که برای او کار کرده بود یا کارفرما بود.")
    share = Share(label="سهم شما از ارث", help_text="همان که در گواهی انحصار وراثت نوشته است.")
    mobile = fields.Mobile(label="شماره همراه", help_text="خبر پرونده به همین شماره پیامک می‌شود.")
    postal_code = fields.PostalCode(label="کد پستی", required=False)
    address = fields.LongText(
        label="نشانی اقامتگاه",
        max_length=300,
        help_text="اگر ابلاغ کاغذی لازم شود به همین جا می‌آید.",
        widget=fields.LongText.widget({"rows": 3}),
    )
    email = fields.Email(label="رایانامه", required=False)

    def fit(self, held: Petition) -> None:
        """A person or a company; of an heir, whose. What the house knows of him is not asked."""
        for name in self.NATURAL if held.claimant.kind == "legal" else self.LEGAL:
            del self.fields[name]
        if held.capacity != "heir":
            for name in self.HEIR:
                del self.fields[name]
        for name in set(self.known) & set(self.fields):
            del self.fields[name]


class Respondent(Step):
    """One respondent: a person, a company, or somebody whose name is not known."""

    OF: ClassVar = {
        "natural": ("first_name", "last_name", "code"),
        "legal": ("company_name", "company_id", "registration_number", "signatory"),
        "unknown": ("sign", "payer"),
    }
    NEEDED: ClassVar = {"first_name": "نام", "last_name": "نام خانوادگی", "company_name": "نام شرکت"}

    kind = fields.Radios(label="از چه کسی شکایت دارید؟", choices=_options(petition.KINDS))
    first_name = fields.Name(label="نام", required=False, autocomplete="off")
    last_name = fields.Name(label="نام خانوادگی", required=False, autocomplete="off")
    code = PersonCode(label="کد ملی", required=False, help_text="اگر می‌دانید؛ با آن ابلاغ زودتر به او می‌رسد.")
    company_name = fields.Text(label="نام شرکت یا مؤسسه", required=False)
    company_id = fields.CompanyId(label="شناسه ملی شرکت", required=False, help_text="اگر می‌دانید.")
    registration_number = fields.RegistrationNumber(label="شماره ثبت", required=False)
    signatory = fields.Name(label="مدیر یا صاحب امضا", required=False, autocomplete="off")
    sign = fields.Text(label="روی تابلو چه نوشته است؟", required=False)
    photos = fields.Uploads(label="عکس تابلو یا جای کار", required=False, help_text="با همین عکس هم می‌توان کارگاه را پیدا کرد.")
    payer = fields.Text(label="چه کسی پول شما را می‌داد؟", required=False, help_text="نام، شماره کارت یا هر نشانی که دارید.")
    mobile = fields.Mobile(label="شماره همراه او", required=False)
    postal_code = fields.PostalCode(label="کد پستی", required=False)
    address = fields.LongText(
        label="نشانی او",
        max_length=300,
        help_text="اگر کارفرماست و کارگاه باز است، نشانی همان کارگاه کافی است.",
        widget=fields.LongText.widget({"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """What belongs to another kind is left out; what this kind must have is asked."""
        kept: dict[str, Any] = super().clean() or self.cleaned_data
        kind = kept.get("kind", "")
        mine = set(self.OF.get(kind, ()))
        for names in self.OF.values():
            kept.update(dict.fromkeys(set(names) - mine, ""))
        for name in mine & set(self.NEEDED):
            if not kept.get(name) and name not in self.errors:
                self.add_error(name, f"{self.NEEDED[name]} خوانده را بنویسید.")
        if kind == "unknown" and not (kept.get("sign") or kept.get("payer")):
            self.add_error("sign", "نوشته تابلو، یا نام کسی را که پول می‌داد بنویسید؛ یکی کافی است.")
        return kept

    @property
    def told(self) -> dict[str, Any]:
        """What was read; the pictures lie with the papers."""
        return {name: value for name, value in super().told.items() if name != "photos"}


class Workshop(Step):
    """The last place of work."""

    name = fields.Text(label="نام کارگاه", help_text="همان که روی تابلو، قرارداد یا فیش نوشته شده است.")
    activity = fields.Text(label="چه کاری در آن انجام می‌شود؟", required=False, example="تولید پوشاک")
    province = fields.Choice(label="استان", choices=[NOT_CHOSEN, *((one, one) for one in jurisdiction.PROVINCES)])
    city = fields.Name(label="شهر", help_text="شهری که کارگاه در آن است؛ اداره کار با همین روشن می‌شود.", autocomplete="off")
    address = fields.LongText(label="نشانی کارگاه", max_length=300, widget=fields.LongText.widget({"rows": 3}))
    postal_code = fields.PostalCode(label="کد پستی", required=False)
    code = fields.WorkplaceCode(
        label="کد کارگاه در تأمین اجتماعی", required=False, help_text="روی فیش بیمه نوشته است؛ اگر نمی‌دانید خالی بگذارید."
    )
    last_day = fields.JalaliDate(label="آخرین روز کار در آنجا", required=False, help_text="اگر هنوز کار می‌کنید خالی بگذارید.")
    is_operating = fields.Radios(
        label="کارگاه اکنون باز است؟", choices=[("yes", "بله"), ("no", "نه"), ("unknown", "نمی‌دانم")], required=False
    )

    def clean(self) -> dict[str, Any]:
        """The last day there agrees with the days of the work."""
        kept: dict[str, Any] = super().clean() or self.cleaned_data
        told = petition.Workshop(last_day=kept.get("last_day"))
        self.judge(lambda held, today: timing.of_workshop(told, held.employment, today))
        return kept


class Office(Step):
    """The office, where the place alone does not settle it."""

    office = fields.Radios(label="کدام اداره به کارگاه نزدیک‌تر است؟", choices=[])

    def __init__(self, *args: Any, found: jurisdiction.Found, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [(str(one.pk), f"{one.name}{f'، {one.address}' if one.address else ''}") for one in found.choices]

    def clean_office(self) -> int:
        """The key of the office."""
        return int(self.cleaned_data["office"])


class Employment(Step):
    """The work: since when, for how much, how it stands now."""

    job = fields.Text(label="شغل", example="جوشکار", required=False)
    contract = fields.Choice(label="نوع قرارداد", choices=[NOT_CHOSEN, *petition.CONTRACTS.items()])
    started_on = fields.JalaliDate(
        label="کار از چه روزی آغاز شد؟", example="۱۴۰۲/۰۱/۱۵", help_text="اگر روز آن را نمی‌دانید، اول ماه را بنویسید."
    )
    end = fields.Choice(label="اکنون کار در چه وضعی است؟", choices=[NOT_CHOSEN, *petition.ENDS.items()])
    ended_on = fields.JalaliDate(label="آخرین روز کار", required=False, help_text="اگر کار ادامه دارد خالی بگذارید.", example="۱۴۰۴/۰۶/۳۱")
    wage = fields.Rials(label="مزد ماه آخر", required=False)
    weekly_hours = fields.Number(label="ساعت کار در هفته", required=False, min_value=1, max_value=168, example="۴۴")
    shift = fields.Choice(label="نوع کار", choices=[NOT_CHOSEN, *petition.SHIFTS.items()], required=False)
    insured = fields.Choice(label="بیمه", choices=[NOT_CHOSEN, *petition.INSURED.items()], required=False)
    married = fields.Choice(
        label="متأهل هستید؟",
        choices=[NOT_CHOSEN, ("yes", "بله"), ("no", "نه")],
        required=False,
        help_text="برای حساب کردن حق تأهل و اولاد.",
    )
    children = fields.Number(label="شمار فرزندان", required=False, min_value=0, max_value=30, example="۲")

    def fit(self, held: Petition) -> None:
        """A worker tells his job and his family, an employer that of his worker."""
        self.fields["job"].required = held.side == "worker"
        if held.side == "employer":
            self.fields["insured"].label = "بیمه کارگر"
            for name in ("married", "children"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """The days agree with each other and with how the work stands."""
        kept: dict[str, Any] = super().clean() or self.cleaned_data
        if kept.get("end") == "working":
            kept["ended_on"] = None
        elif kept.get("end") and not kept.get("ended_on") and "ended_on" not in self.errors:
            self.add_error("ended_on", "آخرین روز کار را بنویسید.")
        told = petition.Employment(started_on=kept.get("started_on"), ended_on=kept.get("ended_on"))
        self.judge(lambda held, today: timing.of_employment(told, today))
        return kept


class Claims(forms.Form):
    """More claims from the catalogue of one's side, or those of a kept sheet."""

    codes = fields.Ticks(label="چه می‌خواهید؟", choices=[], required=False)
    sheet = fields.Choice(label="از «چقدر طلب دارم؟»", choices=[], required=False)

    def __init__(self, *args: Any, held: Petition, sheets: Iterable[SavedSheet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        have = {item.code for item in held.items}
        self.fields["codes"].choices = [(one.code, one.title) for one in claims.of(held.side) if one.is_for_board and one.code not in have]
        self.fields["sheet"].choices = [NOT_CHOSEN, *((str(one.pk), one.title) for one in sheets)]


class Item(Step):
    """One claim item: its period, how its amount is found, its words."""

    from_day = fields.JalaliDate(label="از چه روزی؟", required=False)
    to_day = fields.JalaliDate(label="تا چه روزی؟", required=False)
    way = fields.Radios(label="مبلغ آن چگونه معلوم شود؟", choices=[])
    amount = fields.Rials(label="مبلغ", required=False)
    text = fields.LongText(label="توضیح", required=False, max_length=2000, help_text="هر چه هیئت باید درباره این خواسته بداند.")

    def __init__(self, *args: Any, item: petition.Item, can_compute: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item, self.claim = item, claims.claim(item.code)
        ways = {key: said for key, said in petition.WAYS.items() if key != "computed" or can_compute}
        self.fields["way"].choices = _options(ways)
        self.fields["way"].required = self.claim.kind == "money"
        for name in ("from_day", "to_day"):
            self.fields[name].required = self.claim.needs_period
        if not self.claim.has_amount:
            del self.fields["way"], self.fields["amount"]

    def clean(self) -> dict[str, Any]:
        """A period runs forward; an amount that is typed is there."""
        kept: dict[str, Any] = super().clean() or self.cleaned_data
        told = petition.Item(code=self.item.code, from_day=kept.get("from_day"), to_day=kept.get("to_day"))
        self.judge(lambda held, today: timing.of_item(told, held.employment, today))
        if kept.get("way") == "typed" and kept.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", "مبلغ را بنویسید، یا راه دیگری برای معلوم شدن آن انتخاب کنید.")
        if kept.get("way") != "typed":
            kept.pop("amount", None)
        return kept


class Narrative(Step):
    """The story, who saw it, what should be looked into."""

    text = fields.LongText(
        label="چه پیش آمده است؟",
        max_length=20_000,
        help_text="به ترتیب بنویسید: از کی کار کردید، چه قرار بود، چه شد، اکنون چه می‌خواهید. رقم‌ها و تاریخ‌ها را هم بنویسید.",
        widget=fields.LongText.widget({"rows": 12}),
    )
    witnesses = fields.LongText(
        label="چه کسانی دیده‌اند؟", required=False, max_length=2000, help_text="نام گواهان و این که هر کدام چه می‌دانند."
    )
    wants_inspection = fields.Tick(label="می‌خواهم بازرس کار به کارگاه برود.", required=False)
    lead_number = fields.Text(
        label="کد دعوت همکارتان",
        required=False,
        max_length=24,
        help_text="اگر همکارتان همین شکایت را کرده و کدی داده است تا با هم رسیدگی شود؛ وگرنه خالی بگذارید.",
    )

    def fit(self, held: Petition) -> None:
        """Only where the house hears cases are co-workers heard together."""
        if not operator().is_authority:
            del self.fields["lead_number"]

    def clean_lead_number(self) -> str:
        """As codes are kept; one that takes nobody is said to be none."""
        typed = text.to_ascii_digits(self.cleaned_data["lead_number"])
        if not typed:
            return ""
        found = groups.by_invitation(typed)
        if found is None:
            raise forms.ValidationError("با این کد نمی‌توان پیوست؛ آن را دوباره از همکارتان بپرسید یا خالی بگذارید.")
        return found.invitation or ""


class Evidence(forms.Form):
    """Files of one kind of paper."""

    paper = fields.Choice(label="این فایل‌ها چه هستند؟", choices=[], required=False)
    files = fields.Uploads(label="فایل‌ها", help_text="عکس یا PDF؛ هر فایل تا ۱۰ مگابایت، هر بار تا ۲۰ فایل.")

    def __init__(self, *args: Any, wanted: Iterable[Wanted], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = {one.kind: one.title for one in wanted}
        rest = {kind: title for kind, title in papers.every().items() if kind not in first and kind != papers.OTHER}
        sorts = [("برای همین خواسته‌ها", _options(first)), ("مدرک‌های دیگر", _options(rest))]
        self.fields["paper"].choices = [("", "نمی‌دانم؛ مدرک دیگر"), *sorts]


class Conciliation(Step):
    """Whether peace was tried before."""

    tried = fields.Radios(label="پیش از این در کارگاه برای سازش کوشیده‌اید؟", choices=_options(petition.TRIED))
    on = fields.JalaliDate(label="چه روزی؟", required=False)
    body = fields.Text(label="نزد چه کسی؟", required=False, example="شورای اسلامی کار، انجمن صنفی یا مدیر کارگاه")
    result = fields.LongText(label="نتیجه چه شد؟", required=False, max_length=2000)

    def clean(self) -> dict[str, Any]:
        """Peace was tried on a day that has come."""
        kept: dict[str, Any] = super().clean() or self.cleaned_data
        self.judge(lambda held, today: timing.of_conciliation(kept.get("on"), today))
        return kept


class Sign(forms.Form):
    """The writer says that it is true; his code says that it is he."""

    true = fields.Tick(
        label="آنچه نوشته‌ام درست است و این دادخواست را امضا می‌کنم.",
        error_messages={"required": "برای امضا، این جمله را علامت بزنید."},
    )


class Nothing(forms.Form):
    """A deed that asks nothing but its button."""
