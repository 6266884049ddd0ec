"""The sealed paper of a contract: every clause of the form, valid to readers that are not ours; one byte that was changed is found."""

import io
import json
from zipfile import ZipFile

import pytest
from asn1crypto import parser
from asn1crypto.cms import ContentInfo
from pypdf import PdfReader

from kardad import cli
from kardad.contracts import package, papers, printing, proof
from kardad.contracts.models import Signature, Version
from kardad.core import files
from kardad.documents import certificates, standing, sweeps
from kardad.documents.models import Document
from kardad.evidence import queries as evidence
from kardad.evidence.check import known
from kardad.kit.calendar import parse_jalali
from tests.contracts import world
from tests.contracts.world import NOW
from tests.documents.test_rendering import bare, text_of
from tests.documents.test_sealing import by_openssl

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR = tmp_path


def sealed(made, *, at=NOW):
    """The paper of the world's contract, printed and sealed."""
    sweeps.render(at)
    sweeps.sign(at)
    version = made.contract.versions.get(kind="contract", state="signed")
    return papers.of(version)


def test_the_paper_prints_every_clause_and_is_valid_to_openssl_and_to_pypdf(sms, tmp_path):
    made = world.signed(
        sms=sms,
        pay={"allowances": (world.terms.Allowance(title="حق سرپرستی", monthly=12_000_000, is_wage=True),)},
        others={"terms": ("کارگر ابزار کارگاه را سالم برمی‌گرداند.",)},
        ending={"notice_days": 15},
    )
    found = sealed(made)
    assert (found.state, found.kind, found.title) == ("signed", "contract", "قرارداد کار")
    raw = files.read(found.file)
    assert by_openssl(raw, certificates.identity(at=NOW), tmp_path) == (True, True)
    assert len(PdfReader(io.BytesIO(raw)).pages) <= 4
    text = bare(text_of(raw))
    version = made.contract.versions.get(state="signed")
    for said in (
        "EC-1404-000001",
        "فولاد سپهر",
        "۱۰۳۸۰۲۸۴۷۹۰",
        "علی رضایی",
        "جوشکاری قطعات فلزی در کارگاه",
        "سه میلیون و چهارصد و شصت و سه هزار و ششصد و پنجاه و شش ریال",
        "حق مسکن",
        "۹٬۰۰۰٬۰۰۰",
        "نه میلیون ریال",
        "حق سرپرستی",
        "دوازده میلیون ریال",
        "IR82 0540 1026 8002 0817 9090 02",
        "۴۴ ساعت",
        "۳۰ روز",
        "۶ ماه",
        "با پایان مدت، قرارداد پایان می‌یابد.",
        "۱۵ روز پیش‌تر",
        "کارگر ابزار کارگاه را سالم برمی‌گرداند.",
        "بیمه:",
        "عیدی و پاداش:",
        "حق سنوات:",
        "شورای اسلامی کار یا نماینده کارگران",
        "صاحب امضای شرکت",
        "خود کارگر",
        "رمز یک‌بارمصرف به سیم‌کارت خود امضاکننده",
        printing.digits(version.sha256),
    ):
        assert bare(said) in text, said
    assert "0912" not in json.dumps(json.loads(found.facts), ensure_ascii=False)


