"""Free clauses of a contract: what is unlawful is found however it is spelt, what is lawful is left alone."""

import copy
from dataclasses import replace

import pytest

from kardad.kit.text import ZWNJ
from kardad.law import evidence
from kardad.law.contract_rules import patterns, rulebook
from kardad.law.evidence import BadRow
from tests.law.contracts import PERMANENT, SOUND, codes, found, only

WAIVERS = {
    "insurance": [
        "کارگر از حق بیمه انصراف می‌دهد.",
        "کارگر مشمول بیمه تأمین اجتماعی نمی‌باشد.",
        "کارفرما هیچ‌گونه تعهدی در قبال بیمه کارگر ندارد.",
        "این قرارداد بدون بیمه است.",
        "پرداخت حق بیمه بر عهده کارگر است.",
        "کارگر حق مطالبه بیمه را از خود سلب و ساقط نمود.",
        "کارگر خویش‌فرماست و خود بیمه‌اش را می‌پردازد.",
        "حق بیمه سهم کارفرما از حقوق کارگر کسر می‌گردد.",
        "بیمه سهم کارگر و کارفرما از حقوق کارگر کسر می‌شود.",
        "کارگر بیمه را اسقاط می‌کند.",
    ],
    "bonus": [
        "به کارگر عیدی و پاداش تعلق نمی‌گیرد.",
        "عیدی در مزد ماهانه لحاظ شده است.",
        "کارگر حق مطالبه عیدی نخواهد داشت.",
        "کارگر عیدی سال جاری را از خود ساقط نمود.",
        "سنوات و عیدی در مبلغ فوق منظور گردیده و جداگانه پرداخت نمی‌شود.",
        "پرداخت عیدی به صلاحدید مدیریت است.",
    ],
    "severance": [
        "سنوات به این قرارداد تعلق نخواهد گرفت.",
        "حق سنوات کارگر در حقوق ماهانه منظور گردیده است و جداگانه نیست.",
        "کارگر از دریافت سنوات صرف نظر کرد.",
        "مزایای پایان خدمت داخل مزد ماهانه لحاظ شده است.",
    ],
    "leave": [
        "کارگر حق استفاده از مرخصی ندارد.",
        "به کارگر مرخصی تعلق نمی‌گیرد.",
        "مانده مرخصی در پایان قرارداد پرداخت نمی‌شود.",
        "مرخصی استفاده نشده در پایان سال سوخت می‌شود.",
    ],
    "complaint": [
        "کارگر حق هیچ‌گونه شکایتی علیه کارفرما ندارد.",
        "کارگر حق هرگونه اعتراض و شکایت را از خود سلب می‌کند.",
        "نامبرده حق مراجعه به اداره کار را ندارد.",
        "کارگر پس از تسویه هیچگونه ادعایی نخواهد داشت.",
        "کارگر نمی‌تواند به اداره کار شکایت کند.",
    ],
    "wage": [
        "به اضافه‌کاری مبلغی تعلق نمی‌گیرد.",
        "کلیه مزایای قانونی در مبلغ فوق لحاظ شده است.",
        "کار در روز جمعه بدون فوق‌العاده است.",
        "در صورت استعفا، مزد آخرین ماه پرداخت نخواهد شد.",
        "حقوق کارگر منوط به وصول مطالبات شرکت است.",
    ],
    "law": [
        "این قرارداد مشمول قانون کار نیست.",
        "رابطه طرفین پیمانکاری است و تابع قانون مدنی می‌باشد.",
        "هیچ‌گونه رابطه کارگری و کارفرمایی بین طرفین وجود ندارد.",
    ],
    "settlement": [
        "کارگر با امضای این قرارداد تسویه‌حساب کامل خود را اعلام می‌کند.",
        "کارگر اقرار می‌کند تمام حقوق و مزایا را دریافت کرده است.",
        "کارگر هیچ‌گونه طلبی از کارفرما ندارد و نخواهد داشت.",
        "امضای کارگر در پای این قرارداد به منزله مفاصا حساب است.",
    ],
    "blank": [
        "کارگر یک برگ سفید امضا به کارفرما می‌دهد.",
        "کارگر متعهد است یک فقره سفته سفید امضا تحویل دهد.",
        "کارگر ذیل دو برگ کاغذ سفید را امضا می‌کند.",
        "ورقه سفید با امضای کارگر در پرونده نگه داشته می‌شود.",
    ],
}
LAWFUL = [
    "کارگر موظف است ساعت ورود و خروج را ثبت کند و اضافه‌کاری با موافقت او است.",
    "حق بیمه تا پایان ماه بعد به تأمین اجتماعی پرداخت می‌شود.",
    "کارفرما متعهد است حقوق و مزایای کارگر را تا پنجم هر ماه بپردازد.",
    "کارگر متعهد است ابزار کار را سالم برگرداند.",
    "کارگر بدون هماهنگی نمی‌تواند مرخصی بگیرد.",
    "مرخصی بیش از نه روز به سال بعد منتقل نمی‌شود.",
    "کارگر می‌تواند از مرخصی استحقاقی خود استفاده کند.",
    "کارگر موظف است در هر حال اصول ایمنی را رعایت کند.",
    "کارفرما هر ماه فیش حقوقی به کارگر می‌دهد.",
    "کارگر می‌تواند از رأی هیئت تشخیص اعتراض کند.",
    "قرارداد در چهار نسخه تنظیم شده و هر نسخه اعتبار یکسان دارد.",
    "کارگر برای هر روز مأموریت فوق‌العاده می‌گیرد.",
    "کارفرما موظف است کارگر را از روز نخست بیمه کند.",
    "سهم بیمه کارگر هفت درصد است و از مزد او کسر می‌شود.",
    "کارفرما نمی‌تواند کارگر را از بیمه محروم کند.",
    "شرطی که حق بیمه کارگر را سلب کند باطل است.",
    "عیدی کارگر کمتر از حداقل قانونی پرداخت نمی‌شود.",
    "عیدی و سنوات در پایان سال بر مبنای آخرین مزد محاسبه می‌شود.",
    "حق سنوات هر سال معادل یک ماه آخرین مزد است.",
    "کارگر سالانه بیست و شش روز مرخصی دارد.",
    "در روزهای مرخصی بدون حقوق، مزدی پرداخت نمی‌شود.",
    "مرخصی استعلاجی با گواهی پزشک است و مزد آن را تأمین اجتماعی می‌پردازد.",
    "کارگر حق شکایت به مراجع حل اختلاف را دارد.",
    "امضای این قرارداد حق شکایت کارگر را سلب نمی‌کند.",
    "هیچ‌یک از طرفین حق افشای اسرار دیگری را ندارد.",
    "کارگر حق واگذاری کار به دیگری را ندارد.",
    "اضافه‌کاری با رضایت کارگر و پرداخت مزد آن است.",
    "کارفرما موظف است مزد اضافه‌کاری را پرداخت کند.",
    "محل کار با توافق طرفین تغییر می‌کند.",
    "کارگر وظایف مندرج در شرح وظایف را انجام می‌دهد.",
    "کارگر در دوره آزمایشی همه مزایا و بیمه را دارد.",
    "کارفرما حق فسخ یک‌طرفه قرارداد را ندارد.",
    "هیچ طرفی نمی‌تواند قرارداد را یک‌طرفه فسخ کند.",
    "قرارداد با توافق طرفین پایان می‌یابد.",
    "اختلاف‌ها در مراجع حل اختلاف کار رسیدگی می‌شود.",
    "تسویه‌حساب ظرف پانزده روز پس از پایان قرارداد انجام می‌شود.",
    "کارگر پس از دریافت تمامی مطالبات خود برگه تسویه را امضا می‌کند.",
    "کارگر صندوق فروش را هر شب تسویه می‌کند.",
    "امضای این قرارداد به منزله تسویه‌حساب نیست.",
    "کارگر همه ابزار را سالم دریافت کرده است.",
    "گرفتن سفته سفید امضا از کارگر ممنوع است.",
    "کارفرما هیچ سند یا برگ سفید امضایی از کارگر نمی‌گیرد.",
    "کارگر لباس کار سفید می‌پوشد و تحویل آن را امضا می‌کند.",
    "بی مهری به همکاران پسندیده نیست و مرخصی ساعتی با هماهنگی است.",
    "کارگر از نوع یدی و ساده است و عیدی او طبق قانون است.",
    "در ساعت نماز و نهار نیم ساعت وقت هست و جز و ناظر کارگاه کسی به آن کار ندارد.",
    "عیدی و سنوات جداگانه پرداخت می‌شود و در مزد ماهانه منظور نشده است.",
    "این قرارداد تابع قانون کار است و نه قانون مدنی.",
    "مسئولیت خسارت تابع قانون مسئولیت مدنی است.",
    "سهم کارفرما بیست درصد است و از حقوق کارگر کسر نمی‌شود.",
    "کارگر هفت درصد سهم خود از بیمه را می‌پردازد.",
    "پاداش عملکرد به تشخیص مدیریت است و عیدی طبق قانون پرداخت می‌شود.",
    "مانده مرخصی بیش از نه روز سوخت نمی‌شود و بازخرید می‌شود.",
    "کار در روز جمعه با چهل درصد فوق‌العاده است.",
    "اضافه‌کاری بدون پرداخت مزد مجاز نیست.",
    "پرداخت مزد منوط به وصول مطالبات کارفرما نیست.",
    "کارفرما می‌تواند با رعایت ماده بیست و هفت و نظر شورا کارگر را اخراج کند.",
    "کارگر در ماه نخست می‌تواند مرخصی بدون حقوق بگیرد.",
    "در روزهای غیبت و ترک کار مزدی پرداخت نمی‌شود.",
]
FORCED = {
    "overtime": [
        "کارگر موظف است در صورت نیاز کارفرما اضافه‌کاری کند.",
        "اضافه‌کاری برای کارگران اجباری است.",
        "کارگر متعهد است بیش از ساعات قانونی کار کند.",
    ],
    "place": [
        "کارگر در هر محلی که کارفرما تعیین کند کار می‌کند.",
        "محل کار به تشخیص کارفرما است.",
        "کارفرما می‌تواند هر زمان محل کار را تغییر دهد.",
    ],
    "duty": [
        "کارگر هر کاری را که کارفرما به او بگوید انجام می‌دهد.",
        "انجام کلیه امور محوله از سوی مدیریت با کارگر است.",
        "هر کاری به او ارجاع شود باید انجام دهد.",
    ],
}
ENDINGS = [
    "کارفرما می‌تواند هر زمان قرارداد را فسخ کند.",
    "کارفرما حق فسخ قرارداد را با ده روز اخطار دارد.",
    "هر یک از طرفین می‌تواند با اخطار پانزده‌روزه قرارداد را فسخ کند.",
    "حق فسخ یک‌طرفه با کارفرما است.",
    "کارفرما می‌تواند هر زمان بخواهد کارگر را اخراج کند.",
]


