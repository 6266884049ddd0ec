"""Every refusal has a code of its own, a status, and a Persian sentence that says what to do."""

import importlib
import inspect
import re

from kardad.kit.refusal import Refusal
from tests.rules import reading

PERSIAN = re.compile("[\u0600-\u06ff]")


def everyone():
    for path in reading.code(reading.PACKAGE):
        module = ".".join(path.relative_to(reading.ROOT).with_suffix("").parts).removesuffix(".__init__")
        if module not in ("kardad.wsgi",) and not module.startswith("kardad.commands.serve"):
            importlib.import_module(module)
    seen, left = set(), [Refusal]
    while left:
        for one in left.pop().__subclasses__():
            if one not in seen and one.__module__.startswith("kardad."):
                seen.add(one)
                left.append(one)
    return sorted(seen, key=lambda one: (one.__module__, one.__name__))


ALL = everyone()


def test_a_code_belongs_to_one_refusal():
    owners: dict[str, list[str]] = {}
    for one in ALL:
        if re.search(r'^    code = "', inspect.getsource(one), re.MULTILINE):  # `code = Other.code` is meant
            owners.setdefault(one.code, []).append(f"{one.__module__}.{one.__name__}")
    assert {code: names for code, names in owners.items() if len(names) > 1} == {}


def is_complete(one):
    is_status = 200 <= one.status < 600  # 200 where telling two cases apart would tell who is a member
    is_told = PERSIAN.search(one.message) and (one.__doc__ or "").strip().endswith(".")
    return bool(re.fullmatch(r"[A-Z][A-Z0-9_]+", one.code) and is_status and is_told)


def test_a_refusal_is_complete():
    assert [f"{one.__module__}.{one.__name__}" for one in ALL if not is_complete(one)] == []
