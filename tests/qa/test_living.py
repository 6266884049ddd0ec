"""When the law changes, exactly the answers that cite the change are reviewed."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from kardad.inbox.models import Letter
from kardad.kit import calendar
from kardad.law import instruments
from kardad.qa import citing
from kardad.qa.actions import answers, living
from kardad.qa.actions.answers import Said
from kardad.qa.models import Answer
from kardad.work import queries as work
from tests.conftest import NOW

TODAY = calendar.tehran_day(NOW)


def with_change(key, **changes):
    """The law with one value that holds today recorded otherwise."""
    law = instruments.current()
    held = law.value(key, TODAY)
    rows = [replace(row, **changes) if row.key == key and row.since == held.since else row for row in law._recorded]
    return instruments.Law(law.keys, law.instruments, rows)


def states():
    return dict(Answer.objects.order_by("pk").values_list("pk", "state"))


def test_a_changed_figure_marks_exactly_the_answers_that_cite_it(desk):
    wage = desk.answer(values=["wage.daily_minimum"])
    both = desk.answer(values=["allowance.housing", "wage.daily_minimum"])
    housing = desk.answer(values=["allowance.housing"])
    article = desk.answer()
    changed = with_change("wage.daily_minimum", amount=9_999_999)
    assert living.review(instruments.current(), at=NOW) == 0
    assert living.review(changed, at=NOW) == 2
    assert states() == {wage.pk: "stale", both.pk: "stale", housing.pk: "published", article.pk: "published"}
    assert living.review(changed, at=NOW) == 0
    wage.question.refresh_from_db()
    assert wage.question.state == "needs_update"
    assert work.is_open("qa_update", wage.question)
    assert not work.is_open("qa_update", housing.question)


def test_another_source_or_beginning_is_a_change_and_wording_is_none(desk):
    desk.answer(values=["allowance.housing"])
    law = instruments.current()
    held = law.value("allowance.housing", TODAY)
    assert living.review(with_change("allowance.housing", note="به زبان دیگر"), at=NOW) == 0
    assert living.review(with_change("allowance.housing", sources=held.sources[:0]), at=NOW) == 1


def test_an_answer_of_one_year_expires_with_its_year(desk):
    answer = desk.answer(values=["wage.daily_minimum"])
    end = instruments.current().value("wage.daily_minimum", TODAY).until
    assert answer.expires_on == end
    assert desk.answer().expires_on is None
    before, after = (calendar.day_start_end(end - timedelta(days=day))[0] for day in (1, 0))
    assert living.expire(at=before) == 0
    assert living.expire(at=after) == 1
    answer.refresh_from_db()
    assert (answer.state, answer.stale_reason) == ("stale", living.EXPIRED)


def test_a_new_years_circular_marks_the_answer_of_last_year(desk):
    answer = desk.answer(values=["wage.daily_minimum"])
    next_year = calendar.day_start_end(calendar.from_jalali(1405, 1, 10))[0]
    assert living.review(instruments.current(), at=next_year) == 1
    fresh = living.refresh(answer, by=desk.expert, at=next_year)
    cited = fresh.citations.get(kind="value")
    assert cited.on == calendar.from_jalali(1405, 1, 10)
    assert "۵٬۵۴۱٬۸۵۰" in cited.told
    assert living.review(instruments.current(), at=next_year) == 0


def test_a_figure_cited_for_its_own_day_stays_when_years_pass(desk):
    question = desk.publish()
    draft = answers.draft(question, author=desk.person, said=Said("در ۱۴۰۳ همین بود."), by=desk.expert, at=NOW)
    day = calendar.from_jalali(1403, 5, 1)
    cited = citing.value(instruments.current(), "wage.daily_minimum", day)
    answers.cite(draft, cited, on=day, is_living=False, by=desk.expert, at=NOW)
    answer = answers.publish(draft, by=desk.expert, at=NOW)
    assert answer.expires_on is None
    assert living.review(instruments.current(), at=NOW + timedelta(days=700)) == 0
    assert answer.citations.get().on == day


def test_a_replaced_circular_marks_whoever_cites_it(desk):
    question = desk.publish()
    draft = answers.draft(question, author=desk.person, said=Said("طبق بخشنامه."), by=desk.expert, at=NOW)
    circular = citing.circular("25/1", title="بخشنامه مزد", on=TODAY)
    answers.cite(draft, circular, on=TODAY, by=desk.expert, at=NOW)
    answer = answers.publish(draft, by=desk.expert, at=NOW)
    other = desk.answer()
    assert living.replace_circular("25/1", reason="بخشنامه تازه آمد.", by=desk.expert, at=NOW) == 1
    assert states() == {answer.pk: "stale", other.pk: "published"}


def test_an_expert_who_finds_it_holds_tells_the_asker(desk):
    question = desk.publish(desk.ask())
    answer = desk.answer(question, values=["allowance.housing"])
    living.outdate(answer, reason="بررسی", by=desk.manager, at=NOW)
    living.refresh(answer, by=desk.expert, at=NOW)
    question.refresh_from_db()
    assert question.state == "answered"
    assert not work.is_open("qa_update", question)
    assert Letter.objects.filter(person=desk.worker, event="qa.stale_fixed").count() == 1


def test_an_answer_whose_figure_is_not_given_today_is_not_called_fresh(desk):
    answer = desk.answer(values=["wage.daily_minimum"])
    later = calendar.day_start_end(calendar.from_jalali(1410, 1, 10))[0]
    living.review(instruments.current(), at=later)
    with pytest.raises(living.StillSilent):
        living.refresh(answer, by=desk.expert, at=later)
    answer.refresh_from_db()
    assert answer.state == "stale"


def test_a_citation_tells_the_figure_as_people_read_it():
    law = instruments.current()
    rate = citing.value(law, "insurance.employee_rate", TODAY)
    assert rate.told == "۷٪"
    assert law.amount("insurance.employee_rate", TODAY) == Fraction(7, 100)
    assert citing.fingerprint(law, "value", "wage.daily_minimum", calendar.from_jalali(1420, 1, 1)) == citing.SILENT
    assert citing.fingerprint(law, "article", "ll-9999", TODAY) == citing.SILENT


def test_places_of_the_law_are_found_by_their_words():
    law = instruments.current()
    assert "allowance.housing" in [one.ref for one in citing.search(law, "حق مسکن", on=TODAY)]
    assert citing.search(law, "ماده ۲۷ قانون کار", on=TODAY)[0].ref == "ll-27"
    assert citing.search(law, "  ", on=TODAY) == []
