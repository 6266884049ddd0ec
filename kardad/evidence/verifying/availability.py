"""A certificate of availability (`kardad-availability/1`): the site's signed word about itself. Knows no Django."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from kardad.evidence import canonical
from kardad.evidence.canonical import Json
from kardad.evidence.verifying.entries import is_first_version, is_number
from kardad.evidence.verifying.seals import NotSealed, Place, Trust, judge_signature
from kardad.evidence.verifying.verdict import Verdict, unreadable

FORMAT: Final = "kardad-availability/1"
STATES: Final = ("up", "down", "unknown")
MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)

# The members of each object, and what each of them is.
FILE: Final = {"statement": dict, "key": str, "signature": str, "keys": list}
STATEMENT: Final = {
    "every_seconds": int, "format": str, "lines": list, "made_at": datetime, "outages": list, "part": str, "since": datetime,
    "site": str, "until": datetime, "v": int,
}  # fmt: skip
LINE: Final = {"failures": list, "group": str, "part": str, "seconds": dict, "spans": list}
SPAN: Final = {"began": datetime, "ended": datetime, "state": str}
LOOK: Final = {"at": datetime, "key": str, "problem": str, "signature": str, "took_ms": int}
OUTAGE: Final = {"began": datetime, "ended": object, "group": str, "part": str, "title": str}
SECONDS: Final = dict.fromkeys(STATES, int)


def is_one(told: Json) -> bool:
    """Whether the file says of itself that it is a certificate."""
    statement = told.get("statement")
    return isinstance(statement, dict) and statement.get("format") == FORMAT


def verify(told: Json, trust: Trust) -> Verdict:
    """The verdict on a certificate that was read."""
    verdict = Verdict(FORMAT)
    try:
        _read(told)
    except NotSealed:
        return unreadable(FORMAT)
    statement: Json = told["statement"]
    place = Place(verdict, trust.beside(told["keys"]))
    judge_signature(statement, told["signature"], statement["made_at"], place, key=told["key"])
    held = sum([_judge_look(look, line, place) for line in statement["lines"] for look in line["failures"]])
    if not all(_agrees(line, statement) for line in statement["lines"]):
        place.find("INTERVAL_BROKEN")
    if verdict.is_valid:
        verdict.covers.add(statement["since"], statement["until"], held)
    return verdict


def _judge_look(look: Json, line: Json, place: Place) -> int:
    """How many looks are held by a signature of their own: this one, or none; a wrong one is told."""
    if not look["key"] and not look["signature"]:
        return 0  # whoever looked had no key: the statement alone says so
    said = {name: look[name] for name in ("at", "problem", "took_ms")} | {"part": line["part"], "group": line["group"]}
    key = place.trust.key(look["key"])
    if key is None or look["key"] not in place.trust.known:
        _find_once("SIGNER_UNKNOWN", place)
    elif not key.signed(said | {"format": "kardad-probe/1", "ok": False, "v": 1}, look["signature"]):
        _find_once("SIGNATURE_BAD", place)
    return 1


def _find_once(problem: str, place: Place) -> None:
    if all(one.problem != problem for one in place.verdict.problems):
        place.find(problem)


def _agrees(line: Json, statement: Json) -> bool:
    """Whether the spans cover the interval without a hole, sum up to the seconds, and are down where a look failed."""
    spans = line["spans"]
    edges = [statement["since"], *(span["ended"] for span in spans)]
    is_whole = edges[-1] == statement["until"] and all(
        span["began"] == edge < span["ended"] for span, edge in zip(spans, edges, strict=False)
    )
    down = [(span["began"], span["ended"]) for span in spans if span["state"] == "down"]
    is_seen = all(any(began <= look["at"] < ended for began, ended in down) for look in line["failures"])
    return is_whole and is_seen and line["seconds"] == {state: _seconds(spans, state) for state in STATES}


def _seconds(spans: Iterable[Json], state: str) -> int:
    return sum(int((_moment(span["ended"]) - _moment(span["began"])).total_seconds()) for span in spans if span["state"] == state)


def _read(told: Json) -> None:
    """The file is of the promised shape; raises NotSealed."""
    _require(told, FILE)
    statement = told["statement"]
    _require(statement, STATEMENT)
    if not is_first_version(statement):
        raise NotSealed("version")
    for line in statement["lines"]:
        _require(line, LINE)
        _require(line["seconds"], SECONDS)
        for span in line["spans"]:
            _require(span, SPAN)
            if span["state"] not in STATES:
                raise NotSealed("state")
        for look in line["failures"]:
            _require(look, LOOK)
    for outage in statement["outages"]:
        _require(outage, OUTAGE)
        if outage["ended"] is not None:
            _require({"ended": outage["ended"]}, {"ended": datetime})
    try:
        canonical.encode(statement)
    except canonical.NotCanonical:
        raise NotSealed("statement") from None


def _require(value: Any, members: Mapping[str, type]) -> None:
    if not isinstance(value, dict) or set(value) != set(members) or not all(_is(value[name], kind) for name, kind in members.items()):
        raise NotSealed("members")


def _is(value: Any, kind: type) -> bool:
    if kind is datetime:
        return isinstance(value, str) and bool(MOMENT.fullmatch(value)) and _moment(value) is not None
    return is_number(value) if kind is int else isinstance(value, kind)


def _moment(said: str) -> datetime:
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        raise NotSealed("moment") from None
