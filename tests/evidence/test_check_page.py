"""The page that checks proofs, from a disk without a network, on a phone: it finds what was done to a proof and says it in words."""

import gzip
import json
from datetime import timedelta
from pathlib import Path

import pytest
import rfc8785
from playwright.sync_api import expect

from kardad import cli
from kardad.evidence import check
from tests.browser.looking import PHONE, Look
from tests.evidence import papers, written
from tests.evidence.test_vectors import judged
from tests.evidence.written import Signer, code, dossier, entry, jsonl, promise, receipt
from tests.rules.test_words import problems as wrong_words

pytestmark = pytest.mark.browser
VECTORS = Path(__file__).parent / "vectors"
SIGNER = Signer()
KEYS = json.loads((VECTORS / "keys.json").read_text())
FACTS = [["شماره", "۱۴۰۵/۱۲۳۴"], ["تاریخ", "۱ آذر ۱۴۰۵"], ["گیرنده", "مریم رضایی‌نژاد، خواهان"], ["آخرین روز", "۱۶ آذر ۱۴۰۵"]]
CONCLUSIONS = "Object.fromEntries(table.map((held, i) => [held.verdict.file, part('verdicts').children[i].dataset.conclusion]))"
VERDICTS = "Object.fromEntries(table.map(held => [held.verdict.file, held.verdict]))"


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """The page as somebody keeps it."""
    _, certificate = papers.identity("کارداد", "ec")
    certificates = [{"sha256": papers.fingerprint(certificate), "title": "مهر کارداد"}, *KEYS["certificates"]]
    kinds = {"service.opened": "نامه {n} باز شد."}
    known = check.Known([SIGNER.record, *KEYS["keys"]], KEYS["authorities"], certificates, kinds)
    made = check.page(known, on=written.NOON.date())
    path = tmp_path_factory.mktemp("kept") / "kardad-check.html"
    path.write_text(made.html, encoding="utf-8")
    assert path.stat().st_size < 120_000
    assert len(gzip.compress(path.read_bytes(), 9)) <= 38 * 1024
    return path


class Kept(Look):
    """The kept page on a phone without a network."""

    def __init__(self, page, file):
        super().__init__(page)
        self.address = file.as_uri()
        self.asked = []
        page.set_viewport_size(PHONE)
        page.context.set_offline(offline=True)
        page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(self.address)

    def lay(self, **files):
        """What the page says of files of these names."""
        put = [{"name": name, "mimeType": "", "buffer": content} for name, content in files.items()]
        there = self.page.locator(".verdict").count()
        self.page.set_input_files("#files", put)
        expect(self.page.locator(".verdict")).to_have_count(there + len(put))
        return self.page.evaluate(VERDICTS)


@pytest.fixture
def kept(page, file):
    look = Kept(page, file)
    yield look
    assert look.heard == []
    outside = [url for url in look.asked if not url.startswith((file.as_uri(), "data:"))]
    assert outside == []


def whole(verdict):
    """What a verdict says, without its words."""
    problems = [(one["problem"], one["seq"]) for one in verdict["problems"]]
    covers = {name: said and str(said)[:19] for name, said in verdict["covers"].items()}
    return problems, covers, verdict["signer"], verdict["is_signer_known"]


def first(verdict):
    return (verdict["problems"] or [{"problem": None, "seq": None}])[0]


def test_the_page_finds_in_the_vectors_what_every_verifier_must_find(kept):
    rows = json.loads((VECTORS / "index.json").read_text())
    assert {row["keys"] for row in rows} == {"keys.json"}
    told = kept.lay(**{row["file"]: (VECTORS / row["file"]).read_bytes() for row in rows})
    found = {name: (verdict["valid"], first(verdict)["problem"], first(verdict)["seq"]) for name, verdict in told.items()}
    assert found == {row["file"]: (row["valid"], row["problem"], row["seq"]) for row in rows}
    command = {name: judged(name, KEYS).as_json() for name in told}
    assert {name: whole(verdict) for name, verdict in told.items()} == {name: whole(verdict) for name, verdict in command.items()}


def _deeds(lines):
    """What somebody may do to the lines of a dossier of 60 entries; line n + 1 holds entry n."""
    forged = {"entry": entry(41, amount=9), "hash": written.hashes([*[entry(n) for n in range(41)], entry(41, amount=9)])[41].hex()}
    return {
        "whole": lines,
        "altered": [*lines[:42], lines[42] | {"entry": lines[42]["entry"] | {"kind": "service.voided"}}, *lines[43:]],
        "removed": [*lines[:42], *lines[44:]],
        "swapped": [*lines[:42], lines[43], lines[42], *lines[44:]],
        "inserted": [*lines[:42], forged, *lines[42:]],
        "unreadable": [*lines[:42], {"entry": 1}, *lines[43:]],
        "unsealed": [line for line in lines if "promise" not in line],
    }


