"""What was put is found, best first; what was dropped is not; an index that is lost is made again."""

import shutil
from pathlib import Path

import pytest

from kardad.search import actions, index, queries
from kardad.search.models import Change, Entry, Store
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def put(title, text="", *, kind="question", key=None, weight=0):
    return actions.put(kind, key or title, title=title, text=text, url="/questions/", weight=weight, at=NOW)


def titles(asked, **options):
    return [row.title for row in queries.find(asked, **options)]


def test_what_was_put_is_found_in_other_spellings():
    put("مرخصی‌های استحقاقی کارگران")
    put("عیدی پایان سال")
    assert titles("مرخصي كارگر") == ["مرخصی‌های استحقاقی کارگران"]


def test_a_word_of_the_title_counts_more_than_one_of_the_text():
    put("پرسشی درباره بیمه", "در این نوشته از سنوات هم گفته شده است")
    put("سنوات چگونه حساب می‌شود", "متن")
    assert titles("سنوات")[0] == "سنوات چگونه حساب می‌شود"


def test_the_tool_comes_before_a_text_about_it():
    for place in range(5):
        put("محاسبه سنوات و سنوات و سنوات", f"سنوات {place}", key=str(place))
    put("محاسبه سنوات", kind="calculator")
    assert queries.find("سنوات")[0].kind == "calculator"


def test_every_word_is_wanted_and_some_will_do_when_few_have_all():
    put("فسخ قرارداد آزمایشی")
    put("فسخ قرارداد دائم")
    put("بیمه بیکاری")
    assert titles("فسخ قرارداد آزمایشی") == ["فسخ قرارداد آزمایشی", "فسخ قرارداد دائم"]


def test_an_article_is_found_by_its_number_alone():
    put("اخراج", "به استناد ماده ۲۷ قانون کار")
    put("مرخصی", "۲۷ روز مرخصی در ماده ۶۴")
    assert titles("ماده بیست و هفت")[:1] == ["اخراج"]


def test_kinds_may_be_chosen():
    put("عیدی", kind="calculator")
    put("عیدی چیست")
    assert titles("عیدی", kinds=["question"]) == ["عیدی چیست"]


def test_what_was_dropped_is_not_found_even_before_the_index_hears_of_it(monkeypatch):
    row = put("عیدی")
    assert titles("عیدی")
    monkeypatch.setattr(index.Index, "refresh", lambda self: None)
    actions.drop("question", "عیدی")
    assert titles("عیدی") == []
    assert not Entry.objects.filter(pk=row.pk).exists()


def test_what_was_dropped_once_is_not_dropped_twice():
    put("عیدی")
    assert actions.drop("question", "عیدی")
    assert not actions.drop("question", "عیدی")


def test_what_is_put_again_with_other_words_is_found_by_these_alone():
    put("عیدی", key="one")
    assert titles("عیدی") == ["عیدی"]
    put("سنوات", key="one")
    assert titles("عیدی") == []
    assert titles("سنوات") == ["سنوات"]


def test_the_same_put_twice_changes_nothing():
    first = put("عیدی")
    seen = Change.objects.get(entry_id=first.pk).pk
    put("عیدی")
    assert Change.objects.get(entry_id=first.pk).pk == seen


def test_a_lost_index_is_made_again():
    put("عیدی")
    assert titles("عیدی")
    shutil.rmtree(index.opened().folder)
    index.forget()
    assert titles("عیدی") == ["عیدی"]


def test_a_spoilt_index_is_made_again():
    put("عیدی")
    assert titles("عیدی")
    (Path(index.opened().folder) / "meta.json").write_text("{")
    index.forget()
    assert titles("عیدی") == ["عیدی"]


def test_a_database_that_was_put_back_has_its_own_index():
    put("عیدی")
    put("سنوات")
    assert titles("سنوات")
    actions.drop("question", "سنوات")
    Change.objects.all().delete()
    Change.objects.create(pk=1, entry_id=Entry.objects.get(key="عیدی").pk)
    assert titles("عیدی") == ["عیدی"]
    assert index.opened().engine.searcher().num_docs == 1


def test_a_change_committed_out_of_turn_is_heard_too():
    put("عیدی")
    late = put("سنوات")
    Change.objects.filter(entry_id=late.pk).delete()
    assert titles("عیدی")
    Change.objects.create(
        pk=1_000_000, entry_id=Entry.objects.create(kind="help", key="x", title="مزد", url="/", digest="", changed_at=NOW).pk
    )
    assert titles("مزد")
    Change.objects.create(pk=999_900, entry_id=late.pk)
    assert titles("سنوات") == ["سنوات"]


def test_a_search_waits_for_a_few_changes_and_a_sweep_for_all(monkeypatch):
    for place in range(5):
        put("عیدی", key=str(place))
    here = index.opened()
    here.catch_up(most=2)
    assert here.engine.searcher().num_docs == 2
    here.catch_up(most=index.ALL)
    assert here.engine.searcher().num_docs == 5


def test_another_process_that_writes_is_not_waited_for():
    put("عیدی")
    here = index.opened()
    held = here.engine.writer(index.HEAP, 1)
    assert not here.catch_up()
    held.rollback()
    del held
    assert here.catch_up()


@pytest.mark.parametrize("asked", ["", "   ", "؟!", "\u200c", "a" * 5_000, 'title:"x" OR (', "\x00"])
def test_whatever_is_typed_is_answered(asked):
    put("عیدی")
    assert titles(asked) == []


def test_the_number_of_statements_does_not_grow(django_assert_num_queries):
    for place in range(30):
        put("عیدی کارگر", key=str(place))
    titles("عیدی")
    titles("عیدی")
    with django_assert_num_queries(2):  # news, rows
        assert len(titles("عیدی")) == 20


def test_a_search_soon_after_a_search_asks_for_no_news(settings, django_assert_num_queries):
    put("عیدی")
    titles("عیدی")
    settings.SEARCH_FRESH = 60
    with django_assert_num_queries(1):
        assert titles("عیدی")


def test_a_text_that_was_looked_for_is_not_looked_for_again_until_something_changes(settings, monkeypatch):
    settings.SEARCH_FRESH = 60
    put("عیدی کارگر")
    assert [row.title for row in queries.alike("عیدی کارگر")] == ["عیدی کارگر"]
    with monkeypatch.context() as patched:
        patched.setattr(index.Index, "find", None)
        assert [row.title for row in queries.alike("عیدی کارگر")] == ["عیدی کارگر"]
    put("عیدی کارگر موقت")
    index.opened().catch_up()
    assert {row.title for row in queries.alike("عیدی کارگر")} == {"عیدی کارگر", "عیدی کارگر موقت"}


def test_what_is_kept_of_looks_has_an_end(monkeypatch):
    monkeypatch.setattr(index, "MOST_KEPT", 3)
    put("عیدی کارگر")
    for place in range(10):
        assert queries.alike(f"عیدی کارگر {place}")
    assert len(index.opened().kept) <= 3


def test_every_database_names_its_own_index():
    index.opened()
    assert Store.objects.count() == 1
