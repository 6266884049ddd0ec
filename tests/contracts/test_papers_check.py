"""The paper of a contract on the page that checks it on a phone, without a network: whole it is ours, with one changed byte it is not."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from kardad.contracts import papers
from kardad.core import files
from kardad.documents import certificates, sealing, sweeps
from kardad.evidence import check
from kardad.evidence.check import known
from tests.contracts import world
from tests.contracts.world import NOW
from tests.evidence.test_check_page import Kept

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def sealed(raw):
    """Sealed in a thread of its own: the browser's loop runs in this one."""
    identity = certificates.identity(at=NOW)
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(sealing.sealed, raw, identity=identity, stamper=None, words=sealing.Words("مهر")).result()


def test_one_changed_byte_of_a_contract_is_found_by_the_page(page, sms, settings, tmp_path):
    settings.VAR = tmp_path
    made = world.signed(sms=sms)
    sweeps.render(NOW)
    raw = sealed(files.read(papers.of(made.contract.versions.get(state="signed")).file))
    place = len(raw) // 2
    file = tmp_path / "kardad-check.html"
    file.write_text(check.page(known.everything(at=NOW), on=NOW.date()).html, encoding="utf-8")
    look = Kept(page, file)
    told = look.lay(**{"whole.pdf": raw, "altered.pdf": raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]})
    assert {name: (one["valid"], [each["problem"] for each in one["problems"]]) for name, one in told.items()} == {
        "whole.pdf": (True, []),
        "altered.pdf": (False, ["SIGNATURE_BAD"]),
    }
    assert look.heard == []
