"""Every kind of malformed row is refused with the file and the row."""

import pytest

from kardad.law import instruments
from kardad.law.instruments import BadInstrument
from tests.law import laws
from tests.law.laws import HEAD, KEYS, SOURCES, value

CONFLICT = value(status='"conflict"')
READING = '[[values.readings]]\namount = 900\nsources = ["book"]\nwhy_not = "کهنه"\n'


def ladder(brackets):
    return value(key="tax.salary_ladder", amount=None, brackets=brackets)


def months(told):
    return value(key="hours.required_monthly", amount=None, months=told)


ROWS = {
    "no key": (value(key=""), "key is missing"),
    "an unknown key": (value(key="pension"), "knows no 'pension'"),
    "an unknown field": (value(untill='"1392-01-01"'), "knows no field 'untill'"),
    "a field that is no text": (value(note="7"), "note is no text"),
    "no beginning": (value(start=""), "from is missing"),
    "a day of another form": (value(start="1391-1-1"), "not a day like"),
    "a day that is none": (value(until="1391-12-31"), "no day of the calendar"),
    "a Gregorian day": (value().replace('from = "1391-01-01"', "from = 2012-03-20"), "from is no text"),
    "before the first day": (value(start="1389-12-29", until="1390-01-01"), "where the law of Kardad begins"),
    "an end before the beginning": (value(until="1390-12-29"), "until is not after from"),
    "an end on the first day": (value(until="1391-01-01"), "until is not after from"),
    "a yearly value without an end": (value(until=None), "a yearly value has an until"),
    "a yearly value of more than its year": (value(until="1392-01-02"), "a yearly value has an until"),
    "nought past the first year": (value(key="gift", until="1393-01-02"), "a yearly value has an until"),
    "no status": (value(status=None), "status is missing"),
    "an unknown status": (value(status='"certain"'), "status is 'certain'"),
    "no source": (value(sources=None), "sources is no list"),
    "an empty list of sources": (value(sources="[]"), "sources is no list"),
    "a source that is no name": (value(sources="[1]"), "sources is no list"),
    "an unknown source": (value(sources='["rumour"]'), "knows no 'rumour'"),
    "a source twice": (value(sources='["paper", "paper"]'), "names one twice"),
    "derived without how": (value(status='"derived"'), "what is derived says how"),
    "inferred without how": (value(status='"inferred"'), "what is inferred says how"),
    "a conflict without a reading": (CONFLICT, "shows its other readings"),
    "a reading without a conflict": (value() + READING, "shows its other readings"),
    "a reading without a reason": (CONFLICT + READING.replace('why_not = "کهنه"', ""), "why_not is missing"),
    "a reading without a source": (CONFLICT + READING.replace('sources = ["book"]', ""), "sources is no list"),
    "a reading that says nothing": (CONFLICT + READING.replace("amount = 900", ""), "gives a figure, or says it"),
    "no amount": (value(amount=None), "given once, as amount"),
    "two amounts": (value(months="[1]"), "given once, as amount"),
    "a float": (value(amount="1000.0"), "is no number"),
    "a number with a group mark": (value(amount='"1,000"'), "is no number"),
    "less than nothing": (value(amount="-1"), "is no number"),
    "a truth for a number": (value(amount="true"), "is no number"),
    "a part of a rial": (value(amount='"0.5"'), "rials are whole"),
    "a share above one": (value(key="rate", amount='"1.4"'), "a share is between"),
    "a number for a truth": (value(key="given", amount="1"), "true or false"),
    "an amount for a ladder": (value(key="tax.salary_ladder"), "given once, as brackets"),
    "a ladder of one step": (ladder('[{ rate = "0.1" }]'), "two brackets or more"),
    "a ladder that is no list": (ladder("7"), "brackets is no list of tables"),
    "a ladder whose steps are no tables": (ladder("[7, 8]"), "is no table"),
    "a ladder with a top": (ladder('[{ up_to = 1, rate = "0" }, { up_to = 2, rate = "0.1" }]'), "every bracket but the last"),
    "a ladder open in the middle": (ladder('[{ rate = "0" }, { rate = "0.1" }]'), "every bracket but the last"),
    "a ladder that goes down": (ladder('[{ up_to = 9, rate = "0" }, { up_to = 8, rate = "0.1" }, { rate = "0.2" }]'), "and rise"),
    "rates that go down": (ladder('[{ up_to = 9, rate = "0.2" }, { rate = "0.1" }]'), "rates rise"),
    "a rate above one": (ladder('[{ up_to = 9, rate = "0" }, { rate = "2" }]'), "rates rise"),
    "a bracket of part of a rial": (ladder('[{ up_to = "9.5", rate = "0" }, { rate = "0.1" }]'), "whole rials"),
    "eleven months": (months("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]"), "twelve whole numbers"),
    "an empty month": (months("[0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]"), "twelve whole numbers"),
    "the same days twice": (value() + value(start="1391-12-30"), "given twice for the same days"),
}


