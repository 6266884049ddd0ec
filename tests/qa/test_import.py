"""A knowledge base comes once, row by row; what cannot be read is refused in place."""

import json
from datetime import timedelta
from urllib.parse import quote

import pytest

from kardad.law import instruments
from kardad.qa.actions import importing, living
from kardad.qa.models import Answer, OldAddress, Question
from kardad.qa.queries import similar
from kardad.work import queries as work
from tests.conftest import NOW
from tests.qa.conftest import BODY, TITLE


def row(**changes):
    """A row with an answer of 1403 that cites a figure of its year."""
    answer = {
        "answered_on": "1403-05-03",
        "short": "۲۶ روز کاری.",
        "explanation": "با درود.",
        "cases": [{"when": "کمتر از یک سال", "then": "به نسبت"}],
        "citations": [{"kind": "article", "ref": "ll-64"}, {"kind": "value", "ref": "leave.annual_days"}],
    }
    base = {"id": "kb-1", "title": TITLE, "body": BODY, "topic": "leave", "asker_role": "worker", "asked_on": "1403-05-01"}
    return (
        base | {"views": 320, "useful": 14, "addresses": ["/pors/p4521", "https://old.example/faq/leave?x=1"], "answer": answer} | changes
    )


@pytest.mark.django_db
def test_a_row_comes_once_with_its_answer_and_addresses():
    assert importing.bring([row()], at=NOW).made == 1
    again = importing.bring([row(title="عنوان دیگری برای همین پرسش")], at=NOW)
    assert (again.made, again.kept, again.refused) == (0, 1, [])
    question = Question.objects.get(external_id="kb-1")
    assert (question.state, question.title, question.views, question.useful) == ("answered", TITLE, 320, 14)
    assert set(OldAddress.objects.values_list("path", flat=True)) == {"/pors/p4521", "/faq/leave"}
    assert similar("مرخصی سالانه چند روز") == [question]


@pytest.mark.django_db
def test_an_old_address_leads_to_where_the_question_is(client):
    importing.bring([row()], at=NOW)
    question = Question.objects.get()
    where = f"/questions/p{question.pk}/"
    for path in ("/pors/p4521", "/faq/leave"):
        answer = client.get(path)
        assert answer.status_code == 301
        assert answer["Location"].startswith(where)
    assert client.get("/faq/other").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("letters", [130, 800, 1_990])
def test_an_old_address_of_persian_words_leads_here_however_long(client, letters):
    path = "/" + ("مرخصی-استحقاقی-" * 200)[:letters]
    assert importing.bring([row(addresses=[f"https://old.example{quote(path)}"])], at=NOW).refused == []
    assert OldAddress.objects.get().path == path
    answer = client.get(quote(path))
    assert answer.status_code == 301
    assert answer["Location"].startswith(f"/questions/p{Question.objects.get().pk}/")
    assert client.get(quote(path[:-1])).status_code == 404


@pytest.mark.django_db
def test_an_address_that_no_browser_sends_and_one_of_another_question_are_refused():
    importing.bring([row(addresses=["/" + "م" * 900])], at=NOW)
    report = importing.bring([row(id="kb-2", addresses=["/" + "م" * 900]), row(id="kb-3", addresses=["/" + "م" * 2_000])], at=NOW)
    assert [one["error"]["code"] for one in report.refused] == ["IMPORT_BAD_ROW"] * 2


@pytest.mark.django_db
def test_an_answer_that_cites_what_has_changed_since_is_marked_by_the_next_sweep():
    old = {"answered_on": "1403-05-03", "short": "حداقل مزد روزانه این است.", "citations": [{"kind": "value", "ref": "wage.daily_minimum"}]}
    dated = old | {"citations": [{"kind": "value", "ref": "wage.daily_minimum", "on": "1403-05-03"}]}
    importing.bring([row(answer=old, addresses=[]), row(id="kb-2", answer=dated, addresses=[]), row(id="kb-3", addresses=[])], at=NOW)
    assert living.review(instruments.current(), at=NOW) == 1
    assert list(Answer.objects.order_by("pk").values_list("state", flat=True)) == ["stale", "published", "published"]


@pytest.mark.django_db
def test_a_question_without_an_answer_waits_for_a_moderator():
    importing.bring([row(answer=None)], at=NOW)
    question = Question.objects.get()
    assert question.state == "pending"
    assert work.is_open("qa_review", question)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id": ""}, "IMPORT_BAD_ROW"),
        ({"title": "کوتاه"}, "IMPORT_BAD_ROW"),
        ({"topic": "football"}, "IMPORT_BAD_ROW"),
        ({"asker_role": "king"}, "IMPORT_BAD_ROW"),
        ({"views": "many"}, "IMPORT_BAD_ROW"),
        ({"asked_on": "1499-01-01"}, "IMPORT_BAD_ROW"),
        ({"asked_on": "1403-13-01"}, "BAD_DATE"),
        ({"addresses": ["/office/"]}, "IMPORT_BAD_ROW"),
        ({"body": f"{BODY} ۰۹۱۲۰۰۰۰۰۰۱"}, "QUESTION_PRIVATE"),
        ({"answer": {"short": "با ۰۹۱۲۰۰۰۰۰۰۱ تماس بگیرید"}}, "QUESTION_PRIVATE"),
        ({"answer": {"short": "پاسخ", "citations": [{"kind": "article", "ref": "ll-9999"}]}}, "IMPORT_BAD_ROW"),
        ({"answer": {"short": "پاسخ", "citations": [{"kind": "value", "ref": "no.such"}]}}, "IMPORT_BAD_ROW"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_in_place_and_leaves_nothing(changes, code):
    report = importing.bring([row() | changes, row(id="kb-9", addresses=[])], at=NOW)
    assert [(one["row"], one["error"]["code"]) for one in report.refused] == [(1, code)]
    assert list(Question.objects.values_list("external_id", flat=True)) == ["kb-9"]


@pytest.mark.django_db
def test_what_is_no_row_is_refused():
    report = importing.bring(["text", 7, None, []], at=NOW)
    assert [one["row"] for one in report.refused] == [1, 2, 3, 4]


@pytest.mark.django_db
def test_the_command_reports_what_it_did(tmp_path, capsys):
    from kardad.cli import main

    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join([json.dumps(row()), "{broken", json.dumps(row(id="kb-2", addresses=[]))]), encoding="utf-8")
    assert main(["import-questions", str(path)]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["made"], told["kept"], [one["row"] for one in told["refused"]]) == (2, 0, [2])
    assert told["rows_per_second"] > 0


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["{}", "not json", '{"questions": 7}'])
def test_a_file_that_holds_no_rows_is_bad_input(tmp_path, capsys, text):
    from kardad.cli import main

    path = tmp_path / "rows.json"
    path.write_text(text)
    assert main(["import-questions", str(path)]) == 2
    assert json.loads(capsys.readouterr().err)["error"]["code"] == "IMPORT_UNREADABLE"


@pytest.mark.django_db
def test_the_command_after_an_update_marks_what_changed(capsys, monkeypatch, time_machine):
    from kardad.cli import main

    time_machine.move_to(NOW + timedelta(days=1), tick=False)
    old = {"answered_on": "1403-05-03", "short": "حداقل مزد.", "citations": [{"kind": "value", "ref": "wage.daily_minimum"}]}
    importing.bring([row(answer=old)], at=NOW)
    assert main(["review-answers"]) == 0
    assert json.loads(capsys.readouterr().out)["changed"] == 1
