"""The petition as its writer fills it in, step by step (LP 31): what each step holds, and how it is kept as JSON. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Final

from kardad.cases import shares
from kardad.kit import records

SIDES: Final = {"worker": "کارگر یا کارآموز", "employer": "کارفرما"}
KINDS: Final = {"natural": "شخص (حقیقی)", "legal": "شرکت یا مؤسسه (حقوقی)", "unknown": "نام او را نمی‌دانم"}
CONTRACTS: Final = {
    "permanent": "دائم",
    "fixed": "موقت (مدت معین)",
    "task": "کار معین",
    "oral": "شفاهی؛ قرارداد نوشته نداریم",
    "apprentice": "کارآموزی",
}
SHIFTS: Final = {"day": "روزکار", "night": "شب‌کار", "rotating": "نوبت‌کاری", "other": "ترتیب دیگر"}
INSURED: Final = {"yes": "همه مدت بیمه بودم", "part": "بخشی از مدت", "no": "نه", "unknown": "نمی‌دانم"}
ENDS: Final = {
    "working": "هنوز کار ادامه دارد",
    "dismissal": "اخراج",
    "resignation": "استعفا",
    "expiry": "پایان قرارداد",
    "closure": "تعطیلی کارگاه",
    "suspension": "تعلیق",
    "leaving": "ترک کار",
    "other": "سبب دیگر",
}
WAYS: Final = {
    "computed": "با قانون حساب شود",
    "typed": "مبلغ را خودم می‌نویسم",
    "left": "تعیین مبلغ با هیئت یا کارشناس",
}
TRIED: Final = {"no": "نه", "yes": "بله، به نتیجه نرسید", "part": "بله، بخشی حل شد"}
MOST_RESPONDENTS: Final = 20
MOST_HEIRS: Final = 30
MOST_ITEMS: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimant:
    """Whose right it is (LP 31 (3)); of an heir, also from whom and for which share."""

    kind: str = "natural"
    first_name: str = ""
    last_name: str = ""
    father_name: str = ""
    birth_year: int | None = None
    code: str = ""
    company_name: str = ""
    company_id: str = ""
    registration_number: str = ""
    signatory: str = ""
    mobile: str = ""
    address: str = ""
    postal_code: str = ""
    email: str = ""
    deceased: str = ""
    share: str = ""

    @property
    def name(self) -> str:
        """As the petition names him."""
        return self.company_name if self.kind == "legal" else f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heir:
    """Another heir of the same deceased, and his share; with a mandate the filer claims it for him too."""

    name: str = ""
    code: str = ""
    share: str = ""  # kardad.cases.shares
    mandate: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Respondent:
    """Against whom (LP 31 (4), (7)); one whose name nobody knows is told by the place, its sign and who paid."""

    kind: str = ""
    first_name: str = ""
    last_name: str = ""
    code: str = ""
    company_name: str = ""
    company_id: str = ""
    registration_number: str = ""
    signatory: str = ""
    sign: str = ""
    payer: str = ""
    mobile: str = ""
    address: str = ""
    postal_code: str = ""

    @property
    def name(self) -> str:
        """As the petition names him."""
        if self.kind == "unknown":
            return f"کارفرمای «{self.sign}»" if self.sign else "کارفرمای ناشناس"
        return self.company_name if self.kind == "legal" else f"{self.first_name} {self.last_name}".strip()

    @property
    def identifier(self) -> str:
        """The national code or the company's id; empty where it is not known."""
        return {"natural": self.code, "legal": self.company_id}.get(self.kind, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """The last place of work, which decides the office (LP 10)."""

    name: str = ""
    activity: str = ""
    province: str = ""
    city: str = ""
    address: str = ""
    postal_code: str = ""
    code: str = ""
    last_day: date | None = None
    is_operating: str = ""
    office: int | None = None  # chosen where more than one may be right


@dataclass(frozen=True, slots=True, kw_only=True)
class Employment:
    """The work itself: kind of contract, how long, for how much, how it ended."""

    job: str = ""
    contract: str = ""
    started_on: date | None = None
    ended_on: date | None = None
    end: str = ""
    wage: int | None = None  # the last month's, in rials
    weekly_hours: int | None = None
    shift: str = ""
    insured: str = ""
    married: str = ""
    children: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One claim item: a row of the catalogue, its period, and its amount with the sheet that gave it."""

    code: str = ""
    from_day: date | None = None
    to_day: date | None = None
    way: str = ""
    amount: int | None = None
    text: str = ""
    sheet: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrative:
    """What happened, who saw it, and what the board is asked to look into."""

    text: str = ""
    witnesses: str = ""
    wants_inspection: bool = False
    lead_number: str = ""  # the code of the co-worker's petition with which this one should be heard


@dataclass(frozen=True, slots=True, kw_only=True)
class Conciliation:
    """Whether peace was tried in the workshop before (LL 157)."""

    tried: str = ""
    on: date | None = None
    body: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Petition:
    """Every step of a petition."""

    side: str = "worker"
    capacity: str = "self"
    organisation: int | None = None  # for which its member files
    claimant: Claimant = field(default_factory=Claimant)
    heirs: tuple[Heir, ...] = ()  # beside the claimant, who is one
    respondents: tuple[Respondent, ...] = ()
    workshop: Workshop = field(default_factory=Workshop)
    employment: Employment = field(default_factory=Employment)
    items: tuple[Item, ...] = ()
    narrative: Narrative = field(default_factory=Narrative)
    conciliation: Conciliation = field(default_factory=Conciliation)

    @property
    def total(self) -> int:
        """The sum of the amounts that are known, in rials."""
        return sum(item.amount or 0 for item in self.items)

    @property
    def claimed(self) -> Fraction:
        """The part of the inheritance that is claimed here: the filer's, and of who gave him a mandate; the whole where nobody died."""
        if self.capacity != "heir":
            return Fraction(1)
        mine = [self.claimant.share, *(heir.share for heir in self.heirs if heir.mandate)]
        return sum((share for share in map(shares.of, mine) if share), Fraction(0))


def read(raw: str) -> Petition:
    """The petition of its JSON; what a later version does not know is left out, what an earlier one lacked is empty."""
    return records.read(Petition, raw)


def as_json(petition: Petition) -> str:
    """The petition as it is kept, the same letters for the same petition."""
    return records.as_json(petition)


def told(petition: Petition, step: str, values: Mapping[str, Any]) -> Petition:
    """The petition with these values in one of its steps; what is not a field of the step is left out."""
    return records.told(petition, step, values)
