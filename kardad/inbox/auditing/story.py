"""What the entries of one dossier's chain come to: what each row must say."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

MOMENTS: Final = {"placed": "placed_at", "notified": "notified_at", "opened": "opened_at", "acknowledged": "acknowledged_at"}
AFTER: Final = {"notified": "placed", "opened": "placed", "acknowledged": "opened"}  # no clock that went back makes it earlier
SANA: Final = ("arrived_at", "opened_at")
NUMBERED: Final = ("service.sent", "service.arrived", "service.opened", "service.noted")  # in SANA
DAYS: Final = ("served_on", "safe_until", "hard_until", "final_on")
PLACED: Final = ("service.placed", "service.copied")
ENDED: Final = ("service.voided", "service.given_up")
DOSSIER: Final = 0  # a chain has one
Key = tuple[str, Any]  # a table, and what names its row


@dataclass(slots=True)
class Told:
    """What the entries say of one delivery."""

    seq: int = 0
    says: dict[str, Any] = field(default_factory=dict)
    moments: dict[str, datetime] = field(default_factory=dict)
    clock: dict[str, datetime | None] = field(default_factory=dict)  # SANA's
    number: str | None = None  # SANA's
    opener: str = ""
    readers: frozenset[str] = frozenset()  # who has a letter that brings it
    voided_at: datetime | None = None
    deadlines: dict[str, list[tuple[int, list[str]]]] = field(default_factory=dict)  # code → each computation, the newest last
    risks: dict[str, tuple[datetime, str]] = field(default_factory=dict)  # code → since when, and the mark of its words
    undone: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Said:
    """What the entries say of one row of another table."""

    seq: int
    columns: dict[str, Any] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    is_gone: bool = False


@dataclass(slots=True)
class Story:
    """What the entries of one chain say of every row."""

    deliveries: dict[int, Told] = field(default_factory=dict)
    rows: dict[Key, Said] = field(default_factory=dict)


def of(entries: list[tuple[int, str]]) -> Story:
    """What one chain's entries come to; an entry that cannot be read was named by whoever read the chain."""
    story = Story()
    for seq, body in entries:
        try:
            fact = json.loads(body)
            _hear(story, seq, fact, fact["data"], datetime.fromisoformat(fact["at"]))
        except (ValueError, TypeError, KeyError):
            continue
    return story


def _hear(story: Story, seq: int, fact: dict[str, Any], data: dict[str, Any], at: datetime) -> None:
    noun, deed = fact["kind"].split(".")
    if noun in ("service", "deadline"):
        told = story.deliveries.setdefault(int(data["delivery"]), Told())
        if noun == "deadline":
            _hear_deadline(told, seq, deed, data, at)
        elif deed != "failed":  # that somebody was not reached changes nothing that counts
            _hear_service(told, seq, fact, data, at)
            _hear_call(story, seq, deed, data, at)
    elif noun == "party":
        _hear_party(story, seq, deed, data, at)
    elif noun == "representation":
        _hear_representation(story, seq, deed, data, at)
    elif noun == "notice" and deed == "placed" and "mark" in data:
        columns = {"code": data["code"], "state": "placed", "placed_at": at}
        story.rows["inbox_notice", data["notice"]] = Said(seq, columns, {"notice": data["mark"]})
    elif noun == "dossier" and "mark" in data:
        story.rows["inbox_dossier", DOSSIER] = Said(seq, marks={"dossier": data["mark"]})


def _hear_deadline(told: Told, seq: int, deed: str, data: dict[str, Any], at: datetime) -> None:
    code = data["deadline"]
    if deed in ("began", "moved"):
        told.deadlines.setdefault(code, []).append((seq, [data[day] for day in DAYS]))
    elif deed == "undone":
        told.undone.add(code)
    elif deed == "at_risk":
        told.risks[code] = (at, data.get("mark", ""))
    elif deed == "risk_settled":
        told.risks.pop(code, None)


def _hear_service(told: Told, seq: int, fact: dict[str, Any], data: dict[str, Any], at: datetime) -> None:
    kind, deed = fact["kind"], fact["kind"].partition(".")[2]
    told.seq, told.says = seq, data
    deed = "placed" if kind in PLACED else deed
    if deed in MOMENTS:
        told.moments[deed] = max(at, told.moments.get(AFTER.get(deed, ""), at))
    if deed == "sent":
        told.moments["sent"] = at
    if deed == "opened":
        told.opener = fact["actor"]["person"]
    if "readers" in data:
        told.readers = frozenset(data["readers"])
    if kind in NUMBERED and "number" in data:
        told.number = data["number"]
    told.clock |= {column: _moment(data[column]) for column in SANA if column in data}
    if kind in ENDED:
        told.voided_at = at


def _hear_call(story: Story, seq: int, deed: str, data: dict[str, Any], at: datetime) -> None:
    """A process agent's calls: begun, taken down, and ended with a service that ended."""
    if deed == "handed_out":
        columns = {"delivery_id": data["delivery"], "given_at": at, "due_on": date.fromisoformat(data["due_on"]), "outcome": "", "at": None}
        marks = {"call": data["mark"]} if "mark" in data else {}
        story.rows["inbox_visit", data["visit"]] = Said(seq, columns, marks)
    elif deed in ("served", "returned"):
        said = story.rows["inbox_visit", data["visit"]]
        said.seq = seq
        said.columns |= {"outcome": data["outcome"], "at": _moment(data["happened"]), "photo__sha256": data["photo"]}
        said.marks |= {"found": data["mark"]} if "mark" in data else {}
    elif deed in ("voided", "given_up"):
        for (table, _), said in story.rows.items():
            if table == "inbox_visit" and said.columns["delivery_id"] == data["delivery"] and not said.columns["outcome"]:
                said.seq = seq
                said.columns |= {"outcome": "returned", "at": at}


def _hear_party(story: Story, seq: int, deed: str, data: dict[str, Any], at: datetime) -> None:
    key = ("inbox_party", data["party"])
    if deed == "removed":
        story.rows[key] = Said(seq, is_gone=True)
        return
    said = story.rows.setdefault(key, Said(seq))
    said.seq = seq
    said.columns |= {"side": data["side"]} if "side" in data else {}
    if "mark" in data:
        said.marks = {"party": data["mark"]}
        said.columns |= {"joined_at": at if data.get("has_account", True) else None}
    else:
        said.marks = {}  # of somebody whom an older entry changed nothing is known any more


def _hear_representation(story: Story, seq: int, deed: str, data: dict[str, Any], at: datetime) -> None:
    key = ("inbox_representation", data["representation"])
    if deed == "began":
        columns = {"party_id": data["party"], "ended_at": None}
        marked = {"representation": data["mark"]} if "mark" in data else {}
        story.rows[key] = Said(seq, columns | ({"began_at": at} if marked else {}), marked)
    elif deed == "ended":
        said = story.rows[key]
        said.seq = seq
        said.columns |= {"ended_at": max(at, said.columns.get("began_at", at))}


def _moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None
