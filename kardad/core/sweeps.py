"""Sweeps: later work is a row with a due time, and these functions find it. Each is safe to run twice and to kill halfway."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

import structlog
from django.apps import apps
from django.utils import timezone

log = structlog.get_logger()
SWEEPS: dict[str, "Sweep"] = {}
ROOMS = ("sweeps", "maintenance")  # this file is the register, so the base's own sweeps stand in the second


@dataclass(frozen=True, slots=True)
class Sweep:
    """A named function of the present moment that returns how many rows it dealt with."""

    name: str
    minutes: int
    run: Callable[[datetime], int]


def sweep(*, minutes: int = 1) -> Callable[[Callable[[datetime], int]], Callable[[datetime], int]]:
    """Register `<app>/sweeps.py:function` to be run about every so many minutes."""

    def register(function: Callable[[datetime], int]) -> Callable[[datetime], int]:
        name = f"{function.__module__.split('.')[-2]}.{function.__name__}"
        SWEEPS[name] = Sweep(name, minutes, function)
        return function

    return register


def load() -> dict[str, Sweep]:
    """Every sweep of every app."""
    for config in apps.get_app_configs():
        for room in ROOMS:
            if config.name.startswith("kardad.") and find_spec(f"{config.name}.{room}"):
                import_module(f"{config.name}.{room}")
    return SWEEPS


def run(name: str, at: datetime) -> int:
    """Run one sweep."""
    done = load()[name].run(at)
    if done:
        log.info("sweep", sweep=name, rows=done)
    return done


def run_by_schedule(name: str) -> int:
    """Run one sweep now, for the job library's schedules; a name that an older version left behind does nothing."""
    return run(name, timezone.now()) if name in load() else 0


def keep_schedules() -> None:
    """The job library has exactly one schedule a sweep."""
    from django_q.models import Schedule

    by = f"{__name__}.{run_by_schedule.__name__}"
    known = load()
    Schedule.objects.filter(func=by).exclude(name__in=known).delete()
    for name, one in known.items():
        wanted = {"args": repr((name,)), "schedule_type": Schedule.MINUTES, "minutes": one.minutes, "repeats": -1}
        wanted["kwargs"] = "q_options={'save': False}"  # a success leaves no row; a failure does
        rows = list(Schedule.objects.filter(func=by, name=name).order_by("pk").values_list("pk", flat=True))
        Schedule.objects.filter(pk__in=rows[1:]).delete()
        Schedule.objects.update_or_create(func=by, name=name, defaults=wanted)


def run_all(at: datetime) -> dict[str, int]:
    """Run every sweep once; one that fails is logged and does not stop the others."""
    done = {}
    for name in load():
        try:
            done[name] = run(name, at)
        except Exception:
            log.exception("sweep failed", sweep=name)
            done[name] = -1
    return done
