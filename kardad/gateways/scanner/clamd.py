"""ClamAV's daemon, over TCP or a Unix socket, by its INSTREAM command."""

import io
import socket
from typing import Any

import clamd

from kardad.gateways.scanner.port import Clean, Infected, Unavailable, Verdict

STREAM_LIMIT = 25 * 1024 * 1024
"""The daemon's own default `StreamMaxLength`, in bytes."""


class Clamd:
    """Scans by the daemon at `host`:`port`, or at the Unix socket `path` when one is given."""

    name = "clamd"

    def __init__(
        self, *, host: str = "127.0.0.1", port: int = 3310, path: str = "", seconds: float = 10.0, limit: int = STREAM_LIMIT
    ) -> None:
        self._host = host
        self._port = port
        self._path = path
        self._seconds = seconds
        self._limit = limit

    def scan(self, data: bytes) -> Verdict:
        """The daemon's verdict; Unavailable when it could not be reached, is too slow, or refuses."""
        if len(data) > self._limit:
            return Unavailable("too_large")
        try:
            found = self._client().instream(io.BytesIO(data))
        except clamd.BufferTooLongError:
            return Unavailable("too_large")
        except clamd.ConnectionError:
            return Unavailable("unreachable")
        except (clamd.ClamdError, OSError, UnicodeDecodeError):
            return Unavailable("failed")
        status, name = next(iter((found or {}).values()), ("", None))
        if status == "OK":
            return Clean()
        return Infected(str(name)) if status == "FOUND" else Unavailable("failed")

    def _client(self) -> Any:
        if self._path:
            return _Patient(_unix_socket, self._path, self._seconds)
        return _Patient(_tcp_socket, (self._host, self._port), self._seconds)


class _Patient(clamd.ClamdNetworkSocket):  # type: ignore[misc]
    """The library's client with a time-out that also holds while connecting, and whole chunks sent."""

    def __init__(self, connect: Any, address: Any, seconds: float) -> None:
        super().__init__(timeout=seconds)
        self._connect = connect
        self._address = address

    def _init_socket(self) -> None:
        self.clamd_socket = None
        try:
            self.clamd_socket = self._connect(self._address, self.timeout)
        except OSError as error:
            raise clamd.ConnectionError(str(error)) from error

    def _close_socket(self) -> None:
        if self.clamd_socket is not None:
            self.clamd_socket.close()


class _Whole(socket.socket):
    """A socket whose `send` sends everything: the library does not look at how much went out."""

    def send(self, data: Any, flags: int = 0) -> int:
        self.sendall(data, flags)
        return len(data)


def _tcp_socket(address: tuple[str, int], seconds: float) -> socket.socket:
    family = socket.getaddrinfo(*address, type=socket.SOCK_STREAM)[0][0]
    return _connected(_Whole(family, socket.SOCK_STREAM), address, seconds)


def _unix_socket(path: str, seconds: float) -> socket.socket:
    return _connected(_Whole(socket.AF_UNIX, socket.SOCK_STREAM), path, seconds)


def _connected(plug: socket.socket, address: Any, seconds: float) -> socket.socket:
    plug.settimeout(seconds)
    try:
        plug.connect(address)
    except OSError:
        plug.close()
        raise
    return plug
