"""An official notice: ours beside the typesetter alone and beside the other renderer; its seal beside the signing library alone."""

import json
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

from benchmarks.figures import Figure
from benchmarks.ground import Ground, NotRun
from benchmarks.pairs import Pace, Sample, alternate
from benchmarks.papers import notice, other_renderer
from kardad.documents import rendering, sealing
from kardad.documents.certificates import Identity
from kardad.gateways.timestamp.local import Local

RAW_BAR, OTHER_BAR, SEAL_BAR = 1.5, 1 / 8, 1.3
PAGES, OTHERS, SEALS = 12, 2, 4  # in one sample
WARM = 3
RAW, OTHER = "notice as PDF/A, CPU ÷ typst alone", "notice as PDF/A, CPU ÷ WeasyPrint"


def measure(ground: Ground, pace: Pace) -> list[Figure]:
    """Pages first, seals apart; nothing of it touches the database."""
    del ground
    return [*_pages(pace), *_seals(pace)]


def _pages(pace: Pace) -> list[Figure]:
    with ExitStack() as stack:
        try:
            other, missing = stack.enter_context(other_renderer.started()), ""
        except NotRun as reason:
            other, missing = None, str(reason)
        samples: list[Sample] = [_cpu(_ours, PAGES), _alone]
        if other is not None:
            samples.append(lambda: other.ask([_page() for _ in range(OTHERS)]))
        for _ in range(WARM):
            _ours()
        found = alternate(samples, rounds=pace.pairs)
    note = f"{1000 / found.typical(0):.0f} pages a second and core"
    figures = [Figure(RAW, found.typical(0), found.typical(1), bar=RAW_BAR, ratios=found.ratios(0, 1), note=note)]
    if other is None:
        return [*figures, Figure(OTHER, bar=OTHER_BAR, missing=missing)]
    return [*figures, Figure(OTHER, found.typical(0), found.typical(2), bar=OTHER_BAR, ratios=found.ratios(0, 2))]


def _seals(pace: Pace) -> list[Figure]:
    pdf = rendering.pdf(notice.paper(), notice.face(), notice.HOUSE)
    with tempfile.TemporaryDirectory() as folder:
        identity, clock = _identity(), Local(folder=Path(folder))
        words = sealing.Words("مهر کارداد")
        ours = _cpu(lambda: sealing.sealed(pdf, identity=identity, stamper=None, words=words), SEALS)
        stamped = _cpu(lambda: sealing.sealed(pdf, identity=identity, stamper=clock, words=words), SEALS)
        alone = _cpu(_signing_alone(pdf, identity), SEALS)
        for one in (ours, stamped, alone):
            one()
        found = alternate([ours, alone, stamped], rounds=pace.pairs)
    name = "seal of a notice, CPU ÷ pyHanko alone"
    return [
        Figure(name, found.typical(0), found.typical(1), bar=SEAL_BAR, ratios=found.ratios(0, 1)),
        Figure("seal of a notice with a time stamp of the house's own", found.typical(2), note="apart from the page, always in a job"),
    ]


def _ours() -> bytes:
    return rendering.pdf(notice.paper(), notice.face(), notice.HOUSE)


def _alone() -> float:
    """The typesetter with a compiler that is kept and data that are ready."""
    ready = [given for given, _ in zip(notice.inputs(), range(PAGES), strict=False)]
    compiler = rendering._compiler(notice.paper().template)
    began = time.process_time()
    for given in ready:
        compiler.compile(sys_inputs=given, format="pdf", pdf_standards=[rendering.STANDARD], timestamp=int(notice.MADE.timestamp()))
    return (time.process_time() - began) * 1000 / PAGES


def _page() -> dict[str, Any]:
    """The same words for the other renderer."""
    given = json.loads(next(notice.inputs())["data"])
    return given | {"picture": given["qr"].split('href="')[1].split('"')[0]}


def _cpu(deed: Callable[[], object], times: int) -> Sample:
    def sample() -> float:
        began = time.process_time()
        for _ in range(times):
            deed()
        return (time.process_time() - began) * 1000 / times

    return sample


def _identity() -> Identity:
    """A key of the kind that the house makes, with a certificate of its own word."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "مهر کارداد")])
    now = datetime.now(UTC)
    asked = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now - timedelta(days=1), now + timedelta(days=9)
    )
    certificate = asked.sign(key, hashes.SHA256())
    return Identity(pkcs12.serialize_key_and_certificates(None, key, certificate, None, NoEncryption()), certificate, ())


def _signing_alone(pdf: bytes, identity: Identity) -> Callable[[], object]:
    """The library as its own guide uses it: the signer is kept, the rest is made for each file."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigSeedSubFilter

    signer = signers.SimpleSigner.load_pkcs12_data(identity.p12, other_certs=[])

    def sign() -> object:
        about = signers.PdfSignatureMetadata(field_name="Seal", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256", reason="مهر")
        return signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), about, signer=signer)

    return sign
