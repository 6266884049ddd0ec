"""A WSGI entry that counts: statements a request in a header, their shapes and new database connections in a file.

Transaction marks are left out of the header. Never under a CPU measurement; `BENCH_APP` names the application, `BENCH_LOG` the file.
"""

import json
import os
import threading
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from benchmarks.shapes import CONTROL, shape

_here = threading.local()
_inner = import_module(os.environ["BENCH_APP"]).application


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the application does, with the number of statements in `X-Bench-Statements`."""
    _here.shapes = []

    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start_response(status, [*headers, ("X-Bench-Statements", str(sum(one not in CONTROL for one in _here.shapes)))], *more)

    answer = _inner(environ, start)
    _write({"path": environ["PATH_INFO"], "method": environ["REQUEST_METHOD"], "shapes": _here.shapes})
    return answer


def _count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001 – Django's
    if hasattr(_here, "shapes"):
        _here.shapes.append(shape(sql))
    return execute(sql, params, many, context)


def _connected(connection: Any, **_: Any) -> None:
    if _count not in connection.execute_wrappers:
        connection.execute_wrappers.append(_count)
    _write({"connected": os.getpid()})


def _write(line: dict[str, Any]) -> None:
    handle = os.open(os.environ["BENCH_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    try:
        os.write(handle, (json.dumps(line) + "\n").encode())
    finally:
        os.close(handle)


def _listen() -> None:
    from django.db.backends.signals import connection_created

    connection_created.connect(_connected, dispatch_uid="benchmarks")


_listen()