def test_one_changed_byte_is_found_by_the_command(sms, tmp_path, capsys):
    made = world.signed(sms=sms)
    found = sealed(made)
    raw = files.read(found.file)
    keys = tmp_path / "keys.json"
    trusted = evidence.published() | {"certificates": known.certificates(at=NOW)}
    keys.write_text(json.dumps(trusted))
    place = len(raw) // 3
    # Bytes of what stands beside the signature: its certificate, the list of digests, the stamp of the time.
    began = raw.index(b"/Contents <", place) + len(b"/Contents <")
    seal = bytes.fromhex(raw[began : raw.index(b">", began)].decode())
    data = ContentInfo.load(seal[: parser.peek(seal)])["content"]
    (certificate,), (stamp,) = data["certificates"], data["signer_infos"][0]["unsigned_attrs"]
    for part in (certificate.dump(), data["digest_algorithms"].dump(), stamp["type"].dump(), stamp["values"][0].dump()):
        at = began + 2 * (seal.index(part) + len(part) // 2)
        (tmp_path / "beside.pdf").write_bytes(raw[:at] + (b"%02x" % (int(raw[at : at + 2], 16) ^ 1)) + raw[at + 2 :])
        assert cli.main(["verify", str(tmp_path / "beside.pdf"), "--keys", str(keys)]) == 1
        capsys.readouterr()
    for name, body in (("whole", raw), ("altered", raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])):
        (tmp_path / f"{name}.pdf").write_bytes(body)
    whole = cli.main(["verify", str(tmp_path / "whole.pdf"), "--keys", str(keys)])
    assert (whole, json.loads(capsys.readouterr().out)["valid"]) == (0, True)
    altered = cli.main(["verify", str(tmp_path / "altered.pdf"), "--keys", str(keys)])
    verdict = json.loads(capsys.readouterr().out)
    assert (altered, verdict["problems"][0]["problem"]) == (1, "SIGNATURE_BAD")
    # The package names every file of it, its papers, words and receipts hold, and a changed word is told.
    held = package.written(made.contract, at=NOW)
    (tmp_path / "all.zip").write_bytes(held)
    assert cli.main(["verify", str(tmp_path / "all.zip"), "--keys", str(keys)]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {one["file"].partition(".zip")[2].partition("-")[0] for one in told} >= {"/papers/contract", "/data/contract"}
    changed = tmp_path / "changed.zip"
    with ZipFile(io.BytesIO(held)) as was, ZipFile(changed, "w") as now:
        for one in was.infolist():
            body = was.read(one)
            now.writestr(one.filename, body.replace(b"3463656", b"3463657") if one.filename.startswith("data/") else body)
    assert cli.main(["verify", str(changed), "--keys", str(keys)]) == 1
    problems = [row["problem"] for line in capsys.readouterr().out.splitlines() for row in json.loads(line)["problems"]]
    assert problems == ["FILE_ALTERED", "PAPER_ALTERED"]


def test_the_paper_stands_by_its_contract_and_its_seal_is_an_event_of_it(sms):
    made = world.signed(sms=sms)
    found = sealed(made)
    kinds = list(proof.chain(made.contract, at=NOW).entries.order_by("seq").values_list("kind", flat=True))
    assert kinds[-3:] == ["contract.signed", "contract.copies", "paper.sealed"]
    assert standing.of(found).state == "valid"
    made.contract.state = "void"
    made.contract.save()
    assert standing.of(found).state == "void"


def test_a_contract_whose_paper_cannot_be_asked_for_is_not_signed(sms, monkeypatch):
    made = world.sent(sms=sms)

    def breaks(*args, **kwargs):
        raise LookupError("no paper")

    monkeypatch.setattr(papers, "ask", breaks)
    with pytest.raises(LookupError):
        world.signed(made, sms=sms)
    made.contract.refresh_from_db()
    assert (made.contract.state, made.contract.number) == ("sent", None)
    assert not Document.objects.exists()


def test_how_long_a_contract_is_counts_both_days():
    day = parse_jalali
    assert printing.length(day("1404-01-01"), day("1404-06-31")) == "۶ ماه"
    assert printing.length(day("1404-01-31"), day("1404-07-30")) == "۶ ماه و ۱ روز"
    assert printing.length(day("1404-01-01"), day("1405-02-03")) == "۱ سال و ۱ ماه و ۳ روز"
    assert printing.length(day("1404-05-05"), day("1404-05-05")) == "۱ روز"


def test_what_is_changed_in_the_database_under_a_signature_is_named(sms, capsys):
    made = world.signed(sms=sms)

    def verified():
        code = cli.main(["verify", "--database"])
        (verdict,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return code, [(one["problem"], one["message"].rpartition("contracts_")[2].partition(" آن نیست")[0]) for one in verdict["problems"]]

    assert verified() == (0, [])
    version = made.contract.versions.get(state="signed")
    signature = version.signatures.get(side="worker")
    Version.objects.filter(pk=version.pk).update(words=version.words.replace("3463656", "3463600"))
    assert verified() == (1, [("ROW_DIFFERS", f"version {version.pk}: words")])
    Version.objects.filter(pk=version.pk).update(words=version.words)
    Signature.objects.filter(pk=signature.pk).update(alarms=["same_device"])
    assert verified() == (1, [("ROW_DIFFERS", f"signature {signature.pk}: alarms")])
    Signature.objects.filter(pk=signature.pk).delete()
    assert verified() == (1, [("ROW_DIFFERS", f"signature {version.pk} کارگر")])
