"""The demo people of `make run` and of the tests: made up, with codes that no real person bears (identity.md 4.5)."""

from datetime import date

from kardad.gateways.registry.book import Book, Firm, Guest, Person
from kardad.gateways.registry.port import Outcome, Position

PEOPLE = (
    # Arabic ي and ك on purpose: a registry writes them, and the pages must not.
    Person(
        national_code="9990001235",
        birth=date(1991, 9, 22),  # 1370/06/31
        mobile="09120000001",
        first_name="علي",
        last_name="كريمي",
        father_name="رضا",
    ),
    Person(
        national_code="9990001243",
        birth=date(1986, 4, 4),  # 1365/01/15
        mobile="09350000002",
        first_name="مریم",
        last_name="احمدی",
        father_name="حسن",
    ),
    Person(
        national_code="9991234561",
        birth=date(1981, 4, 22),  # 1360/02/02
        mobile="09210000004",
        first_name="سارا",
        last_name="مؤمنی",
        father_name="محمد",
    ),
    Person(
        national_code="9987654320",
        birth=date(1951, 7, 28),  # 1330/05/05
        mobile="09120000005",
        first_name="اکبر",
        last_name="نیک‌پور",
        father_name="محمود",
        is_alive=False,
    ),
    Person(
        national_code="0001234560",
        birth=date(1997, 3, 20),  # 1375/12/30, a leap day
        mobile="09120000006",
        first_name="آرش",
        last_name="رئیسی",
        father_name="موسی",
    ),
    # The SIM 09120000007 is somebody else's, so this person has none of their own here.
    Person(
        national_code="0090007778",
        birth=date(1989, 5, 24),  # 1368/03/03
        first_name="زهرا",
        last_name="حسینی",
        father_name="رضا",
    ),
    Person(
        national_code="0102030405",
        birth=date(1993, 6, 25),  # 1372/04/04
        mobile="09120000008",
        is_registered=False,
    ),
    Person(
        national_code="0199999996",
        birth=date(2001, 11, 30),  # 1380/09/09
        mobile="09120000009",
        first_name="علیرضا",
        last_name="محمدی",
        father_name="مهدی",
        name_score=82,
    ),
)

FIRMS = (
    Firm(
        company_id="99900012303",
        name="شرکت نمونه کارداد",
        registration_number="12345",
        members={"9990001235": (Position(title="CEO", gazette_number="9990", gazette_on=date(2021, 3, 21)),)},
        signatories=frozenset({"9990001235"}),
    ),
    Firm(company_id="99900012318", name="شرکت نمونه منحل‌شده", registration_number="54321", is_active=False),
)

GUESTS = (
    Guest(
        code="990000000001",
        birth=date(1990, 5, 1),
        mobile="09900000003",
        first_name="احمد",
        last_name="رحمانی",
        nationality="افغانستان",
    ),
)

IBAN = "IR810100000000000001000003"


def book() -> Book:
    """A fresh register of the demo people."""
    filled = Book(
        accounts={(IBAN, "9990001235"): Outcome.MATCH, (IBAN, "0001234560"): Outcome.UNSURE},
        addresses={
            "1498370910": {"province": "تهران", "township": "تهران", "city": "تهران", "street": "خیابان نمونه", "house_number": "۱۲"}
        },
    )
    filled.add(*PEOPLE, *FIRMS, *GUESTS)
    return filled
