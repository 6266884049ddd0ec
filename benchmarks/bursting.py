"""A burst of texts handed to a messenger that admits so many a second, while people ask for codes.

Run as `python -m benchmarks.bursting '{"texts": …, "rate": …}'` on a ground whose messenger is a `benchmarks.provider`; answers JSON.
With `{"codes": …}` it is the web server's part: a code is sent so many times a second until its input is closed.
"""

import json
import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

EVERY = 60  # seconds between the beginnings of two sweeps, as the job library has it


def main() -> None:
    """Do one part or the other."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kardad.settings")
    django.setup()
    given = json.loads(sys.argv[1])
    told = codes(**given) if "codes" in given else burst(**given)
    sys.stdout.write(json.dumps(told) + "\n")


def burst(*, texts: int, codes_a_second: float) -> dict[str, Any]:
    """How long it took until no text waited, the ages of the codes when they were taken, and what became of the texts."""
    from kardad.outbox import actions, sweeps
    from kardad.outbox.models import Message

    at = datetime.now(UTC)
    Message.objects.filter(due_at__isnull=False).update(due_at=None)  # what other figures left waiting
    waiting = [actions.Addressed(f"+98998{place:07d}", None, place, {"role": str(place)}) for place in range(texts)]
    for place in range(0, texts, 10_000):
        actions.queue_texts("role_decided", waiting[place : place + 10_000], at=at, due_at=at, subject_type="burst")
    asking = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.bursting", json.dumps({"codes": codes_a_second})], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    time.sleep(3)  # until the other has read its modules
    due = Message.objects.filter(due_at__isnull=False, subject_type="burst")
    began, taken = time.monotonic(), 0
    while due.exists():
        since = time.monotonic()
        taken += sweeps.send(datetime.now(UTC))
        if due.filter(due_at__lte=datetime.now(UTC) + timedelta(seconds=5)).exists():
            time.sleep(max(0.0, EVERY - (time.monotonic() - since)))
        elif due.exists():
            time.sleep(1)  # what was refused has its next try
    seconds = time.monotonic() - began
    ages = json.loads(asking.communicate(b"", timeout=60)[0])
    states = {state: Message.objects.filter(subject_type="burst", state=state).count() for state in Message.State}
    return {"seconds": seconds, "taken": taken, "ages": ages, "states": {state: count for state, count in states.items() if count}}


def codes(*, codes: float) -> list[float]:
    """How old each code was when a messenger had taken it, in seconds; one that nobody took is as old as can be."""
    from kardad.outbox import actions

    is_over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), is_over.set()), daemon=True).start()
    ages, number = [], 0
    while not is_over.wait(1 / codes):
        number, since = number + 1, time.monotonic()
        try:
            actions.send_code(f"+98997{number:07d}", "482913", subject=("bench", number), at=datetime.now(UTC))
            ages.append(time.monotonic() - since)
        except actions.NotSent:
            ages.append(1e9)
    return ages


if __name__ == "__main__":
    main()
