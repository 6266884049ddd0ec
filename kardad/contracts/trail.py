"""The record of a contract as a paper (7.05): every event of its chain, every signature with its alarms, digests – and nobody's number."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from kardad.contracts import flow, papers, printing, proof, signed
from kardad.contracts.models import Contract, Version
from kardad.core.actor import Actor
from kardad.documents import actions
from kardad.documents import queries as documents
from kardad.documents.models import Document
from kardad.evidence import kinds
from kardad.evidence import queries as evidence
from kardad.evidence.models import Entry
from kardad.kit import calendar
from kardad.kit.text import to_persian_digits

KIND: Final = "contract_trail"
MARK: Final = 12  # digits of an event's hash: enough to find it in its receipt
MOST: Final = 400  # events of one paper, the last ones
ROLES: Final = {"employer": "کارفرما", "worker": "کارگر", "witness": "گواه", "system": "سامانه", "office": "اداره کار"}
NOTE: Final = (
    "نام، کد ملی و شماره کسی در این گزارش نیست. نشان مرورگر و شبکه، چکیده‌ای با کلید است: دو نشان یکسان یعنی همان مرورگر یا همان شبکه.\n"
    "هر رویداد رسیدی دارد که بی نیاز به ما سنجیده می‌شود؛ نشان رویداد، آغاز hash همان رسید است."
)


def ask(contract: Contract, *, by: Actor, at: datetime) -> Document:
    """The record up to now waits for its turn; while nothing new has happened it is the one that there is."""
    chain = proof.chain(contract, at=at)
    told = _data(contract, at=at)
    facts = [
        ("شماره قرارداد", contract.number or ""),
        ("رویدادها", to_persian_digits(chain.length)),
        ("آخرین نشان", printing.digits(chain.head)),
    ]
    return actions.issue_once(KIND, contract, version=str(chain.length), data=told, facts=facts, by=by, at=at)


def last(contract: Contract) -> Document | None:
    """The record that was asked for last."""
    return documents.of(contract).filter(kind=KIND).select_related("file").first()


def entries(contract: Contract) -> list[Entry]:
    """What is proven of the contract, oldest first; of a very long one the end."""
    chain = evidence.chain_of(contract)
    if chain is None:
        return []
    found = list(chain.entries.select_related("chain").order_by("-seq")[:MOST])
    return found[::-1]


def said(entry: Entry) -> str:
    """The sentence of an event; of a kind without words its name."""
    data = {name: str(value) for name, value in entry.fact["data"].items()}
    return to_persian_digits(kinds.sentences()[entry.kind].format_map(data))


def who(entry: Entry) -> str:
    """In which part somebody acted."""
    return ROLES.get(entry.fact["actor"]["role"], "کارکنان سامانه")


def _data(contract: Contract, *, at: datetime) -> dict[str, Any]:
    versions = list(contract.versions.filter(state__in=("signed", "undone")).order_by("pk"))
    for one in versions:
        one.contract = contract
    copies = [f"{row.get_whom_display()}: {copy(row.state, row.taken_at)}" for one in versions for row in one.deliveries.order_by("pk")]
    return {
        "contract_number": contract.number or "",
        "state": flow.STATES[contract.state],
        "until": _moment(at),
        "wordings": [_wording(one) for one in versions],
        "signatures": [row for one in versions for row in _signatures(one)],
        "events": [_event(one) for one in entries(contract)],
        "copies": copies,
        "note": NOTE,
    }


def copy(state: str, taken_at: datetime | None) -> str:
    """Where a copy is."""
    if state == "taken" and taken_at:
        return f"گرفته شد، {calendar.with_time(taken_at)}"
    return "نیست" if state == "none" else "هنوز گرفته نشده"


def name(version: Version) -> str:
    """What a wording is called: «قرارداد، نسخه ۲»، «الحاقیه ۱»."""
    number = to_persian_digits(version.number)
    return f"قرارداد، نسخه {number}" if version.kind == Version.Kind.CONTRACT else f"{version.get_kind_display()}، شماره {number}"


def _wording(version: Version) -> dict[str, Any]:
    paper = papers.of(version)
    found = {"title": name(version), "digest": printing.digits(version.sha256)}
    if paper is not None and paper.is_sealed:
        found |= {"number": to_persian_digits(paper.number), "paper": printing.digits(paper.sha256)}
    return found


def _signatures(version: Version) -> Iterator[dict[str, Any]]:
    for one in signed.below(version):
        told = {"side": f"{one.side}، {name(version)}", "role": one.right, "way": one.way, "says": list(one.says)}
        yield told | {"at": _moment(one.at), "device": one.device, "network": one.network}


def _event(entry: Entry) -> dict[str, Any]:
    return {"seq": entry.seq, "at": _moment(entry.at), "who": who(entry), "what": said(entry), "mark": entry.hash[:MARK]}


def _moment(at: datetime) -> str:
    return at.astimezone(calendar.TEHRAN).isoformat()