def with_clause(clause, contract=SOUND):
    return replace(contract, other_terms=(clause,))


def spellings(clause):
    """The clause as people type it: Arabic letters, joined words, spaces for half-spaces, vowel marks, tatweel."""
    yield clause
    yield clause.replace("ی", "ي").replace("ک", "ك")
    yield clause.replace(ZWNJ, " ")
    yield clause.replace(ZWNJ, "")
    yield clause.replace("کارگر", "کــارگر").replace(" ", "  ")
    yield clause.replace("حق", "حقِ")


@pytest.mark.parametrize(("about", "clause"), [(about, clause) for about, clauses in WAIVERS.items() for clause in clauses])
def test_a_right_given_up_is_found_however_it_is_spelt(about, clause):
    for spelt in spellings(clause):
        ours = [one for one in found(with_clause(spelt)) if one.code == "C16"]
        assert ours, spelt
        assert all(one.severity == "error" and one.field == "other_terms" for one in ours)
        names = {one.message.split("(")[1].split(")")[0] for one in ours}
        assert {
            "insurance": "بیمه",
            "bonus": "عیدی",
            "leave": "مرخصی",
            "severance": "حق سنوات",
            "complaint": "شکایت و مطالبه حق",
            "wage": "مزد قانونی",
            "settlement": "تسویه‌حساب پس از پایان کار",
            "blank": "امضا نکردن برگ سفید",
            "law": "پوشش قانون کار",
        }[about] in names


