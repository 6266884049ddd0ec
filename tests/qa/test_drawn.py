"""What is drawn once and kept: the same only while everything that it shows is the same, and never more than a shelf holds."""

import re
from pathlib import Path

import pytest

from kardad.qa import drawn, shown
from kardad.qa.actions import living
from kardad.qa.drawn import Shelf
from kardad.qa.models import Answer, Citation
from tests.conftest import NOW

TEMPLATE = (Path(drawn.__file__).parent / "templates" / "qa" / "answer.html").read_text("utf-8")
OTHERWISE = {"citations", "cases"}  # told apart beside the plain fields


def test_everything_that_an_answer_shows_tells_one_drawing_from_another():
    assert set(re.findall(r"\banswer\.(\w+)", TEMPLATE)) - OTHERWISE <= set(drawn.ANSWER)
    assert set(re.findall(r"\bone\.(\w+)", TEMPLATE)) <= set(drawn.CITATION)


@pytest.mark.usefixtures("clock")
def test_a_page_shows_an_answer_as_it_is_now(client, desk):
    answer = desk.answer(cases=[{"when": "موقت", "then": "همان است."}])
    where = shown.address(answer.question)
    assert "همان است." in client.get(where).content.decode()
    Answer.objects.filter(pk=answer.pk).update(cases=[{"when": "موقت", "then": "دیگر همان نیست."}])
    assert "دیگر همان نیست." in client.get(where).content.decode()
    Citation.objects.filter(answer=answer).update(told="متن تازه ماده")
    assert "متن تازه ماده" in client.get(where).content.decode()
    living.outdate(answer, reason="مزد تازه آمد.", by=desk.expert, at=NOW)
    assert "مزد تازه آمد." in client.get(where).content.decode()


def test_a_shelf_makes_a_thing_once_and_drops_the_oldest():
    made: list[int] = []
    shelf: Shelf[int] = Shelf(most=2)
    for number in (1, 1, 2, 3, 1):
        shelf.get(number, lambda number=number: made.append(number) or number)
    assert made == [1, 2, 3, 1]
    assert len(shelf.rows) == 2
