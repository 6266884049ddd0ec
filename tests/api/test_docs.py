"""The page and the guide about the interface: drawn from the document, and every example of the guide comes true."""

import io
import json
import re
import shlex
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from kardad import cli
from tests.api.conftest import LINES

pytestmark = pytest.mark.django_db
GUIDE = Path(__file__).parents[2] / "docs" / "api.md"
# A fence of the guide: what is asked, then (after a blank line) what is answered; `…` stands for what is left out.
FENCES = re.compile(r"^```(http|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def fences(kind):
    return [body for found, body in FENCES.findall(GUIDE.read_text(encoding="utf-8")) if found == kind]


def holds(answer, said):
    """Whether the answer has at least what was said."""
    if isinstance(said, dict):
        return isinstance(answer, dict) and all(name in answer and holds(answer[name], one) for name, one in said.items())
    if isinstance(said, list):
        return isinstance(answer, list) and len(answer) >= len(said) and all(map(holds, answer, said))
    return said == "…" or answer == said


def test_the_page_names_every_operation_of_the_document(client, program):
    page = BeautifulSoup(client.get("/api/docs").content, "html.parser")
    shown = {code.get_text() for code in page.select("main details code")}
    for path, methods in program.get("openapi.json").json()["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in shown


def test_the_page_is_found_with_its_slash_too_and_needs_no_other_host(client):
    answer = client.get("/api/docs/")
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "html.parser")
    outside = [
        one
        for tag in page.select("script[src], link[href]:not([rel~=canonical], [rel~=alternate]), img[src]")
        if "//" in (one := tag.get("src") or tag["href"])
    ]
    assert [one for one in outside if not one.startswith("http://testserver")] == []


def test_the_page_is_light_on_the_wire(client):
    answer = client.get("/api/docs", headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert len(answer.content) < 25_000


def test_the_page_shows_what_a_record_of_a_list_holds(client):
    page = BeautifulSoup(client.get("/api/docs").content, "html.parser")
    names = {code.get_text() for code in page.select("#calculate_payslip td code")}
    assert {"month", "other_benefits", "other_benefits[].amount", "brief", "Idempotency-Key"} <= names


def test_the_guide_has_examples():
    assert len(fences("http")) >= 6
    assert len(fences("console")) >= 4


@pytest.mark.parametrize("fence", fences("http"))
def test_an_example_of_the_guide_is_answered_so(program, fence):
    asked, said = fence.split("\n\n", 1)
    line, *rest = asked.splitlines()
    method, path = line.split(" ", 1)
    status, *told = said.strip().splitlines()
    if method == "GET":
        answer = program.client.get(path)
    elif rest[0] == f"Content-Type: {LINES}":
        answer = program.client.post(path, "\n".join(rest[1:]), content_type=LINES)
    else:
        answer = program.client.post(path, "\n".join(rest), content_type="application/json")
    assert answer.status_code == int(status)
    lines = b"".join(answer.streaming_content).splitlines() if answer.streaming else [answer.content]
    assert len(lines) >= len(told) if answer.streaming else True
    for one, wanted in zip(lines, told if answer.streaming else ["\n".join(told)], strict=False):
        assert holds(json.loads(one), json.loads(wanted)), one.decode()


@pytest.mark.parametrize("fence", fences("console"))
def test_a_command_of_the_guide_prints_so(capsys, monkeypatch, fence):
    command, *said = fence.strip().splitlines()
    stdin, _, call = command.removeprefix("$ ").rpartition(" | ")
    fed = shlex.split(stdin)[-1] if stdin else ""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(fed.replace("\\n", "\n").encode())))
    code = cli.main(shlex.split(call)[1:])
    out, err = capsys.readouterr()
    assert code == (int(said.pop().removeprefix("exit ")) if said[-1].startswith("exit ") else 0)
    printed = (out + err).splitlines()
    for one, wanted in zip(printed, said, strict=False):
        assert holds(json.loads(one), json.loads(wanted)) if wanted.startswith(("{", "[")) else one == wanted, one
    assert len(printed) >= len(said)
