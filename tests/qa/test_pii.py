"""What tells who somebody is, is seen however it is typed; figures of work are left alone."""

import pytest

from kardad.qa import pii

CARD = "6037991199500590"


def check_card():
    digits = [int(one) for one in CARD]
    total = sum(sum(divmod(digit * 2, 10)) if place % 2 == 0 else digit for place, digit in enumerate(digits))
    return total % 10 == 0


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("شماره من 09120000001 است", ["mobile"]),
        ("شماره من ۰۹۱۲ ۰۰۰ ۰۰۰۱ است", ["mobile"]),
        ("٠٩١٢-٠٠٠-٠٠٠١", ["mobile"]),
        ("0 9 1 2 0 0 0 0 0 0 1", ["mobile"]),
        ("+98 912 000 0001", ["mobile"]),
        ("۰۹۱۲\u200c۰۰۰\u200c۰۰۰۱", ["mobile"]),
        ("کد ملی ۰۰۱۲۳۴۵۶۷۹", ["national-code"]),
        ("کد ملی ۰۰۱-۲۳۴۵۶۷-۹", ["national-code"]),
        ("کد ملی 0012345678", []),
        ("ali.karimi@example.com و علی", ["email"]),
        ("ali @ example . com", ["email"]),
        ("به @karimi_law پیام دهید", ["handle"]),
        ("کانال t.me/karimi", ["handle"]),
        ("حقوقم ۱۶۶٬۲۵۵٬۵۰۰ ریال است", []),
        ("از 1404/05/12 تا 1404/06/12 کار کردم", []),
        ("از ۱۴۰۴-۰۵-۱۲ ۱۴۰۴-۰۶-۱۲", []),
        ("ماده ۲۷ و ۱۶۵ قانون کار، ۳۵ درصد، ۱۹۲ ساعت در ماه", []),
        ("سال ۱۴۰۴ در ۰۹۱۲۰۰۰۰۰۰۱ هستم", ["mobile"]),
        ("سال ۱۴۰۴ ۰۹۱۲۰۰۰۰۰۰۱", ["mobile"]),
        ("۰۰۱۲۳۴۵۶۷۹ ریال طلب دارم", []),
    ],
)
def test_what_tells_who_somebody_is_is_seen(text, kinds):
    assert [one.kind for one in pii.found(text)] == kinds


@pytest.mark.parametrize("shape", [CARD, "6037 9911 9950 0590", "۶۰۳۷-۹۹۱۱-۹۹۵۰-۰۵۹۰"])
def test_a_bank_card_is_known_by_its_last_digit(shape):
    wrong = shape[:-1] + ("1" if shape[-1] == "0" else "۱")
    assert check_card()
    assert [one.kind for one in pii.found(f"کارت {shape}")] == ["card"]
    assert pii.found(f"کارت {wrong}") == []


def test_a_company_is_known_by_its_check_digit():
    from kardad.kit import ids

    good = "1010123401" + ids.company_check_digit("1010123401")
    bad = good[:-1] + str((int(good[-1]) + 1) % 10)
    assert [one.kind for one in pii.found(f"شرکت {good}")] == ["company-id"]
    assert pii.found(f"شرکت {bad}") == []


@pytest.mark.parametrize("head", ["IR", "ir", ""])
def test_an_account_is_known_by_its_check_digits(head):
    from kardad.kit import ids

    account = "012" + "1234500000000067890"
    good = f"{ids.iban_check_digits(account)}{account}"
    grouped = " ".join(good[place : place + 4] for place in range(0, 24, 4))
    assert [one.kind for one in pii.found(f"شبا {head}{grouped} بود")] == ["iban"]
    assert [one.kind for one in pii.found(f"شبا {head}{good}")] == ["iban"]
    assert "iban" not in [one.kind for one in pii.found(f"شبا {head}{good[:-1]}{(int(good[-1]) + 1) % 10}")]


def test_the_sentence_shows_what_to_take_out_as_it_was_typed():
    said = pii.told(pii.found("با ۰۹۱۲ ۰۰۰ ۰۰۰۱ یا ali@example.com تماس بگیرید"))
    assert "شماره همراه «۰۹۱۲ ۰۰۰ ۰۰۰۱»" in said
    assert "نشانی ایمیل «ali@example.com»" in said
    assert "سر جایش است" in said
