"""Words that people spell in several ways are one word to search."""

import pytest

from kardad.search import words

pytestmark = pytest.mark.no_django
Z = "\u200c"

# What one person asks, and what another wrote: they must find each other, both ways.
MEET = [
    # Arabic letters
    ("كارگر", "کارگر"),
    ("مرخصي", "مرخصی"),
    ("حقوق كارگري", "حقوق کارگری"),
    ("تأمین اجتماعی", "تامین اجتماعي"),
    ("هيئت تشخيص", "هیات تشخیص"),
    ("هیأت حل اختلاف", "هیئت حل اختلاف"),
    ("مسئول", "مسوول"),
    ("رأی", "رای"),
    ("اعتراض به رأي", "اعتراض به رای"),
    ("سؤال", "سوال"),
    ("مؤسسه", "موسسه"),
    ("إخراج", "اخراج"),
    ("عیدی كارگران", "عیدی کارگران"),
    ("بيمه بيكاري", "بیمه بیکاری"),
    ("آيين‌نامه", "آیین‌نامه"),
    # half-spaces
    (f"اضافه{Z}کاری", "اضافه کاری"),
    (f"اضافه{Z}کاری", "اضافهکاری"),
    ("اضافه کاری", "اضافهکاری"),
    (f"حق{Z}بیمه", "حق بیمه"),
    (f"شب{Z}کاری", "شب کاری"),
    (f"جمعه{Z}کاری", "جمعه کاری"),
    (f"نوبت{Z}کاری", "نوبتکاری"),
    (f"تسویه{Z}حساب", "تسویه حساب"),
    (f"تسویه{Z}حساب", "تسویهحساب"),
    (f"پیش{Z}نویس", "پیش نویس"),
    (f"کارت به{Z}کارت", "کارت به کارت"),
    (f"می{Z}دهد", "میدهد"),
    (f"نمی{Z}دهد", "نمیدهد"),
    (f"بیمه{Z}شده", "بیمه شده"),
    (f"عائله{Z}مندی", "عائله مندی"),
    # digits
    ("ماده ۲۷", "ماده 27"),
    ("ماده ٢٧", "ماده ۲۷"),
    ("ماده بیست و هفت", "ماده ۲۷"),
    ("ماده صد و چهل و هشت", "ماده 148"),
    ("م ۲۷", "ماده ۲۷"),
    ("عیدی ۱۴۰۴", "عیدی 1404"),
    ("عیدی ١٤٠٤", "عیدی ۱۴۰۴"),
    ("۴۴ ساعت", "44 ساعت"),
    # plurals and endings
    ("قراردادها", "قرارداد"),
    (f"قرارداد{Z}ها", "قرارداد"),
    (f"قرارداد{Z}های موقت", "قرارداد موقت"),
    ("قراردادهای موقت", "قرارداد موقت"),
    ("کارگران", "کارگر"),
    ("کارفرمایان", "کارفرما"),
    ("کارگاه‌ها", "کارگاه"),
    ("کارگاهها", "کارگاه"),
    ("مرخصی‌ها", "مرخصی"),
    ("مرخصیها", "مرخصی"),
    ("دستمزدها", "دستمزد"),
    ("دستمزدش", "دستمزد"),
    ("حقوقم", "حقوق"),
    ("مطالبات", "مطالبه"),
    ("تعطیلات رسمی", "تعطیل رسمی"),
    ("قوانین کار", "قانون کار"),
    ("شکایت‌هایم", "شکایت"),
    ("شکایات", "شکایت"),
    ("نمایندگان", "نماینده"),
    ("پیمانکاران", "پیمانکار"),
    ("اختلافات", "اختلاف"),
    ("خسارات", "خسارت"),
    ("فیش‌های حقوقی", "فیش حقوقی"),
    ("بازرسان", "بازرس"),
    ("مشمولین", "مشمول"),
    ("هیئت‌های", "هیئت"),
    # one thing, two names
    ("حداقل حقوق", "حداقل مزد"),
    ("حق اولاد", f"عائله{Z}مندی"),
]
# What must stay apart.
APART = [
    ("کارگر", "کارفرما"),
    ("ماده ۲۷", "ماده ۷"),
    ("ماده ۲۷", "۲۷ روز مرخصی"),
    ("بیمه", "بیماری"),
    ("مزد", "مزرعه"),
    ("سازش", "سازمان"),
    ("عیدی", "عید فطر"),
]


def answers(asked, written):
    """Whether every word of the question stands in the text in one of its forms, as the index judges it."""
    there = set(words.tokens(written))
    return all(any(set(form.split()) <= there for form in word.forms) for word in words.question(asked))


@pytest.mark.parametrize(("one", "other"), MEET)
def test_two_spellings_find_each_other(one, other):
    assert answers(one, other)
    assert answers(other, one)


def test_there_are_sixty_pairs_and_more():
    assert len({frozenset(pair) for pair in MEET}) >= 60


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_things_stay_apart(one, other):
    assert not answers(one, other)


def test_words_that_every_text_has_are_not_asked_for_while_others_are():
    assert [word.forms[0] for word in words.question("عیدی چیست و به چه کسی")] == ["عیدی", "کسی"]
    assert [word.forms[0] for word in words.question("چه")] == ["چه"]


def test_an_article_is_asked_for_as_one_word():
    asked = words.question("طبق ماده ۱۴۸ قانون کار")
    assert [word.forms[0] for word in asked if word.is_article] == ["ماده148"]


def test_a_text_without_words_asks_for_nothing():
    assert words.question("؟!… ") == []