@pytest.mark.parametrize("kind", ROWS)
def test_a_malformed_row_is_refused(tmp_path, kind):
    row, why = ROWS[kind]
    with pytest.raises(BadInstrument) as refused:
        laws.law(tmp_path, decree=HEAD + row)
    told = str(refused.value)
    assert told.startswith("decree.toml, values ")
    assert why in told


def test_the_row_is_counted(tmp_path):
    with pytest.raises(BadInstrument, match=r"decree\.toml, values 2: "):
        laws.law(tmp_path, decree=HEAD + value() + value(key="pension"))


def test_what_lies_inside_a_row_is_told_too(tmp_path):
    with pytest.raises(BadInstrument, match=r"decree\.toml, values 1, readings 1: why_not is missing"):
        laws.law(tmp_path, decree=HEAD + CONFLICT + READING.replace('why_not = "کهنه"', ""))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (HEAD, "values are missing"),
        (value(), "title is missing"),
        (HEAD.replace('recorded_on = "1405-08-30"', "") + value(), "recorded_on is missing"),
        (HEAD.replace("secondary", "certain") + value(), "status is 'certain'"),
        (HEAD + 'issued_on = "yesterday"\n' + value(), "issued_on is 'yesterday'"),
        (HEAD + "seal = true\n" + value(), "knows no field 'seal'"),
        (HEAD + "values = 7\n", "values is no list"),
        (HEAD + "values = ", "cannot be read"),
    ],
)
def test_a_malformed_head_is_refused(tmp_path, text, why):
    with pytest.raises(BadInstrument) as refused:
        laws.law(tmp_path, decree=text)
    assert str(refused.value).startswith("decree.toml, the top: ")
    assert why in str(refused.value)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ('title = "مزد"', "", "title is missing"),
        ("rial/day", "toman/day", "unit is 'toman/day'"),
        ('lapse = "yearly"', 'lapse = "monthly"', "lapse is 'monthly'"),
        ('group = "wages"', 'group = "gifts"', "group is 'gifts'"),
        ('group = "wages"', 'group = "wages"\nfirst_year = "1393"', "first_year is no year"),
        ('group = "wages"', 'group = "wages"\nmissing_before = 2024', "missing_before is no year"),
        ('group = "wages"', 'group = "wages"\ncolour = "red"', "knows no field 'colour'"),
    ],
)
def test_a_malformed_key_is_refused(tmp_path, before, after, why):
    with pytest.raises(BadInstrument) as refused:
        instruments.load(laws.written(tmp_path, keys=KEYS.replace(before, after, 1), decree=HEAD + value()))
    assert str(refused.value).startswith("keys.toml, wage: ")
    assert why in str(refused.value)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ('kind = "news"', 'kind = "rumour"', "kind is 'rumour'"),
        ('title = "روزنامه"', "", "title is missing"),
        ("url", "link", "knows no field"),
    ],
)
def test_a_malformed_source_is_refused(tmp_path, before, after, why):
    with pytest.raises(BadInstrument) as refused:
        instruments.load(laws.written(tmp_path, sources=SOURCES.replace(before, after, 1), decree=HEAD + value()))
    assert str(refused.value).startswith("sources.toml, paper: ")
    assert why in str(refused.value)


def test_two_files_may_not_set_one_key_from_one_day_as_of_one_day(tmp_path):
    with pytest.raises(BadInstrument, match=r"two\.toml, the top: wage begins on the day it does in one\.toml"):
        laws.law(tmp_path, one=HEAD + value(), two=HEAD + value(amount="1100"))


def test_bytes_that_are_no_text_are_refused(tmp_path):
    folder = laws.written(tmp_path, decree=HEAD + value())
    (folder / "instruments" / "noise.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadInstrument, match=r"noise\.toml, the top: cannot be read"):
        instruments.load(folder)
