"""The seal of a paper is read without complaint by validators that are not ours, offline, and breaks when one byte is changed."""

import stat
import subprocess
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from io import BytesIO
from threading import Thread

import pytest
from asn1crypto import pem
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from kardad.core import outside
from kardad.documents import certificates, sealing
from kardad.gateways.timestamp.port import Outcome, Stamping

NOW = datetime.now(UTC)  # the library that signs reads the machine's clock


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR = tmp_path
    settings.PAPER_SEAL = settings.PAPER_SEAL_PASSWORD = ""
    settings.GATEWAYS = settings.GATEWAYS | {"timestamp": ["local"]}
    outside.forget()


@pytest.fixture
def identity():
    return certificates.identity(at=NOW)


@pytest.fixture
def sealed(printed, identity):
    return sealing.sealed(printed("N7"), identity=identity, stamper=outside.stamper(), words=sealing.Words("مهر کارداد"))


def trusting(*roots):
    found = [asn1.Certificate.load(pem.unarmor(root)[2]) for root in roots]
    return ValidationContext(trust_roots=found, allow_fetching=False)


def judged(pdf, identity):
    """What the signing library's own validator says, without a network."""
    (found,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    roots = [one.public_bytes(Encoding.PEM) for one in identity.above]
    return validate_pdf_signature(found, trusting(*roots), ts_validation_context=trusting(*outside.stamper().roots))


def by_openssl(pdf, identity, folder):
    """What another reader says, which shares no line with the signing library: CMS over the bytes that the file names."""
    field = PdfReader(BytesIO(pdf)).get_fields()[sealing.FIELD]["/V"]
    first, length, second, rest = field["/ByteRange"]
    (folder / "bytes").write_bytes(pdf[first : first + length] + pdf[second : second + rest])
    (folder / "seal").write_bytes(bytes(field["/Contents"]))
    (folder / "root").write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in identity.above))
    command = [
        "openssl",
        "cms",
        "-verify",
        "-cades",
        "-binary",
        "-inform",
        "DER",
        "-in",
        "seal",
        "-content",
        "bytes",
        "-CAfile",
        "root",
        "-purpose",
        "any",
    ]
    done = subprocess.run([*command, "-out", "/dev/null"], cwd=folder, capture_output=True, check=False)
    return (done.returncode == 0, first == 0 and second + rest == len(pdf))


def test_a_sealed_paper_is_valid_to_three_readers_that_are_not_ours(sealed, identity, tmp_path, printed):
    verdict = judged(sealed, identity)
    assert (verdict.bottom_line, verdict.intact, verdict.trusted, verdict.coverage.name) == (True, True, True, "ENTIRE_FILE")
    assert verdict.timestamp_validity.valid
    assert verdict.timestamp_validity.trusted
    assert verdict.docmdp_ok
    assert by_openssl(sealed, identity, tmp_path) == (True, True)
    reader = PdfReader(BytesIO(sealed))
    field = reader.get_fields()[sealing.FIELD]["/V"]
    assert (field["/SubFilter"], field["/Reason"]) == ("/ETSI.CAdES.detached", "مهر کارداد")
    assert sealed.startswith(printed("N7"))  # what was printed is untouched below the seal
    assert reader.pages[0].extract_text() == PdfReader(BytesIO(printed("N7"))).pages[0].extract_text()


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_one_byte_changed_breaks_the_seal(sealed, identity, tmp_path, printed, place):
    at = int(len(printed("N7")) * place)
    altered = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
    assert by_openssl(altered, identity, tmp_path)[0] is False
    with suppress(PdfError):  # the byte may have been one that the reader needs
        assert not judged(altered, identity).bottom_line


def test_what_is_added_after_the_seal_is_seen(sealed, identity):
    writer = IncrementalPdfFileWriter(BytesIO(sealed))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Rotate"] = NumberObject(180)
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    assert not judged(out.getvalue(), identity).bottom_line


def test_without_an_authority_of_time_the_seal_stands_alone_and_a_silent_one_is_asked_again(printed, identity, tmp_path):
    alone = sealing.sealed(printed("receipt"), identity=identity, stamper=None, words=sealing.Words("مهر"))
    assert judged(alone, identity).bottom_line
    assert judged(alone, identity).timestamp_validity is None

    class Silent:
        def stamp(self, digest):
            return Stamping(outcome=Outcome.UNAVAILABLE, provider="silent", code="timeout")

    with pytest.raises(sealing.NoStamp, match="unavailable timeout"):
        sealing.sealed(printed("receipt"), identity=identity, stamper=Silent(), words=sealing.Words("مهر"))


def test_the_houses_key_is_made_once_kept_from_others_and_renewed_before_its_end(settings):
    found = []
    workers = [Thread(target=lambda: found.append(certificates.identity(at=NOW))) for _ in range(4)]
    [one.start() for one in workers]
    [one.join() for one in workers]
    assert {one.certificate for one in found} == {certificates.identity(at=NOW).certificate}
    assert len(found) == 4
    assert stat.S_IMODE(certificates.folder().stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in certificates.folder().iterdir()} == {0o600}
    assert list(certificates.folder().parent.iterdir()) == [certificates.folder()]
    late = NOW + certificates.LEAF_LIVES - certificates.RENEW_BEFORE + timedelta(days=1)
    second = certificates.identity(at=late)
    assert second.certificate != found[0].certificate
    assert second.above == found[0].above
    published = x509.load_pem_x509_certificates(certificates.published(at=late))
    assert set(published) == {found[0].certificate, second.certificate, *second.above}
    assert b"PRIVATE" not in certificates.published(at=late)


def test_the_operators_own_certificate_is_used_when_the_settings_name_it(settings, tmp_path, printed, identity):
    key, certificate, above = pkcs12.load_key_and_certificates(identity.p12, None)
    raw = pkcs12.serialize_key_and_certificates(None, key, certificate, above, BestAvailableEncryption(b"word"))
    (tmp_path / "seal.p12").write_bytes(raw)
    settings.VAR, settings.PAPER_SEAL, settings.PAPER_SEAL_PASSWORD = tmp_path / "empty", str(tmp_path / "seal.p12"), "word"
    given = certificates.identity(at=NOW)
    assert given.certificate == certificate
    assert not certificates.folder().exists()
    assert judged(sealing.sealed(printed("receipt"), identity=given, stamper=None, words=sealing.Words("مهر")), given).bottom_line
    settings.PAPER_SEAL_PASSWORD = "other"
    with pytest.raises(ValueError, match="password"):
        certificates.identity(at=NOW)
