"""The letter of a representative: what it lets him do, written by one of the two, in force once the other has said yes (LP 22–27)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypedDict, Unpack

from django.db import transaction
from django.urls import reverse

from kardad.cases import policy, proof
from kardad.cases.actions import common
from kardad.cases.models import Capability, Case, Filing, FilingFile
from kardad.cases.queries import powers as queries
from kardad.cases.queries.standing import Standing
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.core.models import StoredFile
from kardad.inbox.actions import telling
from kardad.inbox.models import Party, Representation
from kardad.inbox.queries import dossiers
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal

POWERS = ("object", "settle", "withdraw")
BY_LAW = ("object", "withdraw")  # what a guardian may without anybody's word


class NobodyStands(Refusal):
    """Nobody stands for this side; first somebody is named."""

    code = "POWERS_NOBODY"
    message = "این طرف نماینده‌ای ندارد. نخست نماینده را معرفی کنید."


class NoLetter(BadInput):
    """Without the letter itself nobody knows what it says (LP 23)."""

    code = "POWERS_LETTER"
    message = "تصویر معرفی‌نامه یا وکالت‌نامه را پیوست کنید."


class FileUnsafe(BadInput):
    """A file that the scanner found infected is nobody's letter."""

    code = "POWERS_INFECTED"
    message = "در فایل ویروس پیدا شد. نسخه سالم آن را بفرستید."


class ByLaw(Refusal):
    """A guardian stands by law: his ward gives him no power, and to settle for him the prosecutor allows (Civil Code 1242)."""

    code = "POWERS_BY_LAW"
    message = "ولی یا قیم با نامه طرف اختیار نمی‌گیرد. برای سازش، اجازه‌نامه را به دبیرخانه اداره بدهید تا ثبت کند."


class Written(TypedDict):
    """What the letter says and how it was made."""

    can: Sequence[str]
    deed: str
    deed_number: str
    deed_on: date
    files: Sequence[StoredFile]


@transaction.atomic
def empower(place: Standing, *, by: Actor, at: datetime, **written: Unpack[Written]) -> Capability:
    """A letter with these powers lies in the file and waits for the other's yes; one that waited before does so no more.

    Pressed twice, it lies there once.

    Raises NobodyStands, ByLaw, NoLetter, FileUnsafe.
    """
    case = common.locked(place.case)
    representation = _of(place, at=at)
    if queries.is_by_law(representation):
        raise ByLaw
    _ensure_letter(written["files"])
    kept = queries.waiting(representation)
    if kept is not None and _is_same(kept, written, by=by, at=at):
        return kept
    made = _made(representation, _file(case, representation.party, written["files"], by=by, at=at), written, by=by, at=at)
    setattr(made, _mine(place), at)
    made.save()
    record("powers.written", made, by=by, at=at, number=case.class_number or case.number or "")
    _tell_other(case, place, representation, "powers.written", at=at)
    return made


@transaction.atomic
def record_powers(case: Case, representation: Representation, *, by: Actor, at: datetime, **written: Unpack[Written]) -> Capability:
    """The secretary has seen the letter of who stands for a side without an account, or what a guardian is allowed: it counts at once.

    What a guardian may by law he keeps. Raises NotAllowed, NoLetter.
    """
    case = common.locked(case)
    held = Representation.objects.select_for_update(of=("self",)).select_related("party", "agent", "mandate").get(pk=representation.pk)
    is_by_law = queries.is_by_law(held)
    if (held.party.has_account and not is_by_law) or held.ended_at is not None or by.role != policy.SECRETARY:
        raise NotAllowed(flow="powers", state="", move="record", role=by.role)
    if is_by_law:
        written["can"] = [*written["can"], *BY_LAW]
    _ensure_letter(written["files"])
    filing = _file(case, held.party, written["files"], by=by, at=at)
    made = _made(held, filing, written, by=by, at=at)
    return _recorded(case, made, by=by, at=at)


@transaction.atomic
def accept_powers(place: Standing, *, by: Actor, at: datetime) -> Capability:
    """Both have taken the letter upon them: from now on its words count, and those of the letter before no more. Raises NotAllowed."""
    case = common.locked(place.case)
    made = _waiting(place, "accept", by=by, at=at)
    setattr(made, _mine(place), at)
    _recorded(case, made, by=by, at=at)
    _tell_other(case, place, made.representation, "powers.recorded", at=at)
    return made


