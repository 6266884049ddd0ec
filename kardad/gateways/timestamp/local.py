"""The authority of a house that has no other: its own key says the time, and every token of it says that it is not independent."""

import os
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from kardad.gateways.timestamp import authority
from kardad.gateways.timestamp.port import Outcome, Stamping, judge

FILE, ROOT = "tsa.pem", "tsa.root.pem"


class Local:
    """Stamps by a key in `folder`, made at the first need and readable by its owner alone; `tsa.root.pem` beside it is for anyone."""

    name = "local"
    is_independent = False

    def __init__(self, *, folder: str | Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._folder = Path(folder)
        self._now = now
        self._lock = Lock()
        self._held: authority.Authority | None = None

    def stamp(self, digest: bytes) -> Stamping:
        """STAMPED; UNAVAILABLE when the key can be neither read nor made."""
        judge(digest)
        try:
            held = self._authority()
        except (OSError, ValueError, TypeError):
            return Stamping(outcome=Outcome.UNAVAILABLE, provider=self.name, code="key")
        return Stamping(outcome=Outcome.STAMPED, provider=self.name, token=authority.token(held, digest, self._now()), code="granted")

    @property
    def roots(self) -> list[bytes]:
        """The certificate to give to `holds`, PEM."""
        return [self._authority().root]

    def _authority(self) -> authority.Authority:
        with self._lock:
            if self._held is None:
                self._held = authority.kept(self._pem())
            return self._held

    def _pem(self) -> bytes:
        """The key on disk; of two processes that make one at once, one key stays and both use it."""
        path = self._folder / FILE
        if not path.exists():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            new = authority.made(self._now())
            draft = self._folder / f".{secrets.token_hex(8)}"
            _write(draft, new.pem)
            try:
                os.link(draft, path)
            except FileExistsError:
                pass
            else:
                (self._folder / ROOT).write_bytes(new.root)
            finally:
                draft.unlink()
        return path.read_bytes()


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