@pytest.mark.parametrize("clause", LAWFUL)
def test_a_lawful_clause_is_left_alone_however_it_is_spelt(clause):
    for spelt in spellings(clause):
        assert codes(with_clause(spelt)) == [], spelt
        assert codes(replace(SOUND, termination_terms=(spelt,))) == [], spelt


@pytest.mark.parametrize(("about", "clause"), [(about, clause) for about, clauses in FORCED.items() for clause in clauses])
def test_forced_work_is_a_warning(about, clause):
    for spelt in spellings(clause):
        one = only(with_clause(spelt))
        assert (one.code, one.severity, one.field) == ("C17", "warning", "other_terms"), spelt
        assert {"overtime": "اضافه‌کاری را اجباری", "place": "محل کار را به خواست", "duty": "هر کاری را وظیفه"}[about] in one.message


@pytest.mark.parametrize("clause", ENDINGS)
def test_ending_at_will_is_a_warning_with_both_readings_where_the_end_is_set(clause):
    for spelt in spellings(clause):
        one = only(replace(SOUND, termination_terms=(spelt,)))
        assert (one.code, one.severity, one.field) == ("C15", "warning", "termination_terms"), spelt
        assert "ماده ۲۵" in one.message
        assert "۱۳۸۹" in one.message
        assert {"ll-25", "opinion-1389"} == set(one.articles)
    assert codes(replace(PERMANENT, termination_terms=(clause,))) == []


