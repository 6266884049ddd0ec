"""`kardad verify` and `kardad evidence-key`, as people call them."""

import json
import shutil
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from kardad import cli
from kardad.evidence import actions, canonical, queries
from kardad.evidence.models import Key
from tests.conftest import NOW
from tests.evidence import papers
from tests.evidence.bare import bare
from tests.evidence.conftest import grow
from tests.evidence.write_vectors import FOLDER

KEYS = str(FOLDER / "keys.json")


def run(capsys, *words):
    code = cli.main(list(words))
    out, err = capsys.readouterr()
    return code, [json.loads(line) for line in out.splitlines()], err


@pytest.mark.no_django
def test_files_are_judged_without_a_network_and_without_a_database(capsys):
    good, promise = str(FOLDER / "good.dossier.jsonl"), str(FOLDER / "promise.receipt.json")
    code, verdicts, err = run(capsys, "verify", good, promise, "--keys", KEYS)
    assert (code, [one["valid"] for one in verdicts], err) == (0, [True, True], "")
    assert [one["file"] for one in verdicts] == [good, promise]
    code, (verdict,), _ = run(capsys, "verify", str(FOLDER / "altered.dossier.jsonl"), "--keys", KEYS)
    assert code == 1
    assert verdict["problems"][0] | {"chain": ""} == {
        "problem": "ENTRY_ALTERED",
        "chain": "",
        "seq": 9,
        "message": "رویداد شماره ۹ آن نیست که ثبت شده بود: محتوای آن پس از ثبت تغییر کرده است.",
    }


@pytest.mark.no_django
def test_a_paper_is_known_by_a_proof_beside_it_and_one_altered_is_not(capsys, tmp_path):
    paper, altered = tmp_path / "paper.pdf", tmp_path / "altered.pdf"
    paper.write_bytes(b"%PDF-1.7 a paper")
    altered.write_bytes(b"%PDF-1.7 a Paper")
    beside = str(FOLDER / "good.dossier.jsonl")
    code, verdicts, _ = run(capsys, "verify", beside, str(altered), "--keys", KEYS)
    assert (code, [one["valid"] for one in verdicts]) == (1, [True, False])
    assert "PAPER_ALTERED" in [one["problem"] for one in verdicts[1]["problems"]]
    assert [one["valid"] for one in run(capsys, "verify", beside, str(paper), "--keys", KEYS)[1]] == [True, True]
    # A proof that is not good vouches for nothing; nor does what nobody vouches for in a good one.
    code, verdicts, _ = run(capsys, "verify", str(FOLDER / "altered.dossier.jsonl"), str(paper), "--keys", KEYS)
    assert "PAPER_ALTERED" in [one["problem"] for one in verdicts[1]["problems"]]
    forged = json.loads((FOLDER / "good.receipt.json").read_text())
    forged["keys"].append({"sha256": sha256(altered.read_bytes()).hexdigest()})
    (tmp_path / "forged.json").write_text(json.dumps(forged))
    code, verdicts, _ = run(capsys, "verify", str(tmp_path / "forged.json"), str(altered), "--keys", KEYS)
    assert [one["valid"] for one in verdicts] == [True, False]
    assert "PAPER_ALTERED" in [one["problem"] for one in verdicts[1]["problems"]]


