"""Signed papers and time stamps as an independent tool, pyHanko, writes them; no code of the house."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache

from asn1crypto import core, keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic, writer
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko_certvalidator.registry import SimpleCertificateStore

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
DER, PKCS8 = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8


@cache
def identity(name, kind, *, is_stamping=False):
    """A key and a certificate that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1()) if kind == "ec" else rsa.generate_private_key(65537, 2048)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key()).serial_number(7)
    made = made.not_valid_before(BEGAN).not_valid_after(BEGAN + timedelta(days=9000))
    if is_stamping:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    certificate = made.sign(key, hashes.SHA256()).public_bytes(DER)
    private = keys.PrivateKeyInfo.load(key.private_bytes(DER, PKCS8, serialization.NoEncryption()))
    return private, asn1.Certificate.load(certificate)


def fingerprint(certificate):
    return certificate.sha256.hex()


def stamper():
    private, certificate = identity("Stamping Office", "rsa", is_stamping=True)
    return timestamps.DummyTimeStamper(tsa_cert=certificate, tsa_key=private, certs_to_embed=SimpleCertificateStore())


@cache
def blank():
    """A page with nothing on it."""
    page = writer.PdfFileWriter()
    page.insert_page(writer.PageObject(contents=page.add_object(generic.StreamObject(stream_data=b"")), media_box=(0, 0, 595, 842)))
    out = io.BytesIO()
    page.write(out)
    return out.getvalue()


def signed(name="کارداد", kind="ec", *, prefer_pss=False, is_stamped=True):
    """A paper with a PAdES signature and, where it is wanted, a stamp of its moment."""
    private, certificate = identity(name, kind)
    signer = signers.SimpleSigner(
        signing_cert=certificate, signing_key=private, cert_registry=SimpleCertificateStore(), prefer_pss=prefer_pss
    )
    about = signers.PdfSignatureMetadata(field_name="Seal", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES)
    work = IncrementalPdfFileWriter(io.BytesIO(blank()))
    sealed = signers.PdfSigner(about, signer=signer, timestamper=stamper() if is_stamped else None)
    with ThreadPoolExecutor(1) as apart:  # the browser's loop runs in this thread, and pyHanko wants its own
        return apart.submit(sealed.sign_pdf, work).result().getvalue()


def beside_the_signature(paper):
    """The paper with one digit changed where nobody signs: another time in its stamp, and a digit of the other case."""
    start = paper.index(b"/Contents <") + len(b"/Contents <")
    digits = paper[start : paper.index(b">", start)]
    told = digits.lower().index(core.ObjectIdentifier("1.2.840.113549.1.9.16.1.4").dump().hex().encode())  # what a time stamp says
    moment = re.search(b"18..3230(?:3.){3}", digits[told:].lower()).start() + told + 4 + 2 * 3 + 1  # the last digit of its year
    year = b"%d" % ((int(digits[moment : moment + 1]) + 1) % 10)
    letter = next(place for place, one in enumerate(digits) if chr(one).isalpha())
    return [
        paper[: start + place] + digit + paper[start + place + 1 :]
        for place, digit in ((moment, year), (letter, digits[letter : letter + 1].swapcase()))
    ]
