"""`kardad serve`: the site and the due work in one process tree that starts, answers and stops together."""

import json
import signal
import subprocess
import sys

import httpx
import psutil

from kardad.commands import serve
from tests.cli.conftest import family, free_port, until


def answers(port, path="/healthz"):
    try:
        return httpx.get(f"http://127.0.0.1:{port}{path}", timeout=2)
    except httpx.TransportError:
        return None


def test_the_site_answers_with_its_files_and_the_whole_tree_stops_when_told(installation):
    port = free_port()
    process = installation.start("serve", PORT=str(port))
    assert until(lambda: answers(port)).json() == {"status": "ok"}
    assert answers(port, "/readyz").status_code == 200
    assert answers(port, "/metrics").status_code == 200
    below = until(lambda: len(family(process)) >= 6 and family(process))
    assert "tick" in str([one.cmdline() for one in below])
    taken = installation.call("serve", PORT=str(port))
    assert taken.returncode == 1
    assert json.loads(taken.stderr)["error"]["code"] == "PORT_TAKEN"
    process.send_signal(signal.SIGTERM)
    assert process.wait(40) == 0
    until(lambda: not any(one.is_running() for one in below))
    assert f"http://127.0.0.1:{port}/" in installation.said.read_text()


def test_when_the_web_server_dies_the_tree_ends_and_says_so(installation):
    port = free_port()
    process = installation.start("serve", "--workers", "1", PORT=str(port))
    until(lambda: answers(port))
    below = family(process)
    web = next(one for one in psutil.Process(process.pid).children() if "granian" in str(one.cmdline()))
    for one in [web, *web.children(recursive=True)]:
        one.kill()
    assert process.wait(40) == 1
    until(lambda: not any(one.is_running() for one in below))


def test_the_due_work_may_be_done_elsewhere(installation):
    port = free_port()
    process = installation.start("serve", "--no-tick", "--workers", "1", PORT=str(port))
    until(lambda: answers(port))
    assert "tick" not in str([one.cmdline() for one in family(process)])
    process.send_signal(signal.SIGINT)
    assert process.wait(40) == 0


def test_the_greeting_says_where_the_site_is_and_that_it_is_a_demo(settings):
    settings.DEMO = True
    assert "http://127.0.0.1:8000/" in serve.greeting("127.0.0.1", 8000)
    assert "http://[::1]:8000/" in serve.greeting("::1", 8000)
    assert "/demo/messages/" in serve.greeting("127.0.0.1", 8000)


def test_where_people_are_real_the_greeting_names_no_account(settings):
    settings.DEMO = False
    assert "demo" not in serve.greeting("127.0.0.1", 8000)


def test_who_does_not_end_in_its_time_takes_what_it_started_along(monkeypatch):
    monkeypatch.setattr(serve, "PATIENCE", 0)
    deaf = "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    deaf += "below = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); print(below.pid, flush=True); time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", deaf], start_new_session=True, stdout=subprocess.PIPE)
    with child.stdout as said:
        below = psutil.Process(int(said.readline()))
    serve.end([child])
    assert child.returncode == -signal.SIGKILL
    until(lambda: not below.is_running() or below.status() == psutil.STATUS_ZOMBIE)
