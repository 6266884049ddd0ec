"""The figures of papers: every hand prints the same words, and who is missing is named."""

import json
import sys
from pathlib import Path

import pytest

from benchmarks.of import papers
from benchmarks.pairs import TINY
from benchmarks.papers import notice, other_renderer

pytestmark = pytest.mark.no_django


def test_the_figures_are_measured_and_a_missing_renderer_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(other_renderer.started.__wrapped__, "__defaults__", (tmp_path / "none",))
    raw, other, seal, stamped = papers.measure(None, TINY)
    assert len(raw.ratios) == len(seal.ratios) == TINY.pairs
    assert other.verdict == "not run"
    assert "make bench" in other.missing
    assert stamped.verdict == "shown"


def test_a_renderer_that_cannot_be_loaded_says_why():
    with pytest.raises(papers.NotRun, match="WeasyPrint cannot be loaded"), other_renderer.started(Path(sys.executable)):
        pass


def test_the_other_hand_prints_the_same_words():
    given = json.loads(next(notice.inputs())["data"])
    page = other_renderer.html(given | {"picture": ""})
    d = given["d"]
    words = [*d["items"], *d["grounds"], d["case_number"], d["office"], *(value for fact in given["facts"] for value in fact)]
    assert [word for word in words if word not in page] == []
