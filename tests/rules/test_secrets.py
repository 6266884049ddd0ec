"""Nobody's identifier, no secret and no machine's address lies in the repository; every setting is written down."""

import json
import re
import tomllib

import pytest

from kardad.kit import ids
from tests.rules import reading

VECTORS = reading.ROOT / "tests" / "kit" / "data" / "identity-vectors.json"
TEXTS = (".py", ".html", ".toml", ".md", ".json", ".js", ".css", ".csv", ".yml", ".yaml", ".sh", "")
TEN = re.compile(r"(?<![0-9a-fA-F.])[0-9]{10}(?![0-9a-fA-F])")
# Codes that begin so were given to nobody: factories and the demo use them.
UNALLOCATED = ("999", "000", "777", "888")


def known() -> set[str]:
    """Every ten digits of the synthetic vectors."""
    return {*TEN.findall(VECTORS.read_text(encoding="utf-8")), "0123456789"}  # the digits in order are nobody's code


def test_the_codes_in_the_repository_belong_to_nobody():
    allowed, strange = known(), {}
    for path in reading.files(*TEXTS):
        if path == VECTORS or path.name.endswith(".lock") or ".git" in path.parts:
            continue
        for code in TEN.findall(path.read_text(encoding="utf-8", errors="ignore")):
            if ids.KINDS["national-code"](code).valid and code not in allowed and not code.startswith(UNALLOCATED):
                strange.setdefault(code, reading.name(path))
    assert strange == {}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-bench.lock"])
def test_a_lock_pins_every_package_by_hash_and_names_no_host(lock):
    text = (reading.ROOT / lock).read_text()
    assert not re.search(r"://|--index-url|--find-links|--extra-index", text)
    blocks = re.findall(r"^[a-zA-Z0-9][^\n]*(?:\n[ #][^\n]*)*", text, re.MULTILINE)
    assert len(blocks) > 10
    assert [block.split("\n")[0] for block in blocks if "==" not in block or "--hash=sha256:" not in block] == []


def test_every_dependency_is_in_its_lock():
    project = tomllib.loads((reading.ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    locks = {"requirements.lock": project["project"]["dependencies"]}
    locks |= {"requirements-dev.lock": groups["dev"], "requirements-bench.lock": groups["bench"]}
    for lock, wanted in locks.items():
        text = (reading.ROOT / lock).read_text()
        names = [re.split(r"[\[<>=! ]", one)[0].lower().replace("_", "-") for one in wanted]
        assert [name for name in names if f"\n{name}==" not in "\n" + text.lower()] == []


TESTS_OWN = {"KARDAD_TEST_DB", "KARDAD_TEST_JOBS", "KARDAD_TEST_PROOF", "KARDAD_TEST_CHROMIUM"}


def variables() -> set[str]:
    """Every variable of the environment that the product reads."""
    texts = [path.read_text(encoding="utf-8") for path in reading.code(reading.PACKAGE)]
    return {name for text in texts for name in re.findall(r"\bKARDAD_[A-Z_]+[A-Z]\b|\bDATABASE_URL\b", text)}


def test_every_setting_is_written_down():
    docs = "\n".join(path.read_text(encoding="utf-8") for path in [*(reading.ROOT / "docs").rglob("*.md"), *reading.ROOT.glob("README*")])
    assert sorted(name for name in variables() if name not in docs) == []


def test_every_setting_that_is_written_down_exists():
    docs = "\n".join(path.read_text(encoding="utf-8") for path in (reading.ROOT / "docs").rglob("*.md"))
    told = set(re.findall(r"\bKARDAD_[A-Z_]+[A-Z]\b", docs))
    assert sorted(told - variables() - TESTS_OWN) == []


def test_no_private_key_lies_here():
    begin = "-----BEGIN " + "PRIVATE KEY"
    holding = [path for path in reading.files(*TEXTS, ".pem", ".key") if begin in path.read_text(encoding="utf-8", errors="ignore")]
    assert holding == []


def test_the_vectors_are_synthetic_and_complete():
    assert json.loads(VECTORS.read_text(encoding="utf-8"))