@pytest.mark.parametrize(
    "clause",
    [
        "ماه اول آموزشی و بدون حقوق است.",
        "دوره آزمایشی بدون حقوق است.",
        "در دوره آزمایشی بیمه پرداخت نمی‌شود.",
        "دوره آزمایشی فاقد مزایا می‌باشد.",
    ],
)
def test_an_unpaid_trial_hidden_in_a_clause_is_found(clause):
    for spelt in spellings(clause):
        assert "C08" in codes(with_clause(spelt)), spelt


HIDDEN = {
    "a half-space within the word": "کارگر از حق بی\u200cمه انصراف می\u200cدهد",
    "half-spaces in every word": "کار\u200cگر از ح\u200cق بی\u200cمه انص\u200cراف می\u200cدهد",
    "no space where nobody sees one": "کارگر از حق\u200bبیمه انصراف می\u200cدهد",
    "joiners and a soft hyphen": "کارگر از ح\u200dق بی\u00adمه ان\u2060صراف می\u200cدهد",
    "a word in two pieces": "کارگر از حق بی مه انصراف می\u200cدهد",
    "every word in pieces": "کار گر از ح ق بی مه انص راف می ده د",
    "a right in two letters": "کارگر ح ق شکا یت به ادا ره کار را ندا رد",
    "stops between letters": "کارگر از حق ب.ی.م.ه انصراف می\u200cدهد",
    "stops between pieces": "کارگر از حق بی.مه انص.راف می\u200cدهد",
    "dashes between letters": "کارگر از حق ب-ی-م-ه انصراف می\u200cدهد",
    "a column of letters": "کارگر از حق ب\nی\nم\nه انصراف می\u200cدهد",
    "a digit in the word": "کارگر از حق بی۱مه انصراف می\u200cدهد",
    "letters of other languages": "کارگر از حق بیمہ انصراف مۍ\u200cدهد",
    "a letter thrice": "کارگر از حق بیییمه انصراف می\u200cدهد",
    "a letter that nobody sees": "کارگر از حق بی\u3164مه انصراف می\u200cدهد",
    "a mark of another book": "کارگر از حق بی\u06daم\u034fه انصراف می\u200cدهد",
    "letters written apart": "کارگر از ح ق ب ی م ه انصراف می\u200cدهد",
    "vowel marks and tatweel": "کارگر از حَقِّ بیـــمِه اِنصِراف می\u200cدهد",
    "Arabic letters": "كارگر از حق بيمة انصراف مي\u200cدهد",
    "shapes of letters": "ﮐﺎﺭﮔﺮ ﺍﺯ ﺣﻖ ﺑﻴﻤﻪ ﺍﻧﺼﺮﺍﻑ ﻣﻲ\u200cﺩﻫﺪ",
    "marks of direction": "\u202bکارگر از حق \u200fبیمه انصراف می\u200cدهد\u202c",
    "digits of three scripts": "کارگر از حق بیمه سال ۱۴0۴ و ١٤٠٥ انصراف می\u200cدهد",
    "a stop before the verb": "کارگر از حق بیمه . انصراف می\u200cدهد",
    "a line that breaks": "کارگر از حق بیمه\nانصراف می\u200cدهد",
    "a nought": "سنوات سالانه: ۰ ریال",
    "an Arabic nought": "مرخصی استحقاقی ٠ روز",
    "two noughts of two scripts": "عیدی پایان سال ۰0 تومان",
    "other words": "کارفرما از پرداخت حق بیمه معاف است",
    "a wish": "کارگر به میل خود بیمه نمی\u200cخواهد",
    "a colon": "بیمه: ندارد",
    "a promise not to complain": "کارگر متعهد می\u200cشود شکایتی به اداره کار نکند",
    "an employer who owes nothing": "کارفرما ملزم به پرداخت عیدی و سنوات نیست",
}


