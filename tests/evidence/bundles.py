"""Exported ZIPs, whole and tampered with, made without a database: what every verifier must say of each."""

import io
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from kardad.evidence import canonical, chain
from kardad.evidence.verifying import bundle
from tests.evidence import making, papers
from tests.evidence.making import House, published, signer

WORDS = "سه ماه مزد نگرفته‌ام.\n".encode()
PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(400)
TEXT, GUIDE = "filings/1/text.txt", "راهنما.txt"
DAY = (2026, 11, 20, 12, 0, 0)


def parts():
    """The files of an exported case: its dossier, a paper, what a side filed, the guide."""
    house = House()
    held = house.open()
    paper = papers.signed(is_stamped=False)
    house.grow(held, 2)
    house.append(held, "paper.sealed", sha256=sha256(paper).hexdigest())
    house.append(held, "filing.filed", digest=sha256(WORDS).hexdigest(), files=[sha256(PHOTO).hexdigest()])
    house.close()
    dossier = b"".join(house.dossier(held, [("1404-7.pdf", sha256(paper).hexdigest(), 2)]))
    return {"proof/case.dossier.jsonl": dossier, "papers/1404-7.pdf": paper, TEXT: WORDS, "filings/1/2.jpg": PHOTO, GUIDE: "راه\n".encode()}


def manifest(files, *, by=None):
    """What names every file, signed."""
    by = by or signer()
    rows = sorted([name, sha256(body).hexdigest()] for name, body in files.items())
    statement = {"files": rows, "format": bundle.FORMAT, "made_at": chain.moment(making.BEGAN), "v": 1}
    told = {"statement": statement, "key": by.key, "signature": by.over(statement), "keys": [published(by)]}
    return {bundle.NAME: canonical.encode(told)}


def zipped(*rows, way=ZIP_DEFLATED):
    """A ZIP of these files, the same from run to run."""
    held = io.BytesIO()
    with ZipFile(held, "w", way) as into:
        for name, body in rows:
            into.writestr(ZipInfo(name, DAY), body, compress_type=way)
    return held.getvalue()


def vectors():
    """Name, content, problem and its entry's number of each."""
    files = parts()
    told = manifest(files)
    good = zipped(*files.items(), *told.items())
    other = files | {TEXT: WORDS.replace("سه".encode(), "ده".encode())}
    fewer = {name: body for name, body in files.items() if name != TEXT}
    added = files | {"filings/1/3.txt": b"more"}
    told_anew = told[bundle.NAME].replace(sha256(WORDS).hexdigest().encode(), sha256(other[TEXT]).hexdigest().encode())
    unpacked = bytearray(zipped(*files.items(), *told.items(), way=ZIP_STORED))
    unpacked[unpacked.index(WORDS)] ^= 1  # its own sum in the ZIP no longer agrees
    yield "good.zip", [good], None, None
    yield "stored.zip", [zipped(*files.items(), *told.items(), way=ZIP_STORED)], None, None
    yield "altered-file.zip", [zipped(*other.items(), *told.items())], "FILE_ALTERED", None
    yield "torn-file.zip", [bytes(unpacked)], "FILE_ALTERED", None
    yield "missing-file.zip", [zipped(*fewer.items(), *told.items())], "FILE_MISSING", None
    yield "missing-guide.zip", [zipped(*[row for row in files.items() if row[0] != GUIDE], *told.items())], "FILE_MISSING", None
    yield "added-file.zip", [zipped(*added.items(), *told.items())], "FILE_ADDED", None
    yield "twice-a-file.zip", [zipped(*files.items(), (TEXT, other[TEXT]), *told.items())], "FILE_ADDED", None
    yield "altered-manifest.zip", [zipped(*other.items(), (bundle.NAME, told_anew))], "SIGNATURE_BAD", None
    yield "strangers-manifest.zip", [zipped(*files.items(), *manifest(files, by=signer(9)).items())], "SIGNER_UNKNOWN", None
    yield "without-manifest.zip", [zipped(*files.items())], "NOT_READABLE", None
    yield "truncated.zip", [good[: len(good) // 2]], "NOT_READABLE", None
    yield "appended.zip", [good, b"\n"], "NOT_READABLE", None
