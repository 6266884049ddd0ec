"""The words of the front door: short sentences, right letters, no Latin digits."""

import re

import pytest
from bs4 import BeautifulSoup, NavigableString

from kardad.portal import leaves
from tests.portal.conftest import paths

pytestmark = pytest.mark.django_db
LONGEST = 20


def sentences(shown):
    """Each sentence of the main column, in the order of the page; codes count as one word."""
    main = shown.find("main")
    for code in main.find_all("bdi"):
        code.replace_with(NavigableString("کد"))
    for block in main.find_all(["p", "li", "td"]):
        if block.find(["p", "li", "table"]):
            continue
        yield from re.split(r"[.؟!؛]\s|[.؟!؛]$|: ", block.get_text(" ", strip=True))


@pytest.mark.parametrize("path", paths())
def test_no_sentence_is_longer_than_twenty_words(read, path):
    long = [sentence for sentence in sentences(read(path)) if len(sentence.split()) > LONGEST]
    assert not long


@pytest.mark.parametrize("path", paths())
def test_letters_are_persian_and_digits_too(client, path):
    shown = BeautifulSoup(client.get(path).content, "html.parser")
    for hidden in shown.select("script, [dir=ltr]"):
        hidden.decompose()
    assert not re.findall(r"[يكى]", shown.text)
    assert not re.findall(r"[0-9]", shown.text)
    assert not re.findall(r"[\"'?,;]", shown.text)


def test_titles_and_descriptions_are_written_with_care():
    for leaf in (*leaves.pages().values(), *leaves.guides().values()):
        assert len(leaf.title) <= 60, leaf.title
        assert 40 <= len(leaf.description) <= 160, leaf.key
        assert not re.findall(r"[0-9يك?,;\"]", leaf.title + leaf.description), leaf.key