def _recorded(case: Case, made: Capability, *, by: Actor, at: datetime) -> Capability:
    """The letter is in force, and the one before no more."""
    made.recorded_at = at
    Capability.objects.filter(representation=made.representation_id, recorded_at__isnull=False, ended_at=None).update(ended_at=at)
    made.save()
    can = [power for power in POWERS if getattr(made, f"can_{power}")]
    files = sorted(row.file.sha256 for row in made.filing.files.select_related("file")) if made.filing else []
    party = made.representation.party
    told = {"party": party.pk, "representation": made.representation_id, "can": can, "deed": made.deed, "files": files}
    proof.note(case, "powers.recorded", by=by, at=at, side=party.get_side_display(), **told)
    record("powers.recorded", made, by=by, at=at, number=case.class_number or case.number or "")
    return made


def _ensure_letter(files: Sequence[StoredFile]) -> None:
    if not files:
        raise NoLetter(field="files")
    if any(one.scan == StoredFile.Scan.INFECTED for one in files):
        raise FileUnsafe(field="files")


def _is_same(kept: Capability, written: Written, *, by: Actor, at: datetime) -> bool:
    """Whether this is the letter that he wrote a moment ago."""
    if kept.by_id != by.somebody or kept.filing is None or kept.written_at is None:
        return False
    if at - kept.written_at > timedelta(seconds=policy.SAME_FILING):
        return False
    can = {power for power in POWERS if getattr(kept, f"can_{power}")}
    was = (can, kept.deed, kept.deed_number, kept.deed_on, {row.file.sha256 for row in kept.filing.files.select_related("file")})
    return was == (
        set(written["can"]),
        written["deed"],
        written["deed_number"][:40],
        written["deed_on"],
        {one.sha256 for one in written["files"]},
    )


def _made(held: Representation, filing: Filing, written: Written, *, by: Actor, at: datetime) -> Capability:
    """The letter as it was written, in place of one that waited."""
    Capability.objects.filter(representation=held, recorded_at=None, ended_at=None).update(ended_at=at)
    return Capability.objects.create(
        representation=held,
        deed=written["deed"],
        deed_number=written["deed_number"][:40],
        deed_on=written["deed_on"],
        filing=filing,
        by_id=by.somebody,
        written_at=at,
        **{f"can_{power}": power in written["can"] for power in POWERS},
    )


@transaction.atomic
def decline_powers(place: Standing, *, by: Actor, at: datetime) -> Capability:
    """The letter that waited is none; the one in force stays. Raises NotAllowed."""
    case = common.locked(place.case)
    made = queries.waiting(_of(place, at=at))
    if made is None:
        raise NotAllowed(flow="powers", state="", move="decline", role=by.role)
    made.ended_at = at
    made.save(update_fields=["ended_at"])
    record("powers.declined", made, by=by, at=at, number=case.class_number or case.number or "")
    _tell_other(case, place, made.representation, "powers.declined", at=at)
    return made


def _of(place: Standing, *, at: datetime) -> Representation:
    """Who stands for the side of the actor, the row held."""
    found = queries.of(place, at=at)
    if found is None:
        raise NobodyStands
    return Representation.objects.select_for_update(of=("self",)).select_related("party__dossier", "agent", "mandate").get(pk=found.pk)


def _waiting(place: Standing, move: str, *, by: Actor, at: datetime) -> Capability:
    """The letter that waits for this very actor's yes."""
    made = queries.waiting(_of(place, at=at))
    if made is None or getattr(made, _mine(place)) is not None:
        raise NotAllowed(flow="powers", state="", move=move, role=by.role)
    return made


def _mine(place: Standing) -> str:
    return "agent_at" if place.representation else "side_at"


def _file(case: Case, party: Party, files: Sequence[StoredFile], *, by: Actor, at: datetime) -> Filing:
    said = {"kind": Filing.Kind.EVIDENCE, "paper": "mandate", "title": "معرفی‌نامه نماینده"}
    filing = Filing.objects.create(case=case, party=party, by_id=by.somebody, filed_at=at, shown_at=at, **said)
    FilingFile.objects.bulk_create(FilingFile(case=case, filing=filing, paper="mandate", file=one, added_at=at) for one in files)
    return filing


def _tell_other(case: Case, place: Standing, held: Representation, event: str, *, at: datetime) -> None:
    """The one of the two who did not act has a letter."""
    others = dossiers.persons_of(held.party) if place.representation else [held.agent]
    words = {"number": case.class_number or case.number or "", "who": place.person.name}
    for person in others:
        telling.tell(person, event, about=held, url=reverse("cases:powers", args=[case.token]), at=at, dossier=case.dossier, **words)
