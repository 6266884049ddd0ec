"""The value store answers for a day by the decree that held on it, and refuses rather than guesses."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from kardad.law import instruments
from kardad.law.instruments import BadInstrument, Bracket, Silent, Source, UnknownKey
from tests.law import laws
from tests.law.laws import HEAD, WAGE, day, value

YEAR = HEAD + value(amount="1000")
REVISION = HEAD + value(start="1391-04-01", amount="1200")
LADDER = 'brackets = [{ up_to = 100, rate = "0" }, { up_to = 300, rate = "0.1" }, { rate = "0.25" }]'
MONTHS = "[147, 191, 176, 183, 169, 191, 191, 183, 191, 176, 169, 154]"


def test_a_value_holds_from_its_first_day_to_the_one_before_its_end(tmp_path):
    law = laws.law(tmp_path, year=YEAR)
    assert law.amount("wage", day("1391-01-01")) == law.amount("wage", day("1391-12-30")) == 1000
    for silent in ("1390-12-29", "1392-01-01"):
        with pytest.raises(Silent):
            law.amount("wage", day(silent))


def test_a_value_says_where_it_is_known_from(tmp_path):
    row = value(article='"ماده ۴۱"', sources='["paper", "book"]', how='"2 × 500"', note='"یادداشت"')
    known = laws.law(tmp_path, year=HEAD + row).value("wage", day("1391-02-02"))
    assert (known.key, known.amount, known.since, known.until) == ("wage", 1000, day("1391-01-01"), day("1392-01-01"))
    assert (known.status, known.instrument, known.title, known.article) == ("sourced", "year", "تصمیم", "ماده ۴۱")
    assert known.sources == (Source("paper", "روزنامه", "https://paper.example", "news"), Source("book", "کتاب", "", "table"))
    assert (known.how, known.note, known.readings, known.recorded_on) == ("2 × 500", "یادداشت", (), day("1405-08-30"))


def test_a_law_knows_its_instruments(tmp_path):
    head = 'title = "تصمیم"\nissuer = "شورا"\nissued_on = "1390-12-20"\nnumber = "۱۲"\nrecorded_on = "1405-08-30"\nstatus = "official"\n'
    known = laws.law(tmp_path, year=head + WAGE).instruments["year"]
    assert (known.name, known.issuer, known.issued_on, known.number, known.status) == ("year", "شورا", day("1390-12-20"), "۱۲", "official")


def test_a_later_decree_overrides_from_its_day_only_what_it_names(tmp_path):
    year = HEAD + value(amount="1000") + value(key="gift", amount="0", start="1390-01-01", until="1393-01-01")
    law = laws.law(tmp_path, year=year, revision=REVISION)
    assert law.amount("wage", day("1391-03-31")) == 1000
    assert law.amount("wage", day("1391-04-01")) == 1200
    assert law.amount("gift", day("1391-04-01")) == 0
    spans = [(span.since, span.until, span.amount) for span in law.spans("wage")]
    assert spans == [(day("1391-01-01"), day("1391-04-01"), 1000), (day("1391-04-01"), day("1392-01-01"), 1200)]


def test_a_decree_that_ends_gives_way_to_the_one_below_it(tmp_path):
    law = laws.law(tmp_path, year=YEAR, summer=HEAD + value(start="1391-04-01", until="1391-07-01", amount="1200"))
    assert [span.amount for span in law.spans("wage")] == [1000, 1200, 1000]
    assert law.value("wage", day("1391-08-01")).since == day("1391-07-01")


def test_what_ends_under_a_later_decree_changes_nothing(tmp_path):
    short = HEAD + value(start="1391-01-01", until="1391-06-01", amount="1000")
    law = laws.law(tmp_path, short=short, revision=REVISION)
    assert [(span.since, span.amount) for span in law.spans("wage")] == [(day("1391-01-01"), 1000), (day("1391-04-01"), 1200)]
    assert law.changes(["wage"], day("1391-05-01"), day("1391-07-01")) == []


def test_of_two_that_begin_together_the_later_recorded_holds(tmp_path):
    corrected = HEAD.replace("1405-08-30", "1405-10-01") + value(amount="1100")
    law = laws.law(tmp_path, year=YEAR, year_corrected=corrected, revision=REVISION)
    assert [span.amount for span in law.spans("wage")] == [1100, 1200]


def test_what_a_standing_law_says_stands(tmp_path):
    law = laws.law(tmp_path, act=HEAD + value(key="rate", until=None, start="1390-01-01", amount='"0.07"'))
    assert law.amount("rate", day("1499-12-29")) == Fraction(7, 100)
    assert law.value("rate", day("1405-01-01")).until is None
    with pytest.raises(Silent):
        law.amount("rate", day("1389-12-29"))


@pytest.mark.parametrize(
    ("written", "read"),
    [("5", 5), ('"5"', 5), ('"0.07"', Fraction(7, 100)), ('"2/7"', Fraction(2, 7)), ('"4/2"', 2), ("1_000_000", 1000000)],
)
def test_numbers_are_exact_and_whole_ones_are_int(tmp_path, written, read):
    keys = laws.KEYS.replace('unit = "share"', 'unit = "days"')
    law = instruments.load(laws.written(tmp_path, keys=keys, act=HEAD + value(key="rate", until=None, amount=written)))
    amount = law.amount("rate", day("1391-01-01"))
    assert (amount, type(amount)) == (read, type(read))


def test_ladders_months_and_flags_are_read_and_are_no_numbers(tmp_path):
    ladder = value(key="tax.salary_ladder", amount=None) + LADDER + "\n"
    months = value(key="hours.required_monthly", amount=None, months=MONTHS)
    law = laws.law(tmp_path, year=HEAD + ladder + months + value(key="given", amount="true"))
    on = day("1391-05-05")
    assert law.ladder(on) == (Bracket(100, Fraction(0)), Bracket(300, Fraction(1, 10)), Bracket(None, Fraction(1, 4)))
    assert law.value("hours.required_monthly", on).amount[1] == 191
    assert law.value("given", on).amount is True
    for key in ("tax.salary_ladder", "hours.required_monthly", "given"):
        with pytest.raises(TypeError):
            law.amount(key, on)


def test_silence_names_the_key_and_the_day_and_says_that_nothing_is_guessed(tmp_path):
    law = laws.law(tmp_path, year=YEAR)
    with pytest.raises(Silent) as refused:
        law.value("wage", day("1392-05-01"))
    assert refused.value.as_error()["error"] == {
        "code": "LAW_SILENT",
        "message": "برای «مزد» در روز ۱۳۹۲/۰۵/۰۱ عدد قانونی در دست نیست و آن را حدس نمی‌زنیم.",
        "field": None,
        "details": {"key": "wage", "on": "1392-05-01"},
    }
    assert refused.value.status == 409
    with pytest.raises(Silent):
        law.ladder(day("1391-05-01"))


def test_a_key_that_is_not_listed_is_a_fault_of_ours(tmp_path):
    law = laws.law(tmp_path, year=YEAR)
    on = day("1391-01-01")
    for ask in (lambda: law.value("pension", on), lambda: law.spans("pension"), lambda: law.changes(["pension"], on, on)):
        with pytest.raises(UnknownKey):
            ask()


def test_a_moment_is_no_day(tmp_path):
    with pytest.raises(TypeError):
        laws.law(tmp_path, year=YEAR).value("wage", datetime(2012, 5, 1, tzinfo=UTC))


def test_changes_are_the_days_inside_on_which_something_begins_or_ends(tmp_path):
    law = laws.law(tmp_path, year=YEAR, revision=REVISION, act=HEAD + value(key="rate", until=None, start="1391-06-01", amount='"0.1"'))
    changes = law.changes(["wage", "rate"], day("1391-01-01"), day("1392-01-02"))
    assert changes == [day("1391-04-01"), day("1391-06-01"), day("1392-01-01")]
    assert law.changes(["wage"], day("1391-04-01"), day("1392-01-01")) == []
    assert law.changes([], day("1390-01-01"), day("1400-01-01")) == []


def test_a_gap_stays_a_gap(tmp_path):
    law = laws.law(tmp_path, one=YEAR, three=HEAD + value(start="1393-01-01", until="1394-01-01", amount="3000"))
    assert [(span.since, span.until) for span in law.spans("wage")] == [
        (day("1391-01-01"), day("1392-01-01")),
        (day("1393-01-01"), day("1394-01-01")),
    ]
    with pytest.raises(Silent):
        law.value("wage", day("1392-06-15"))


def test_the_law_as_it_was_known_answers_as_it_did(tmp_path):
    before = laws.law(tmp_path, year=YEAR)
    after = laws.law(tmp_path, year_corrected=HEAD.replace("1405-08-30", "1405-10-01") + value(amount="1100"))
    known = after.known_on(day("1405-09-30"))
    assert after.amount("wage", day("1391-01-01")) == 1100
    assert known.amount("wage", day("1391-01-01")) == 1000
    assert known.version == before.version != after.version
    assert after.known_on(day("1405-10-01")) is after


def test_before_anything_was_recorded_the_law_is_silent(tmp_path):
    known = laws.law(tmp_path, year=YEAR).known_on(day("1405-08-29"))
    assert known.version == "empty"
    with pytest.raises(Silent):
        known.value("wage", day("1391-01-01"))


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({"amount": "1001"}, True),
        ({"until": "1391-12-30"}, True),
        ({"status": '"derived"', "how": '"2 × 500"'}, True),
        ({"sources": '["book"]'}, True),
        ({"article": '"ماده ۴۱"'}, True),
        ({"note": '"تنها یک یادداشت"'}, False),
    ],
)
def test_the_version_changes_with_a_value_and_not_with_its_wording(tmp_path, change, counts):
    before = laws.law(tmp_path / "before", year=YEAR).version
    after = laws.law(tmp_path / "after", year=HEAD + value(**change)).version
    assert before.startswith("1405-08-30.")
    assert len(before) == len("1405-08-30.") + 8
    assert (before != after) is counts


def test_the_version_changes_with_a_reading_and_a_bracket(tmp_path):
    def version(place, text):
        return laws.law(tmp_path / place, year=HEAD + text).version

    ladder = value(key="tax.salary_ladder", amount=None) + LADDER
    assert version("a", ladder) != version("b", ladder.replace("0.25", "0.3"))
    conflict = value(status='"conflict"') + '[[values.readings]]\namount = 900\nsources = ["book"]\nwhy_not = "کهنه"\n'
    assert version("c", conflict) != version("d", conflict.replace("900", "901"))


def test_a_conflict_keeps_the_reading_that_was_not_chosen(tmp_path):
    other = '[[values.readings]]\namount = 900\nsources = ["book"]\nwhy_not = "پیشنهاد بود"\n'
    words = '[[values.readings]]\nsays = "تصویب نشده بود"\nsources = ["book"]\nwhy_not = "روز آن پیدا نشد"\n'
    known = laws.law(tmp_path, year=HEAD + value(status='"conflict"') + other + words).value("wage", day("1391-01-01"))
    first, second = known.readings
    assert (first.amount, first.why_not, first.says, first.sources[0].id) == (900, "پیشنهاد بود", "", "book")
    assert (second.amount, second.says) == (None, "تصویب نشده بود")


def test_a_thing_that_did_not_exist_may_be_nought_for_many_years(tmp_path):
    law = laws.law(tmp_path, before=HEAD + value(key="gift", start="1390-01-01", until="1393-01-01", amount="0"))
    assert law.amount("gift", day("1392-12-29")) == 0
    with pytest.raises(Silent):
        law.amount("gift", day("1393-01-01"))


def test_the_law_of_a_key_without_values_is_silent(tmp_path):
    law = laws.law(tmp_path, year=YEAR)
    assert law.spans("rate") == ()
    assert law.changes(["rate"], day("1390-01-01"), day("1400-01-01")) == []


def test_each_day_is_answered_by_one_span(tmp_path):
    law = laws.law(tmp_path, year=YEAR, revision=REVISION, summer=HEAD + value(start="1391-05-10", until="1391-06-02", amount="1500"))
    on = day("1391-01-01")
    while on < day("1392-01-01"):
        (holding,) = [span for span in law.spans("wage") if span.since <= on < span.until]
        assert law.value("wage", on) is holding
        on += timedelta(days=1)


def test_the_product_reads_its_law_once():
    assert instruments.current() is instruments.current()


def test_an_instrument_without_a_folder_of_data_is_refused(tmp_path):
    with pytest.raises(BadInstrument, match=r"keys\.toml, the top: cannot be read"):
        instruments.load(tmp_path)
