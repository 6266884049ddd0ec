"""Rules of the house for templates, styles and scripts, kept by reading their source."""

import re

import pytest

from tests.ui.conftest import ROOM

KARDAD = ROOM.parent
STYLES = sorted((ROOM / "static").rglob("*.css"))
SCRIPTS = sorted((ROOM / "static").rglob("*.js"))
TEMPLATES = sorted(KARDAD.glob("*/templates/**/*.html"))
PHYSICAL = re.compile(
    r"(margin|padding|border)-(left|right|top|bottom)\b|(?<![-\w])(left|right|top|bottom)\s*:|text-align:\s*(left|right)"
    r"|float:\s*(left|right)|(?<![-\w])(width|height|min-width|max-width|min-height|max-height)\s*:"
)
QUERY = re.compile(r"@media[^{]*\{")
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", re.DOTALL)
PERSIAN = "آ-ی"


def named(paths):
    return [pytest.param(path, id=str(path.relative_to(KARDAD))) for path in paths]


def words_of(path):
    """The text that people read: without tags, template code and comments."""
    source = re.sub(r"\{% (style|script).*?%\}", "", COMMENT.sub("", path.read_text()))
    return re.sub(r"&[a-z]+;", " ", CODE.sub("\n", CODE.sub("\n", source)))


@pytest.mark.parametrize("path", named(STYLES))
def test_styles_know_no_left_or_right(path):
    assert not PHYSICAL.search(QUERY.sub("", re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)))


@pytest.mark.parametrize("path", named(STYLES))
def test_styles_use_no_italics_no_justified_text_no_letter_spacing(path):
    source = path.read_text()
    assert "italic" not in source
    assert "justify;" not in source
    assert "letter-spacing" not in source


@pytest.mark.parametrize("path", named(STYLES))
def test_colours_are_tokens(path):
    if path.name in {"tokens.css", "print.css"}:
        return
    assert [line for line in path.read_text().splitlines() if re.search(r"#[0-9a-f]{3,8}\b|rgb\(", line)] in ([], ["  background: #fff;"])


@pytest.mark.parametrize("path", named(STYLES))
def test_a_style_sheet_fits_in_one_reading(path):
    assert len(path.read_text().splitlines()) < 400


@pytest.mark.parametrize("path", named(SCRIPTS))
def test_a_script_fits_in_one_reading_and_builds_no_html_of_strings(path):
    source = path.read_text()
    assert len(source.splitlines()) < 120
    assert source.startswith("/*")
    assert not re.search(r"eval\(|new Function|insertAdjacentHTML|document\.write|\.style\b", source)


def found(pattern, texts):
    """Where a text of a template shows what it must not: `texts` are pairs of a path and a text."""
    return [(str(path.relative_to(KARDAD)), text.strip()[:80]) for path, text in texts if re.search(pattern, text)]


def test_templates_have_no_inline_style_or_script():
    sources = [(path, re.sub(r"\{%.*?%\}", "", COMMENT.sub("", path.read_text()))) for path in TEMPLATES]
    assert found(r"<style|\sstyle=|\son(?!ce\b)[a-z]+=|javascript:", sources) == []
    assert found(r"<script(?![^>]*\ssrc=)(?![^>]*application/(ld\+)?json)", sources) == []


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("[\u064a\u0643\u0649]", id="Arabic ye or kaf"),
        pytest.param("[0-9]", id="Latin digits"),
        pytest.param(r"[\"']", id="straight quotes"),
        pytest.param(r"[?,;](\s|$)", id="Latin punctuation"),
        pytest.param(rf"(?<![{PERSIAN}])(می|نمی) [{PERSIAN}]", id="a ZWNJ is missing"),
    ],
)
def test_templates_are_written_in_good_persian(pattern):
    lines = [(path, line) for path in TEMPLATES for line in words_of(path).splitlines() if re.search(f"[{PERSIAN}]", line)]
    assert found(pattern, lines) == []


def test_attributes_that_people_hear_are_good_persian_too():
    attribute = re.compile(r'(?:aria-label|title|label|alt|placeholder|caption|submit)="([^"{]*)"')
    heard = [(path, text) for path in TEMPLATES for text in attribute.findall(COMMENT.sub("", path.read_text()))]
    assert found(r"[0-9\u064a\u0643?;']", [(path, text) for path, text in heard if re.search(f"[{PERSIAN}]", text)]) == []


@pytest.mark.parametrize("path", named(SCRIPTS))
def test_scripts_speak_good_persian(path):
    for said in re.findall(r'"([^"\n]*[آ-ی][^"\n]*)"', path.read_text()):
        assert not re.search("[0-9\u064a\u0643?;]", said), said
