"""Sweeps: later work is a row with a due time, and these functions find it. Each is safe to run twice and to kill halfway."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

import structlog
from django.apps import apps

log = structlog.get_logger()
SWEEPS: dict[str, "Sweep"] = {}


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
        if config.name.startswith("kardad.") and find_spec(f"{config.name}.sweeps"):
            import_module(f"{config.name}.sweeps")
    return SWEEPS


def run(name: str, at: datetime) -> int:
    """Run one sweep."""
    done = load()[name].run(at)
    if done:
        log.info("sweep", sweep=name, rows=done)
    return done


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
