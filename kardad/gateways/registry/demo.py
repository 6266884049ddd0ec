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

# Those who have a ready account and are typed by nobody: the staff of the demo and a practitioner.
BUREAU = (
    Person(national_code="9990002101", birth=date(1990, 7, 15), mobile="09120000028", first_name="سمیرا", last_name="کاظمی"),
    Person(national_code="9990002029", birth=date(1984, 6, 4), mobile="09120000021", first_name="نگار", last_name="صالحی"),
    Person(national_code="9990002061", birth=date(1986, 1, 9), mobile="09120000022", first_name="بابک", last_name="نیکزاد"),
    Person(national_code="9990002071", birth=date(1987, 4, 12), mobile="09120000025", first_name="مریم", last_name="وحیدی"),
    Person(national_code="9990002088", birth=date(1989, 11, 3), mobile="09120000026", first_name="مینا", last_name="رستگار"),
    Person(national_code="9990002118", birth=date(1983, 10, 8), mobile="09120000029", first_name="لیلا", last_name="فرهمند"),
    Person(national_code="9990002096", birth=date(1985, 2, 24), mobile="09120000027", first_name="امیر", last_name="دانش"),
    Person(national_code="7771230008", birth=date(1988, 9, 1), mobile="09120000023", first_name="شیرین", last_name="فتحی"),
    Person(national_code="9604040405", birth=date(1982, 3, 17), mobile="09120000024", first_name="کاوه", last_name="مرادی"),
)

# The boards of the demo's office, the lawyer and the expert of its cases, and two more who claim; the first five have a ready account.
COURT = (
    Person(national_code="9990003009", birth=date(1968, 1, 3), mobile="09120000030", first_name="حسن", last_name="امیری"),
    Person(national_code="9990003017", birth=date(1979, 2, 4), mobile="09120000031", first_name="فرشته", last_name="یزدانی"),
    Person(national_code="9990003033", birth=date(1966, 3, 5), mobile="09120000032", first_name="پروین", last_name="جعفری"),
    Person(national_code="9990003122", birth=date(1985, 4, 6), mobile="09120000033", first_name="ترانه", last_name="مشیری"),
    Person(national_code="9990003130", birth=date(1963, 5, 7), mobile="09120000034", first_name="جمشید", last_name="کاویانی"),
    Person(national_code="9990003025", birth=date(1974, 6, 8), mobile="09120000035", first_name="کیوان", last_name="سهرابی"),
    Person(national_code="9990003041", birth=date(1970, 7, 9), mobile="09120000036", first_name="ایرج", last_name="ملکی"),
    Person(national_code="9990003051", birth=date(1972, 8, 10), mobile="09120000037", first_name="نادر", last_name="شریفی"),
    Person(national_code="9990003068", birth=date(1980, 9, 11), mobile="09120000038", first_name="مجید", last_name="صفایی"),
    Person(national_code="9990003076", birth=date(1982, 10, 12), mobile="09120000039", first_name="لاله", last_name="محبی"),
    Person(national_code="9990003084", birth=date(1975, 11, 13), mobile="09120000040", first_name="قاسم", last_name="رحیمی"),
    Person(national_code="9990003092", birth=date(1971, 12, 14), mobile="09120000041", first_name="شهرام", last_name="بهرامی"),
    Person(national_code="9990003106", birth=date(1983, 1, 15), mobile="09120000042", first_name="الهام", last_name="تهرانی"),
    Person(national_code="9990003114", birth=date(1969, 2, 16), mobile="09120000043", first_name="فریبرز", last_name="کیانی"),
    Person(national_code="9990003149", birth=date(1988, 3, 17), mobile="09120000044", first_name="حمید", last_name="رستمی"),
    Person(national_code="9990003157", birth=date(1992, 4, 18), mobile="09120000045", first_name="نسرین", last_name="قاسمی"),
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
    filled.add(*PEOPLE, *BUREAU, *COURT, *FIRMS, *GUESTS)
    return filled
