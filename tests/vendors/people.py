"""The room of the people, companies and accounts that every local vendor knows, and of the checks vendors make on numbers."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

import jdatetime


@dataclass(frozen=True)
class Person:
    """One row of the registry: a Jalali birth date with slashes and the mobile that the tests type for them."""

    national_code: str
    birth: str
    mobile: str
    first_name: str
    last_name: str
    father_name: str
    gender: str = "MALE"
    alive: bool = True
    owns_mobile: bool = True
    registered: bool = True
    similarity: int | None = None
    sms: str = "delivered"

    @property
    def full_name(self) -> str:
        """The two names as the registry writes them."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True)
class Company:
    """One row of the company register."""

    national_id: str
    register_number: str
    name: str
    active: bool
    chief_executive: str | None


@dataclass(frozen=True)
class Foreigner:
    """One foreign national, with a Gregorian birth date."""

    code: str
    birth: str
    mobile: str
    first_name: str
    last_name: str
    nationality: str


# The first name is stored with Arabic letters on purpose: registers answer like that.
KARIMI = Person("9990001235", "1370/06/31", "09120000001", "علي", "كريمي", "رضا")
IRANCELL = Person("9990001243", "1365/01/15", "09350000002", "مریم", "احمدی", "حسن", gender="FEMALE", sms="blocked")
RIGHTEL = Person("9991234561", "1360/02/02", "09210000004", "سارا", "مؤمنی", "محمد", gender="FEMALE", sms="lost")
DECEASED = Person("9987654320", "1330/05/05", "09120000005", "حسین", "رضایی", "علی", alive=False)
LEADING_ZEROS = Person("0001234560", "1375/12/30", "09120000006", "آرش", "رئیسی", "موسی")
OTHERS_SIM = Person("0090007778", "1368/03/03", "09120000007", "زهرا", "حسینی", "رضا", gender="FEMALE", owns_mobile=False)
NOT_IN_REGISTRY = Person("0102030405", "1372/04/04", "09120000008", "حسن", "صادقی", "اکبر", registered=False)
SIMILAR_NAME = Person("0199999996", "1380/09/09", "09120000009", "علیرضا", "محمدی", "مهدی", similarity=82)

PEOPLE = {
    person.national_code: person
    for person in (KARIMI, IRANCELL, RIGHTEL, DECEASED, LEADING_ZEROS, OTHERS_SIM, NOT_IN_REGISTRY, SIMILAR_NAME)
}
FOREIGNER = Foreigner("990000000001", "1990-05-01", "09900000003", "احمد", "رحیمی", "افغانستان")
FOREIGNERS = {FOREIGNER.code: FOREIGNER}

COMPANY = Company("99900012303", "12345", "شرکت نمونه کارداد", active=True, chief_executive=KARIMI.national_code)
DISSOLVED_COMPANY = Company("99900012318", "54321", "شرکت منحل نمونه", active=False, chief_executive=None)
COMPANIES = {company.national_id: company for company in (COMPANY, DISSOLVED_COMPANY)}

SHEBA = "IR810100000000000001000003"
SHEBA_OWNERS = {SHEBA: {KARIMI.national_code: "yes", LEADING_ZEROS.national_code: "most_possible"}}

POSTAL_CODE = "1498370910"
ADDRESS = {"province": "تهران", "township": "تهران", "street": "خیابان نمونه", "number": "۱۰"}


def is_national_code(value: str) -> bool:
    """Whether ten digits carry their own check digit and are not a repeated or an empty number."""
    if not re.fullmatch("[0-9]{10}", value) or len(set(value)) == 1 or value[3:9] == "000000":
        return False
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(value[:9])) % 11
    return int(value[9]) == (rest if rest < 2 else 11 - rest)


def is_person_code(value: str) -> bool:
    """Whether a SIM register would take it: a national code, or the twelve digits of a foreign national."""
    return is_national_code(value) or (bool(re.fullmatch("[0-9]{12}", value)) and len(set(value)) > 1)


def is_company_id(value: str) -> bool:
    """Whether eleven digits carry their own check digit."""
    if not re.fullmatch("[0-9]{11}", value) or len(set(value)) == 1 or value[3:9] == "000000":
        return False
    shift = int(value[9]) + 2
    weights = (29, 27, 23, 19, 17) * 2
    rest = sum((int(digit) + shift) * weight for digit, weight in zip(value, weights, strict=False)) % 11
    return int(value[10]) == rest % 10


def is_iban(value: str) -> bool:
    """Whether it is IR and 24 digits whose remainder by 97 is one."""
    return bool(re.fullmatch("IR[0-9]{24}", value)) and int(value[4:] + "1827" + value[2:4]) % 97 == 1


def is_mobile(value: str) -> bool:
    """Whether it is written 09 and nine digits."""
    return bool(re.fullmatch("09[0-9]{9}", value))


def is_jalali(value: str, separator: str = "/") -> bool:
    """Whether it is a Jalali day that exists, written year month day with exactly this separator."""
    found = re.fullmatch(f"([0-9]{{4}}){separator}([0-9]{{2}}){separator}([0-9]{{2}})", value)
    if not found:
        return False
    try:
        jdatetime.date(*(int(part) for part in found.groups()))
    except ValueError:
        return False
    return True


def owns(code: str, mobile: str) -> bool:
    """Whether the SIM register has this mobile under this person."""
    if code in FOREIGNERS:
        return FOREIGNERS[code].mobile == mobile
    person = PEOPLE.get(code)
    return person is not None and person.owns_mobile and person.mobile == mobile


def registered(code: str, birth: str) -> Person | None:
    """The registry's person with this code and this birth date, slashes or not; nobody when they disagree."""
    person = PEOPLE.get(code)
    if person is None or not person.registered or person.birth.replace("/", "") != birth.replace("/", ""):
        return None
    return person


def sheba_owner(iban: str, code: str, birth: str) -> str:
    """The bank's answer – yes, no or most_possible – on whether this account is this person's."""
    return SHEBA_OWNERS.get(iban, {}).get(code, "no") if registered(code, birth) else "no"


def sms_fate(mobile: str) -> str:
    """What becomes of a text to this mobile: delivered, blocked or lost."""
    return next((person.sms for person in PEOPLE.values() if person.mobile == mobile), "delivered")


def similarity(person: Person, real: str, typed: str) -> int:
    """How alike two names are, of a hundred, as a registry would judge them."""
    if person.similarity is not None:
        return person.similarity
    ratio = SequenceMatcher(a=_folded(real), b=_folded(typed)).ratio()
    return round(100 * ratio)


def same_name(one: str, other: str) -> bool:
    """Whether two spellings are one name."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return re.sub(r"[\s\u200c\u064b-\u065f\u0640]", "", name.translate(str.maketrans("يىكأإآؤةئ", "ییکاااوهی")))