def test_what_was_done_to_a_dossier_is_named_by_its_number_and_day(kept):
    lines = dossier([entry(n) for n in range(60)], [20, 50], SIGNER)
    told = kept.lay(**{f"{name}.dossier.jsonl": jsonl(done) for name, done in _deeds(lines).items()})
    found = {name.split(".")[0]: [(one["problem"], one["seq"]) for one in verdict["problems"]] for name, verdict in told.items()}
    assert found == {
        "whole": [],
        "altered": [("ENTRY_ALTERED", 41)],
        "removed": [("ENTRY_MISSING", 41)],
        "swapped": [("ENTRY_MOVED", 41)],
        "inserted": [("ENTRY_INSERTED", 41)],
        "unreadable": [("ENTRY_ALTERED", 41)],
        "unsealed": [("ENTRY_INSERTED", 50)],
    }
    assert told["whole.dossier.jsonl"]["covers"]["entries"] == 60
    said = first(told["altered.dossier.jsonl"])["message"]
    assert said == "مورد ۴۱، نوشته‌شده در ۱ آذر ۱۴۰۵، پس از ثبت تغییر کرده است."
    assert [wrong_words(one["message"]) for verdict in told.values() for one in verdict["problems"]] == [[]] * 6
    assert kept.page.locator(".bead-bad").count() > 0
    assert kept.page.locator("#verdicts h2:focus").count() == 1
    assert kept.problems("dossiers") == []


def _deeds_in(lines, at):
    """What somebody may do to the entry `at` of a long dossier, each with what is to be found."""
    line, forged = lines[at + 1], entry(at, letter="نامه ساختگی")
    digest = written.sha(b"\x02", bytes.fromhex(lines[at]["hash"]), written.sha(rfc8785.dumps(forged))).hex()
    return {
        "altered": ([*lines[: at + 1], line | {"entry": line["entry"] | {"kind": "service.voided"}}, *lines[at + 2 :]], "ENTRY_ALTERED"),
        "removed": ([*lines[: at + 1], *lines[at + 2 :]], "ENTRY_MISSING"),
        "inserted": ([*lines[: at + 1], {"entry": forged, "hash": digest}, *lines[at + 1 :]], "ENTRY_INSERTED"),
        "swapped": ([*lines[: at + 1], lines[at + 2], line, *lines[at + 3 :]], "ENTRY_MOVED"),
    }


def test_whatever_is_done_to_an_entry_of_ten_thousand_is_read_in_seconds_and_named(kept):
    lines = dossier([entry(n) for n in range(10_000)], [9_000], SIGNER)
    deeds = _deeds_in(lines, 7_777)
    told = kept.lay(**{f"{name}.dossier.jsonl": jsonl(done) for name, (done, _) in deeds.items()})
    found = {name.partition(".")[0]: [(one["problem"], one["seq"]) for one in verdict["problems"]] for name, verdict in told.items()}
    assert found == {name: [(problem, 7_777)] for name, (_, problem) in deeds.items()}
    assert kept.page.get_by_text("مورد ۷۷۷۷").count() >= len(deeds)
    assert kept.page.locator(".verdict-good").count() == 0


def test_a_new_chain_under_an_old_seal_or_promise_is_seen(kept):
    entries = [entry(n) for n in range(8)]
    anew = dossier([*entries[:3], entry(3, amount=1), *entries[4:]], [6], Signer(b"somebody"))
    old = dossier(entries, [6], SIGNER)
    forged = [old[0], *anew[1:9], *old[9:]]
    other = dossier([*entries[:7], entry(7, amount=1)], [6], SIGNER)
    promised = [*other[:-1], {"promise": promise(entries[7], written.hashes(entries)[7], SIGNER)}]
    told = kept.lay(seal=jsonl(forged), promise=jsonl(promised), stranger=jsonl(anew))
    found = {name: [(one["problem"], one["seq"]) for one in verdict["problems"]] for name, verdict in told.items()}
    assert found == {
        "seal": [("CHAIN_REWRITTEN", 5), ("SEAL_BROKEN", 7)],
        "promise": [("SEAL_BROKEN", 7)],
        "stranger": [("SIGNER_UNKNOWN", 5), ("SIGNER_UNKNOWN", 7)],
    }


