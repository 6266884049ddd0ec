"""An export is closed: a signed manifest names every file that was put into the ZIP, so that nothing can be taken out or put in unseen."""

from datetime import datetime
from hashlib import file_digest
from zipfile import ZipFile

from kardad.evidence import canonical, chain, queries
from kardad.evidence.actions import keys
from kardad.evidence.verifying import bundle

NAME = bundle.NAME


def seal(into: ZipFile, *, at: datetime) -> None:
    """The last file of the ZIP is the manifest of all that is in it, signed by the key that signs now."""
    files = []
    for one in into.infolist():
        with into.open(one) as lines:
            files.append([one.filename, file_digest(lines, "sha256").hexdigest()])  # type: ignore[arg-type]
    statement = {"files": sorted(files), "format": bundle.FORMAT, "made_at": chain.moment(at), "v": 1}
    key, signature = keys.sealed(canonical.encode(statement))
    told = {"statement": statement, "key": key, "signature": signature, "keys": queries.published_keys()}
    into.writestr(bundle.NAME, canonical.encode(told))
