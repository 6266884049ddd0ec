"""Every step of service is an entry of the dossier's chain, in the same commit, and what was edited by hand is found."""

import base64
import json
from io import BytesIO

import pytest
import zxingcpp
from django.db import connection
from PIL import Image

from kardad.core import history
from kardad.documents import codes, papers, squares
from kardad.documents import queries as documents
from kardad.evidence import signing
from kardad.evidence.models import Chain, Entry
from kardad.inbox.actions import notices, rungs
from kardad.kit.text import to_persian_digits
from tests.conftest import NOW
from tests.inbox.service.conftest import SAYS, by, placed

pytestmark = pytest.mark.django_db


def chain_of(dossier):
    """The entries of a dossier's chain, in order."""
    return Entry.objects.filter(chain=Chain.objects.get(subject_type="inbox.dossier", subject_id=dossier.pk)).order_by("seq")


def test_each_step_is_an_entry(case):
    made = placed(case)["claimant"]
    rungs.open_delivery(made, by=by(case.claimant), at=NOW)
    rungs.acknowledge(made, by=by(case.claimant), at=NOW)
    kinds = [entry.kind for entry in chain_of(case.dossier) if not entry.kind.startswith("deadline.")]
    assert kinds == [
        "dossier.opened",
        *["party.added"] * 2,
        "notice.placed",
        *["service.placed"] * 2,
        "service.opened",
        "service.acknowledged",
    ]
    opened = chain_of(case.dossier).get(kind="service.opened")
    assert '"effect":"actual"' in opened.body
    assert '"served_on":"2025-11-22"' in opened.body
    assert "کریمی" not in opened.body


def test_what_is_said_of_an_entry_is_a_sentence():
    from kardad.evidence import kinds

    said = kinds.sentences()
    assert all(said[kind].endswith(".") for kind in said)
    assert {"service.placed", "service.opened", "service.voided"} <= said.keys()
    assert {"delivery.opened", "notice.placed"} <= history.sentences().keys()


def test_nothing_is_placed_when_its_entry_cannot_be_written(case, monkeypatch):
    from kardad.inbox import proof
    from kardad.inbox.models import Delivery, Letter, Notice

    monkeypatch.setattr(proof.evidence, "append", lambda *_, **__: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        placed(case)
    assert not Delivery.objects.exists()
    assert not Letter.objects.exists()
    assert not Notice.objects.filter(state="placed").exists()
    assert connection.in_atomic_block


@pytest.mark.parametrize(
    ("code", "says", "told"),
    [
        ("N1", {}, {"جلسه": "سه\u200cشنبه ۱۱ آذر ۱۴۰۴، ساعت ۱۰:۳۰", "محل": SAYS["N1"]["place"]}),
        ("N5", {"pay_until": "2025-11-30"}, {"مبلغ": "۲۵٬۰۰۰٬۰۰۰ ریال", "پرداخت تا": "یکشنبه ۹ آذر ۱۴۰۴"}),
        (
            "N7",
            {"total": 220_322_600, "expert_fee": 5, "safe_until": "2025-12-07", "last_day": "2025-12-08"},
            {
                "رأی": SAYS["N7"]["decision_number"],
                "جمع": "۲۲۰٬۳۲۲٬۶۰۰ ریال",
                "دستمزد کارشناس": "۵ ریال",
                "مهلت": "۱۵ روز",
                "آخرین روز مطمئن": "یکشنبه ۱۶ آذر ۱۴۰۴",
                "آخرین روز مهلت": "دوشنبه ۱۷ آذر ۱۴۰۴",
            },
        ),
        ("N12", {}, {"رأی": SAYS["N12"]["decision_number"], "قطعی از": "جمعه ۳۰ آبان ۱۴۰۴"}),
    ],
)
def test_hours_last_days_and_sums_stand_in_the_code_as_they_are_printed_and_a_phone_reads_it(case, code, says, told, settings):
    written = notices.draft(case.dossier, code=code, title="رأی بدوی", says=SAYS[code] | says, by=case.secretary, at=NOW)
    to = [case.sides["claimant"]] if code == "N5" else []
    (delivery,) = [one for one in notices.place(written, to=to, by=case.secretary, at=NOW) if one.party.side == "claimant"]
    (made,) = documents.of(delivery)
    read = json.loads(signing.from_text(_photographed(codes.address(settings.SITE_URL, made.code)).split("#k1.")[1].split(".")[0]))
    facts = dict(read["facts"])
    number = to_persian_digits(delivery.notice.number)
    assert {"شماره ابلاغیه": number, "تاریخ": "۱۴۰۴/۰۹/۰۱", "مخاطب": "علی کریمی (خواهان)"} | told == facts
    assert number == "NT-۱۴۰۴-۰۰۰۰۰۱"
    shaped = json.dumps(papers.paper(code).shaped(json.loads(made.data)), ensure_ascii=False)
    assert [value for value in told.values() if value.removesuffix(" روز") not in shaped] == []


def _photographed(said):
    """What a camera reads of the code as it stands on the paper, 38 mm wide at 300 points an inch."""
    png = base64.b64decode(squares.picture(said.encode()).split("base64,")[1].split('"')[0])
    drawn = Image.open(BytesIO(png)).convert("L").resize((449, 449), Image.Resampling.BICUBIC)
    framed = Image.new("L", (520, 520), 255)
    framed.paste(drawn, (36, 36))
    (found,) = zxingcpp.read_barcodes(framed, formats=zxingcpp.BarcodeFormat.QRCode)
    return found.text