@pytest.mark.parametrize("how", HIDDEN)
def test_a_hidden_waiver_is_found_in_whatever_field_it_is_typed(how):
    clause = HIDDEN[how]
    typed_in = [
        {"other_terms": (clause,)},
        {"other_terms": tuple(clause.split("\n"))},
        {"other_terms": ("مزد ماهانه است.", clause, "قرارداد در چهار نسخه است.")},
        {"termination_terms": (clause,)},
        {"duties": f"جوشکاری قطعات فلزی در کارگاه. {clause}"},
        {"schedule": f"شنبه تا پنجشنبه، ۸:۰۰ تا ۱۵:۲۰؛ {clause}"},
        {"work_place": f"شیراز، خیابان پژوهش. {clause}"},
        {"notes": (("until_done", clause),)},
    ]
    for fields in typed_in:
        ours = [one for one in found(replace(SOUND, **fields)) if one.code == "C16"]
        assert {one.severity for one in ours} == {"error"}, fields
        assert {one.field for one in ours} <= {*fields, "until_done"}, fields


INNOCENT = [
    {"duties": "پیگیری امور بیمه و شکایت مشتریان، محاسبه عیدی و سنوات و مرخصی کارکنان"},
    {"duties": "تنظیم و فسخ قراردادهای مشتریان با اختیار کارفرما"},
    {"schedule": "شنبه تا چهارشنبه ۸:۰۰ تا ۱۶:۰۰، مرخصی ساعتی با هماهنگی"},
    {"work_place": "شیراز، شهرک صنعتی، محل کارگاه شماره ۱۰"},
    {"other_terms": ("عیدی از مالیات تا سقف قانونی معاف است.",)},
    {"other_terms": ("کارفرما طبق قانون از پرداخت سهم بیمه کارفرما تا پنج نفر معاف است.",)},
]


@pytest.mark.parametrize("fields", INNOCENT)
def test_words_of_the_trade_are_no_waiver(fields):
    assert codes(replace(SOUND, **fields)) == []


def test_no_two_lawful_clauses_make_an_unlawful_one_in_neighbouring_lines():
    bare = [clause.rstrip(".") for clause in LAWFUL]
    for shift in range(1, len(bare)):
        lines = tuple(one for pair in zip(bare[::2], bare[shift:] + bare[:shift], strict=False) for one in pair)
        assert codes(replace(SOUND, other_terms=lines)) == [], lines


def test_a_place_of_work_that_is_anywhere_is_a_warning():
    for place in ("هر جا که لازم باشد", "سراسر كشور", "هر محلی که کارفرما تعیین کند", "تمام شعب", "هرکجا"):
        one = only(replace(SOUND, work_place=place))
        assert (one.code, one.severity, one.field) == ("C17", "warning", "work_place"), place


def test_the_offending_sentence_is_shown_and_not_its_neighbours():
    text = "کارگر ماهی دو روز مرخصی می‌گیرد. به كارگر عيدي تعلق نمی‌گیرد؛ مزد ماهانه است."
    one = only(with_clause(text))
    assert one.clause == "به کارگر عیدی تعلق نمی‌گیرد"
    assert one.clause in one.message


def test_a_mark_of_the_form_is_as_good_as_a_clause():
    one = only(replace(SOUND, waived=frozenset({"severance"})))
    assert (one.code, one.severity, one.field) == ("C16", "error", "waived")
    assert "حق سنوات" in one.message


def test_a_clause_with_braces_is_told_as_it_is():
    one = only(with_clause("به کارگر {عیدی} تعلق نمی‌گیرد"))
    assert "{عیدی}" in one.message


def test_a_long_text_is_scanned_in_no_time():
    text = "کارگر حق " * 5000
    assert codes(with_clause(text)) == []


@pytest.mark.parametrize("written", ["حق [آ-ی]", "حق <nothing>", "حق.*", "حق…", "حق ("])
def test_a_pattern_with_a_sign_that_means_nothing_is_refused(written):
    with pytest.raises(BadRow):
        patterns.load({}, {"waiver": [{"about": "leave", "finds": [written]}]})


def test_a_pattern_that_finds_nothing_is_refused():
    with pytest.raises(BadRow):
        patterns.load({}, {"waiver": [{"about": "leave", "finds": []}]})


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["required"][0].update(when="always"),
        lambda data: data["rules"]["C04"].update(severities={"old": "error"}),
        lambda data: data["rules"]["C04"].update(severities={"young": "fatal"}),
        lambda data: data["rules"]["C04"].update(severity="fatal"),
        lambda data: data["rules"]["C04"].update(says={}),
        lambda data: data["rules"]["C04"].update(articles=["ll-9999"]),
        lambda data: data["rules"]["C04"].update(status="sure"),
    ],
)
def test_a_malformed_rule_is_refused(change):
    data = copy.deepcopy(evidence.read("contract_rules.toml"))
    change(data)
    with pytest.raises(BadRow):
        rulebook.load(data)
