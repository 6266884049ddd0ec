"""The page that checks proofs as the site serves it: whom it knows, what its policy lets run, and that it can be kept."""

import json
import re

import pytest
from django.utils import timezone

from kardad.documents import certificates
from kardad.evidence import check, queries
from kardad.evidence.check import known
from tests.rules.test_words import PERSIAN, problems

pytestmark = pytest.mark.django_db
TEXT = re.compile(r'"[^"\n]*"|`[^`]*`')
COMMENT = re.compile(r"//.*")
SLOT = re.compile(r"\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
INLINE = re.compile(r"<(?:script|style)>")


def test_the_page_runs_its_own_script_and_sends_nothing_anywhere(client):
    answer = client.get("/check/")
    policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"].startswith("'sha256-")
    assert policy["style-src"].startswith("'sha256-")
    html = answer.content.decode()
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert len(INLINE.findall(html)) == 2
    assert 'http-equiv="Content-Security-Policy"' in html
    assert not re.search(r"""(?:src|href)=["'](?!#|data:|kardad-check\.html|/papers/number/)""", html.split("<script>")[0])
    assert len(answer.content) < 120_000


def test_the_page_knows_the_keys_and_certificates_of_its_site(client):
    html = client.get("/check/").content.decode()
    built_in = json.loads(re.search(r'id="known">(.*?)</script>', html)[1])
    assert built_in["keys"] == queries.published_keys()
    assert built_in["authorities"] == queries.published_authorities()
    assert built_in["kinds"]["paper.sealed"]
    sealing = certificates.identity(at=timezone.now()).certificate
    assert [one["title"] for one in built_in["certificates"]] == [known._name(sealing)]


def test_the_page_can_be_kept_as_one_file(client):
    answer = client.get("/check/kardad-check.html")
    assert answer["Content-Disposition"] == 'attachment; filename="kardad-check.html"'
    assert answer.content == client.get("/check/").content
    assert client.post("/check/").status_code == 405


def test_what_the_script_says_is_written_correctly():
    wrong = {}
    for path in check.PARTS.glob("*.js"):
        for text in TEXT.findall(COMMENT.sub("", path.read_text(encoding="utf-8"))):
            bare = SLOT.sub("x", text[1:-1])
            if PERSIAN.search(bare) and (found := problems(bare)):
                wrong[bare] = found
    assert wrong == {}