def test_a_log_that_only_grew_is_told_from_one_that_was_cut(kept):
    leaves = written.others(9)
    roots = [written.root(leaves[:size], SIGNER, made_at=written.NOON + timedelta(days=size)) for size in (4, 9)]
    grown = {"from": roots[0], "to": roots[1], "proof": [one.hex() for one in _consistency(4, leaves)]}
    other = grown | {"from": written.root([*leaves[:3], leaves[8]], SIGNER)}
    told = kept.lay(grown=rfc8785.dumps(grown), other=rfc8785.dumps(other))
    assert {name: first(verdict)["problem"] for name, verdict in told.items()} == {"grown": None, "other": "ROOT_BROKEN"}


def test_the_code_of_a_paper_shows_its_facts_and_a_changed_digit_is_refused(kept):
    good = code(FACTS, SIGNER)
    other = code([["شماره", "۱۴۰۵/۱۲۳۵"], *FACTS[1:]], SIGNER)
    bad = other.rpartition(".")[0] + "." + good.rpartition(".")[2]
    kept.page.goto(f"{kept.address}{good}")
    kept.page.wait_for_selector(".paper-box")
    assert kept.page.locator(".paper-box dd").all_inner_texts() == [value for _, value in FACTS]
    kept.page.get_by_role("button", name="نه، فرق دارد").click()
    assert "دست برده‌اند" in kept.page.locator(".answer").inner_text()
    assert kept.page.locator(".said").inner_text() == "با کاغذ نمی‌خواند"
    assert kept.problems("a code") == []
    kept.page.goto(f"{kept.address}{bad}")
    kept.page.wait_for_selector(".verdict-bad")
    assert kept.page.locator(".paper-box").count() == 0
    assert "امضای این رمزینه درست نیست" in kept.page.locator(".verdict").inner_text()
    kept.page.goto(f"{kept.address}{good[:60]}")
    kept.page.get_by_role("heading", name="خوانده نمی‌شود").wait_for()
    kept.page.goto(f"{kept.address}{code(FACTS, Signer(b'somebody'))}")
    kept.page.wait_for_selector(".verdict-wait")
    assert kept.page.locator(".paper-box").count() == 0


def test_a_paper_is_judged_by_its_signature_and_by_what_was_recorded(kept):
    paper = papers.signed()
    altered = paper.replace(b"595 842", b"595 841", 1)
    assert altered != paper
    digest = written.sha(paper).hex()
    retimed, recased = papers.beside_the_signature(paper)
    kept.lay(**{
        "paper.pdf": paper,
        "retimed.pdf": retimed,
        "recased.pdf": recased,
        "rsa.pdf": papers.signed("دیگری", "rsa"),
        "pss.pdf": papers.signed("سومی", "rsa", prefer_pss=True),
        "altered.pdf": altered,
        "appended.pdf": paper + b"%%EOF\n",
        "blank.pdf": papers.blank(),
    })  # fmt: skip
    faces = {"rsa.pdf": "stranger", "pss.pdf": "stranger", "altered.pdf": "altered", "appended.pdf": "appended", "blank.pdf": "unsigned"}
    faces |= {"retimed.pdf": "altered", "recased.pdf": "altered"}
    assert kept.page.evaluate(CONCLUSIONS) == faces | {"paper.pdf": "paper"}
    unsigned = "table.find(held => held.verdict.file === 'blank.pdf').verdict"
    assert kept.page.evaluate(f"[{unsigned}.valid, {unsigned}.problems.map(one => one.problem).join()]") == [False, "NOT_READABLE"]
    signs = (
        "Object.fromEntries(table.map((held, i) => [held.verdict.file, part('verdicts').children[i].querySelector('.said').textContent]))"
    )
    assert {name for name, said in kept.page.evaluate(signs).items() if said == "نادرست"} == {
        "altered.pdf",
        "appended.pdf",
        "retimed.pdf",
        "recased.pdf",
    }
    entries = [
        entry(0),
        entry(1, kind="paper.sealed", sha256=digest),
        entry(2, kind="paper.sealed", sha256=written.sha(papers.blank()).hex()),
    ]
    beside = dossier([entry(0), entry(1, kind="paper.sealed", sha256="00" * 32)], [2], SIGNER)
    kept.lay(**{"other.dossier.jsonl": jsonl(beside)})
    faces["other.dossier.jsonl"] = "dossier"
    assert kept.page.evaluate(CONCLUSIONS) == faces | {"paper.pdf": "paper"}  # a proof of others takes nothing from a good signature
    of = dossier(entries, [3], SIGNER, papers=[("altered.pdf", 1)])
    kept.lay(**{"of.dossier.jsonl": jsonl(of)})
    recorded = {"paper.pdf": "recorded", "blank.pdf": "recorded", "of.dossier.jsonl": "dossier"}
    assert kept.page.evaluate(CONCLUSIONS) == faces | recorded
    assert kept.problems("papers") == []
    assert "کاغذی با همین نام، ولی نه همین: مورد ۱" in kept.page.locator("#verdicts").inner_text()