@pytest.mark.no_django
def test_a_sealed_paper_is_judged_by_its_certificate(capsys, tmp_path):
    """The papers are sealed by an independent tool."""
    pdf = papers.signed()
    trusted = json.loads(Path(KEYS).read_text()) | {
        "certificates": [{"sha256": papers.fingerprint(papers.identity("کارداد", "ec")[1]), "title": "کارداد"}]
    }
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps(trusted))
    paper = tmp_path / "paper.pdf"

    def said(raw, by):
        paper.write_bytes(raw)
        code, (verdict,), _ = run(capsys, "verify", str(paper), "--keys", str(by))
        assert code == (0 if verdict["valid"] else 1)
        return [one["problem"] for one in verdict["problems"]]

    assert said(pdf, keys) == []
    assert said(pdf, KEYS) == ["SIGNER_UNKNOWN"]
    assert said(pdf.replace(b"595 842", b"595 843"), KEYS) == ["SIGNATURE_BAD", "SIGNER_UNKNOWN"]
    assert said(pdf.replace(b"595 842", b"595 843"), keys) == ["SIGNATURE_BAD"]
    assert said(pdf + b"\n% something more\n", keys) == ["SIGNATURE_BAD"]
    assert said(papers.blank(), keys) == ["NOT_READABLE"]
    assert said(pdf[: len(pdf) // 2], keys) == ["NOT_READABLE"]


@pytest.mark.no_django
def test_what_cannot_be_asked_is_bad_input(capsys, tmp_path):
    for words in (["verify"], ["verify", "/no/such.json", "--keys", KEYS], ["verify", KEYS, "--keys", "/no/keys.json"]):
        code, verdicts, err = run(capsys, *words)
        assert (code, verdicts) == (2, [])
        assert json.loads(err)["error"]["code"] in ("NOTHING_TO_VERIFY", "NO_FILE", "BAD_KEYS")
    shutil.copy(KEYS, tmp_path / "other.json")
    assert run(capsys, "verify", str(tmp_path / "other.json"), "--keys", KEYS)[0] == 1


@pytest.mark.django_db
def test_the_database_is_read_and_whatever_was_done_by_hand_is_named(capsys, chain, tmp_path):
    grow(chain, 4)
    actions.close_days(at=NOW + timedelta(days=1))
    grow(chain, 2)
    (tmp_path / "log.jsonl").write_bytes(b"".join(queries.log(made_at=NOW)))
    (tmp_path / "receipt.json").write_bytes(canonical.encode(queries.receipt(chain.entries.get(seq=5))))
    code, (verdict,), err = run(capsys, "verify", "--database")
    assert (code, verdict["covers"]["entries"], err.strip()) == (0, 4, "6 entries")
    code, verdicts, _ = run(capsys, "verify", str(tmp_path / "log.jsonl"), str(tmp_path / "receipt.json"))
    assert (code, [one["is_signer_known"] for one in verdicts]) == (0, [True, True])
    bare("UPDATE evidence_entry SET body = replace(body, '\"number\":2', '\"number\":3') WHERE seq = 2")
    code, (verdict,), _ = run(capsys, "verify", "--database")
    assert (code, verdict["problems"][0]["problem"], verdict["problems"][0]["seq"]) == (1, "ENTRY_ALTERED", 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM evidence_leaf",
        "UPDATE evidence_leaf SET head = hash",
        "UPDATE evidence_node SET hash = (SELECT root FROM evidence_root)",
        "UPDATE evidence_root SET size = 1",
        "UPDATE evidence_chain SET head = token || token",
    ],
)
def test_leaves_nodes_roots_and_heads_are_judged_too(capsys, chain, make, statement):
    grow(chain, 2)
    for number in range(3):
        grow(actions.open_chain(make.person(level=1), title=f"{number}", office_id=None, at=NOW))
    actions.close_days(at=NOW + timedelta(days=1))
    assert run(capsys, "verify", "--database")[0] == 0
    bare(statement)
    assert run(capsys, "verify", "--database")[0] == 1


@pytest.mark.django_db
def test_a_key_is_rotated_and_lost_by_command(capsys):
    code, (shown,), _ = run(capsys, "evidence-key", "show")
    assert (code, len(shown)) == (0, 1)
    code, (shown,), _ = run(capsys, "evidence-key", "rotate")
    assert [one["endorsed_by"] for one in shown] == ["", shown[0]["key"]]
    code, (shown,), _ = run(capsys, "evidence-key", "lose", shown[1]["key"])
    assert [bool(one["lost_at"]) for one in shown] == [False, True, False]
    assert shown[2]["endorsed_by"] == ""
    code, _, err = run(capsys, "evidence-key", "lose", "0" * 16)
    assert (code, json.loads(err)["error"]["code"]) == (1, "EVIDENCE_KEY_LOST")
    assert Key.objects.count() == 3
