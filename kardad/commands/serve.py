"""`kardad serve`: the site and the due work in one process tree."""

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from types import FrameType

from kardad.commands import begin
from kardad.kit import text
from kardad.kit.refusal import Refusal

NAME = "serve"
HELP = "serve the site and do the due work, in one process tree"
PATIENCE = 20  # seconds that a child has for what it is doing
THREADS_REST = 600  # seconds an idle thread lives; its database connection lives as long


class PortTaken(Refusal):
    """Something answers on the port already."""

    code = "PORT_TAKEN"
    message = "درگاه {port} روی {host} گرفته است؛ با PORT درگاه دیگری بگویید."


def add_arguments(parser: ArgumentParser) -> None:
    """The address comes from the arguments, else from HOST and PORT."""
    parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    parser.add_argument("--workers", type=int, default=int(os.environ.get("KARDAD_WORKERS", "2")), help="web processes")
    parser.add_argument("--threads", type=int, default=int(os.environ.get("KARDAD_THREADS", "4")), help="threads of each")
    parser.add_argument("--no-tick", action="store_true", help="only the site; the due work is done elsewhere")


def run(args: Namespace) -> int:
    """Both ran until this process was told to stop (0), or one of them ended by itself (1) and took the other with it."""
    os.environ |= {"HOST": args.host, "PORT": str(args.port)}  # the site's own address is made of them
    if _answers(args.host, args.port):
        raise PortTaken(host=args.host, port=text.to_persian_digits(str(args.port)))
    stop, (web, *rest) = _Stop(), commands(args)
    children = [_started(web)]  # it refuses by itself where the set-up lacks something; while it loads, so do we
    try:
        begin()
        from kardad.core import checks

        checks.require()
        while not stop.asked and not _answers(args.host, args.port) and _alive(children):
            time.sleep(0.1)
        if not stop.asked and _alive(children):
            children += [_started(command) for command in rest]
            sys.stdout.write(greeting(args.host, args.port))
            sys.stdout.flush()
        while not stop.asked and _alive(children):
            time.sleep(0.2)
    finally:
        end(children)
    return 0 if stop.asked else 1


def _started(command: list[str]) -> "subprocess.Popen[bytes]":
    """The child, in a session of its own: a signal to our whole group would kill the workers' guard while it holds their lock."""
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603 – our own


def commands(args: Namespace) -> list[list[str]]:
    """What is started: the web server, and the workers unless they run elsewhere."""
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", args.host, "--port", str(args.port)]
    web += ["--workers", str(args.workers), "--blocking-threads", str(args.threads)]
    web += ["--blocking-threads-idle-timeout", str(THREADS_REST), "--respawn-failed-workers"]
    web += ["--workers-kill-timeout", str(PATIENCE // 2), "--log-level", "warning", "kardad.wsgi:application"]
    tick = [sys.executable, "-m", "kardad.cli", "tick", "--forever"]
    return [web] if args.no_tick else [web, tick]


def greeting(host: str, port: int) -> str:
    """Where the site is and, in a demo, who can log in and what to try."""
    from django.conf import settings

    shown = f"[{host}]" if ":" in host else host
    lines = ["", f"Kardad is at http://{shown}:{port}/ (Ctrl-C stops it)"]
    if settings.DEMO:
        lines += ["This is a demo: no message leaves it; what would have been sent is shown at /demo/messages/.", *_accounts()]
    return "\n".join(lines) + "\n\n"


def end(children: list["subprocess.Popen[bytes]"]) -> None:
    """Every child has finished what it was doing, or was ended after its time."""
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    until = time.monotonic() + PATIENCE
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)  # it leads a session: what it started ends with it
            child.wait()


def _accounts() -> list[str]:
    from kardad.people import demo_accounts as demo

    told = [f"  {account.code}  {account.name} ({account.title}): {account.try_this}" for account in demo.ACCOUNTS]
    return [*told, f"  رمز همه: {demo.PASSWORD}   کد دومرحله‌ای کارکنان: /demo/messages/"]


def _alive(children: list["subprocess.Popen[bytes]"]) -> bool:
    return all(child.poll() is None for child in children)


def _answers(host: str, port: int) -> bool:
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 – compared, not bound
    try:
        with socket.create_connection((reached, port), timeout=1):
            return True
    except OSError:
        return False


class _Stop:
    """Remembers that a signal asked for the end."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True