def test_what_sides_filed_is_judged_by_the_entry_that_names_it(kept):
    photo, words = b"\xff\xd8\xff\xe0" + bytes(20), "سه ماه مزد نگرفته‌ام.".encode()
    kept.lay(**{"1.jpg": photo, "text.txt": words, "2.jpg": photo + b"."})
    assert kept.page.evaluate(CONCLUSIONS) == dict.fromkeys(("1.jpg", "text.txt", "2.jpg"), "unsigned")
    filed = entry(1, kind="filing.filed", digest=written.sha(words).hex(), files=[written.sha(photo).hex()])
    kept.lay(**{"case.dossier.jsonl": jsonl(dossier([entry(0), filed], [2], SIGNER))})
    found = kept.page.evaluate(CONCLUSIONS)
    assert found == {"1.jpg": "recorded", "text.txt": "recorded", "2.jpg": "unsigned", "case.dossier.jsonl": "dossier"}


OPENED = """Object.fromEntries(table.flatMap(held => [held, ...held.shown.parts]).map(({ verdict }) =>
  [verdict.file, [verdict.valid, verdict.problems.map(one => one.problem).join(), verdict.problems.map(one => one.message).join()]]))"""


def test_an_exported_case_is_opened_here_and_judged_file_by_file_as_the_command_judges_it(kept, capsys):
    names = [row["file"] for row in json.loads((VECTORS / "index.json").read_text()) if row["file"].endswith(".zip")]
    kept.lay(**{name: (VECTORS / name).read_bytes() for name in names})
    told = kept.page.evaluate(OPENED)
    cli.main(["verify", *[str(VECTORS / name) for name in names], "--keys", str(VECTORS / "keys.json")])
    command = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    said = {one["file"].removeprefix(f"{VECTORS}/"): (one["valid"], ",".join(row["problem"] for row in one["problems"])) for one in command}
    assert {name: tuple(rest[:2]) for name, rest in told.items()} == said
    assert len(said) > len(names) * 3
    for name, problem in (("altered-file", "FILE_ALTERED"), ("missing-file", "FILE_MISSING"), ("added-file", "FILE_ADDED")):
        lost = "filings/1/3.txt" if name == "added-file" else "filings/1/text.txt"
        assert (told[f"{name}.zip"][1], lost in told[f"{name}.zip"][2]) == (problem, True)
    found = kept.page.evaluate(CONCLUSIONS)
    assert {name for name, face in found.items() if face == "bundle"} == {"good.zip", "stored.zip"}
    assert (found["truncated.zip"], found["altered-file.zip"], found["strangers-manifest.zip"]) == ("unreadable", "altered", "foreign")
    assert kept.problems("zips") == []
    kept.page.evaluate("trusted.known.clear()")  # of an installation that this page does not know it is not said that it was altered
    kept.lay(**{"theirs.zip": (VECTORS / "good.zip").read_bytes()})
    assert kept.page.evaluate(CONCLUSIONS)["theirs.zip"] == "foreign"


def test_whatever_is_laid_on_the_table_gets_an_answer(kept):
    whole = receipt([entry(n) for n in range(4)], 1, SIGNER)
    strange = {
        "nothing": b"",
        "picture": bytes(range(256)),
        "twice": rfc8785.dumps(whole)[:-1] + b',"title":"other"}',
        "fraction": rfc8785.dumps(whole).replace(b'"level":2', b'"level":2.0'),
        "deep": b"[" * 100_000,
        "torn": rfc8785.dumps(whole)[:-40],
        "members": rfc8785.dumps(whole | {"entry": None, "rest": 5}),
        "root": rfc8785.dumps(whole | {"root": {"statement": {}, "signature": "", "stamp": ""}}),
        "far": jsonl([*dossier([entry(0)], [1], SIGNER)[:2], {"entry": entry(9 * 10**15 - 7), "hash": "00" * 32}]),
        "empty": jsonl([dossier([entry(0)], [1], SIGNER)[0] | {"length": 0}]),
        "log": jsonl([{"format": "kardad-log/1", "log": written.LOG, "made_at": "", "keys": []}, {"leaf": {}}]),
        "lines": jsonl([{"format": "kardad-dossier/1", "chain": "x", "length": -1}]),
    }
    told = kept.lay(**strange)
    found = {name: first(verdict)["problem"] for name, verdict in told.items()}
    assert found == dict.fromkeys(strange, "NOT_READABLE") | {"far": "ENTRY_INSERTED", "empty": "SIGNER_UNKNOWN"}
    assert kept.page.locator(".verdict-good").count() == 0
    assert kept.page.locator(".verdict").count() == len(strange)
    kept.page.get_by_role("button", name="برداشتن همه").click()
    kept.page.get_by_text("متن رسید یا نشانی رمزینه").click()
    kept.page.get_by_label("متن رسید، یا نشانی").fill(json.dumps(whole, ensure_ascii=False, indent=1))
    kept.page.get_by_role("button", name="سنجیدن متن").click()
    kept.page.wait_for_selector(".verdict-good")
    assert "نامه ۱ باز شد." in kept.page.locator(".verdict").inner_text()


