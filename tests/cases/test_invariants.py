"""What is said of 6.2 is no empty word: a paper whose words and figures part is seen."""

import json
from datetime import timedelta

import pytest

from kardad.documents import papers
from kardad.documents.models import Document
from tests.cases import boards, invariants, printed
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def test_a_sum_is_read_back_from_its_words_as_from_its_figures():
    for figures, words, amount in (
        ("۲۳۵٬۰۰۰٬۰۰۰", "دویست و سی و پنج میلیون ریال", 235_000_000),
        ("۱٬۲۵۰٬۳۳۱٬۰۱۹", "یک میلیارد و دویست و پنجاه میلیون و سیصد و سی و یک هزار و نوزده ریال", 1_250_331_019),
        ("۰", "صفر ریال", 0),
    ):
        assert printed.amount({"figures": figures, "words": words}) == amount
    with pytest.raises(AssertionError):
        printed.amount({"figures": "۲۳۵٬۰۰۰٬۰۰۰", "words": "دویست و پنجاه و سه میلیون ریال"})


def test_a_paper_that_prints_another_sum_than_was_decided_is_seen(monkeypatch):
    decision = boards.served(boards.heard(at=NOW - timedelta(hours=2)), {1: 235_000_000, 2: "rejected"}, at=NOW)
    memory = invariants.Memory()
    invariants.words_match_digits(decision, memory)
    assert len(memory.papers) == 2
    paper = Document.objects.get(pk=min(memory.papers))
    paper.data = json.dumps(json.loads(paper.data) | {"total": 253_000_000}, ensure_ascii=False)
    paper.save(update_fields=["data"])
    with pytest.raises(AssertionError):
        invariants.words_match_digits(decision, invariants.Memory())
    shaped = papers.shapes.rials
    monkeypatch.setitem(papers.shapes.SIMPLE, "rials", lambda given: shaped(given) | {"words": "یک ریال"})
    with pytest.raises(AssertionError):
        invariants.words_match_digits(decision, invariants.Memory())
