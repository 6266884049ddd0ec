"""The verifier says of every published vector what the index says."""

import io
import json

import pytest

from kardad.evidence.verifying import bundle, papers, verify
from tests.evidence import papers as written
from tests.evidence.write_vectors import FOLDER

AGAIN = [("ENTRY_ALTERED", 31), ("ENTRY_INSERTED", 31)]
INDEX = json.loads((FOLDER / "index.json").read_text())


def judged(name, keys):
    """The verdict on a vector, as the command gives it."""
    raw = (FOLDER / name).read_bytes()
    if name.endswith(".zip"):
        return bundle.verify(io.BytesIO(raw), keys=keys)[0]
    return papers.verify(raw, papers.Known(keys)) if papers.is_pdf(raw) else verify(io.BytesIO(raw), keys=keys)


@pytest.mark.no_django
@pytest.mark.parametrize("told", INDEX, ids=lambda told: told["file"])
def test_a_vector_is_judged_as_the_index_says(told):
    keys = json.loads((FOLDER / told["keys"]).read_text())
    verdict = judged(told["file"], keys).as_json(file=told["file"])
    first = verdict["problems"][0] if verdict["problems"] else {"problem": None, "seq": None}
    assert (verdict["valid"], first["problem"], first["seq"]) == (told["valid"], told["problem"], told["seq"])
    assert verdict["file"] == told["file"]


@pytest.mark.no_django
def test_a_proof_of_growth_beside_a_paper_says_nothing_of_the_paper():
    keys = json.loads((FOLDER / "keys.json").read_text())
    known = papers.Known(keys)
    known.note(judged("good.consistency.json", keys))
    verdict = papers.verify((FOLDER / "good.pdf").read_bytes(), known)
    assert (verdict.is_valid, verdict.note) == (True, "")


@pytest.mark.no_django
def test_a_good_signature_stands_beside_proofs_of_other_papers_but_not_under_another_papers_name():
    keys = json.loads((FOLDER / "keys.json").read_text())
    good, known = (FOLDER / "good.pdf").read_bytes(), papers.Known(keys)
    for beside in ("good.receipt.json", "papers.dossier.jsonl"):
        known.note(judged(beside, keys))
    verdict = papers.verify(good, known, "good.pdf")
    assert (verdict.is_valid, "نیامده" in verdict.as_json()["note"]) == (True, True)
    for listed in known.names:
        assert [one.problem for one in papers.verify(good, known, listed).problems] == ["PAPER_ALTERED"]
    assert known.names
    for bad in ("altered.pdf", "appended.pdf", "padded.pdf", "torn-signature.pdf"):
        assert not papers.verify((FOLDER / bad).read_bytes(), known).is_valid
    nobodys = papers.Known({"keys": keys["keys"]})
    nobodys.note(judged("good.receipt.json", keys))
    assert [one.problem for one in papers.verify(good, nobodys).problems] == ["PAPER_ALTERED"]


@pytest.mark.no_django
def test_a_time_beside_the_signature_that_its_authority_did_not_give_and_digits_of_another_case_are_found():
    _, certificate = written.identity("کارداد", "ec")
    known, paper = papers.Known({"certificates": [{"sha256": written.fingerprint(certificate)}]}), written.signed()
    assert papers.verify(paper, known).is_valid
    told = [[one.problem for one in papers.verify(changed, known).problems] for changed in written.beside_the_signature(paper)]
    assert told == [["STAMP_BAD"], ["SIGNATURE_BAD"]]


@pytest.mark.no_django
def test_a_stamp_is_told():
    verdict = verify((FOLDER / "stamped.receipt.json").read_bytes(), keys=json.loads((FOLDER / "keys.json").read_text()))
    assert verdict.covers.stamped.startswith("2026-11-02T00:05:03")


@pytest.mark.no_django
@pytest.mark.parametrize(
    ("name", "problems", "covers"),
    [
        ("paper-moved.dossier.jsonl", [("ENTRY_MOVED", 20)], ("2026-11-01T06:37", "2026-11-02T", 50)),
        ("first-moved.dossier.jsonl", [("ENTRY_MOVED", 0)], ("2026-11-01T06:37", "2026-11-02T", 50)),
        ("without-the-first.dossier.jsonl", [("ENTRY_MISSING", 0)], ("None", "2026-11-02T", 50)),
        ("gap.dossier.jsonl", [("ENTRY_MISSING", 9)], ("2026-11-01T06:37", "2026-11-02T", 50)),
        ("cut.dossier.jsonl", [("CHAIN_CUT", 49)], ("2026-11-01T06:37", "2026-11-01T", 21)),
        ("altered-and-repeated.dossier.jsonl", [("ENTRY_MOVED", 10), *AGAIN], ("2026-11-01T06:37", "2026-11-02T", 50)),
        ("altered-and-moved.dossier.jsonl", AGAIN, ("2026-11-01T06:37", "2026-11-02T", 50)),
        ("prefix.dossier.jsonl", [], ("2026-11-01T06:37", "2026-11-01T", 21)),
    ],
)
def test_one_deed_is_one_problem_and_covers_ends_with_the_last_seal_that_holds(name, problems, covers):
    verdict = verify((FOLDER / name).read_bytes(), keys=json.loads((FOLDER / "keys.json").read_text()))
    told = verdict.covers
    assert [(one.problem, one.seq) for one in verdict.problems] == problems
    assert (str(told.since).startswith(covers[0]), str(told.until).startswith(covers[1]), told.entries) == (True, True, covers[2]), told