def test_a_browser_without_web_crypto_reads_the_same(page, file):
    page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    kept = Kept(page, file)
    names = (
        "good.receipt.json",
        "stamped.receipt.json",
        "altered-signature.receipt.json",
        "promised.dossier.jsonl",
        "rotated.receipt.json",
    )
    told = kept.lay(**{name: (VECTORS / name).read_bytes() for name in names}, paper=papers.signed())
    assert {name: first(verdict)["problem"] for name, verdict in told.items()} == dict.fromkeys((*names, "paper")) | {
        "altered-signature.receipt.json": "SIGNATURE_BAD"
    }
    assert kept.page.evaluate(CONCLUSIONS)["paper"] == "untold"
    assert kept.heard == []


RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]
BY_HAND = """vectors => vectors.map(([key, message, signature]) => {
  const [k, m, s] = [key, message, signature].map(unhex);
  const shifted = littleEndian(s.slice(32)) + ORDER;
  const other = joined(s.slice(0, 32), unhex(shifted.toString(16).padStart(64, "0")).reverse());
  return [holdsByHand(k, m, s), holdsByHand(k, joined(m, [1]), s), holdsByHand(k, m, other), holdsByHand(m, m, s) ];
})"""
# RFC 8785, 3.2.2 and 3.2.3
ODD = r"""{"numbers":[3,-7,0],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}"""
EVEN = r"""{"literals":[null,true,false],"numbers":[3,-7,0],"string":"€$\u000f\nA'B\"\\\\\"/"}"""
NAMES = r"""{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}"""
HASHED = """sizes => Promise.all(sizes.map(async size => {
  const bytes = Uint8Array.from({ length: size }, (_, i) => i % 251);
  const theirs = await Promise.all(["SHA-256", "SHA-512"].map(name => digestOf(bytes, name)));
  return hex(sha256(bytes)) === hex(theirs[0]) && hex(sha512(bytes)) === hex(theirs[1]);
}))"""


def test_the_mathematics_of_the_page_is_that_of_the_standards(kept):
    page = kept.page
    assert page.evaluate(BY_HAND, RFC_8032) == [[True, False, False, False]] * 3
    both = "vectors => Promise.all(vectors.map(([k, m, s]) => holds(unhex(k), unhex(m), unhex(s))))"
    assert page.evaluate(both, RFC_8032) == [True] * 3
    assert page.evaluate("text => canonical(readJson(text))", ODD) == EVEN
    assert page.evaluate("text => canonical(readJson(text))", NAMES) == '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}'
    assert page.evaluate(HASHED, [0, 55, 56, 64, 111, 112, 128, 1000]) == [True] * 8
    leaves = written.others(9)
    roots = {n: written.tree(leaves[:n]).hex() for n in range(1, 10)}
    proofs = [[n, 9, roots[n], roots[9], [one.hex() for one in _consistency(n, leaves)]] for n in range(1, 10)]
    ask = "all => all.map(([n, m, a, b, proof]) => isContinued(n, m, unhex(a), unhex(b), proof.map(unhex)))"
    assert page.evaluate(ask, proofs) == [True] * 9
    assert page.evaluate(ask, [[n, m, b, a, proof] for n, m, a, b, proof in proofs[:-1]]) == [False] * 8


def _consistency(before, leaves, *, is_whole=True):
    """RFC 6962, 2.1.2."""
    if before == len(leaves):
        return [] if is_whole else [written.tree(leaves)]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    if before <= split:
        return [*_consistency(before, leaves[:split], is_whole=is_whole), written.tree(leaves[split:])]
    return [*_consistency(before - split, leaves[split:], is_whole=False), written.tree(leaves[:split])]
