"""Whether what was seen still says what was proven: stretches beside their day's entry and their looks, outages beside their entries."""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from hashlib import sha256
from itertools import groupby
from typing import Any, Final

from django.conf import settings
from django.db.models import Q

from kardad.availability.models import Probe, Stretch, Watch
from kardad.availability.telling import body_of, day_told, mark_of
from kardad.core.models import Incident
from kardad.evidence import queries as evidence
from kardad.evidence import rows
from kardad.evidence.models import Chain, Entry
from kardad.evidence.rows import Difference
from kardad.evidence.verifying.seals import Trust
from kardad.kit import calendar

STEP: Final = 500
FIRST, LAST = date(2000, 1, 1), date(3000, 1, 1)
UNSEEN: Final = "0" * 64  # a demo's past was looked at by nobody
WATCH, INCIDENT = Watch._meta.label_lower, Incident._meta.label_lower


@rows.register
def differences() -> Iterator[Difference]:
    """Every stretch, failed look and outage that is not what was proven of it."""
    for watch in Watch.objects.order_by("pk"):
        yield from of_watch(watch)
    yield from of_incidents()


def differing(watched: Iterable[Watch], since: datetime, until: datetime) -> Watch | Incident | None:
    """The first of these parts of which anything in the interval is not what was proven, or the first such outage in it."""
    first, last = calendar.tehran_day(since), calendar.tehran_day(until)
    for watch in watched:
        if any(True for _ in of_watch(watch, first=first, last=last)):
            return watch
    hit = Incident.objects.filter(Q(ended_at=None) | Q(ended_at__gt=since), began_at__lt=until).order_by("pk")
    found = {one.pk: one for one in hit}
    wrong = next(of_incidents(found), None) if found else None
    return found[int(wrong.row.split()[1].rstrip(":"))] if wrong else None


def of_watch(watch: Watch, *, first: date = FIRST, last: date = LAST) -> Iterator[Difference]:
    """What differs of one part in these days, day by day."""
    chain = Chain.objects.filter(subject_type=WATCH, subject_id=watch.pk).first()
    token, told = chain.token if chain else "", _days(chain)
    found = Stretch.objects.filter(watch=watch, day__gte=first, day__lte=last)
    looked, seen = _Looked(watch, first, last), set[date]()
    trust = Trust.of(evidence.published()) if looked.any else Trust()
    for day, group in groupby(found.order_by("day", "began_at", "id").iterator(chunk_size=STEP), key=lambda one: one.day):
        seen.add(day)
        stretches, seq = list(group), told.get(day, (None, {}))[0]
        yield from (Difference(token, seq, row) for row in _wrong_looks(watch, stretches, looked.until(day), trust))
        is_over = watch.proven_on is not None and day <= watch.proven_on
        if day not in told and is_over:
            yield Difference(token, None, f"availability_stretch of {watch.pk} {day}")
        elif day in told and (wrong := _wrong_day(watch, day, stretches, told[day][1])):
            yield Difference(token, seq, f"availability_stretch of {watch.pk} {day}: {', '.join(wrong)}")
    yield from (Difference(token, None, f"availability_probe {one.pk}") for one in looked.rest())
    gone = sorted(day for day in told.keys() - seen if first <= day <= last)
    yield from (Difference(token, told[day][0], f"availability_stretch of {watch.pk} {day}") for day in gone)


class _Looked:
    """The failed looks of one part in these days, handed out day by day as they are read."""

    def __init__(self, watch: Watch, first: date, last: date) -> None:
        began, ended = calendar.day_start_end(first)[0], calendar.day_start_end(last)[1]
        rows = Probe.objects.filter(watch=watch, ok=False, at__gte=began, at__lt=ended).order_by("at")
        self._left = rows.iterator(chunk_size=STEP)
        self._next = next(self._left, None)
        self.any = self._next is not None

    def until(self, day: date) -> list[Probe]:
        """Those of the day, and those before it that no day took."""
        found = []
        while self._next is not None and calendar.tehran_day(self._next.at) <= day:
            found.append(self._next)
            self._next = next(self._left, None)
        return found

    def rest(self) -> list[Probe]:
        """Those of which no stretch tells at all."""
        return self.until(LAST)


def of_incidents(pks: Collection[int] | None = None) -> Iterator[Difference]:
    """The outages whose moments, part, group or words are not those that were told, and those of which nothing was."""
    chains = Chain.objects.filter(subject_type=INCIDENT)
    oldest = chains.order_by("subject_id").values_list("subject_id", flat=True).first()
    if oldest is None:
        return
    found = Incident.objects.filter(pk__gte=oldest)  # of those before nothing was told
    if pks is not None:
        chains, found = chains.filter(subject_id__in=pks), found.filter(pk__in=pks)
    tokens = dict(chains.values_list("pk", "token"))
    subjects = dict(chains.values_list("pk", "subject_id"))
    kept = {one.pk: one for one in found}
    for pk in sorted(kept.keys() - set(subjects.values())):
        yield Difference("", None, f"core_incident {pk}")
    entries = Entry.objects.filter(chain__in=tokens, kind__startswith="incident.").order_by("chain_id", "seq")
    for chain, group in groupby(entries.values_list("chain_id", "seq", "body").iterator(chunk_size=STEP), key=lambda one: one[0]):
        told = [(seq, _data(body)) for _, seq, body in group]
        seq, said = told[-1]
        row = kept.get(subjects[chain])
        name = f"core_incident {subjects[chain]}"
        if row is None:
            yield Difference(tokens[chain], seq, name)
        elif wrong := _wrong_incident(said, row):
            yield Difference(tokens[chain], seq, f"{name}: {', '.join(wrong)}")


def _days(chain: Chain | None) -> dict[date, tuple[int, dict[str, Any]]]:
    """What stands in the chain of each day."""
    told: dict[date, tuple[int, dict[str, Any]]] = {}
    if chain is None:
        return told
    for seq, body in Entry.objects.filter(chain=chain, kind="availability.day").order_by("seq").values_list("seq", "body"):
        if data := _data(body):
            told[date.fromisoformat(data["day"])] = (seq, data)
    return told


def _data(body: str) -> dict[str, Any]:
    try:
        return dict(json.loads(body)["data"])
    except (ValueError, TypeError, KeyError):
        return {}  # named by whoever read the chain


def _wrong_day(watch: Watch, day: date, stretches: list[Stretch], told: dict[str, Any]) -> list[str]:
    now = day_told(watch, day, stretches)
    return sorted(name for name, value in now.items() if name in told and told[name] != value)


def _wrong_looks(watch: Watch, stretches: list[Stretch], failed: list[Probe], trust: Trust) -> Iterator[str]:
    """Failed looks that nobody signed or that lie in no stretch that was down, and such stretches that are not made of theirs."""
    down = [one for one in stretches if not one.ok]
    for probe in failed:
        key = trust.key(probe.key) if probe.key else None
        is_signed = not probe.key or (key is not None and key.signed(body_of(watch, probe)[0], probe.signature))
        if not is_signed or not any(one.began_at <= probe.at < one.ended_at for one in down):
            yield f"availability_probe {probe.pk}"
    for one in down:
        if settings.DEMO and one.digest == UNSEEN:
            continue
        digest, inside = bytes(32), [probe for probe in failed if one.began_at <= probe.at < one.ended_at]
        inside.sort(key=lambda probe: probe.pk)  # as they were folded, also by a clock that went back
        for probe in inside:
            digest = sha256(digest + sha256(body_of(watch, probe)[1] + probe.signature.encode()).digest()).digest()
        if digest.hex() != one.digest or len(inside) != one.probes:
            yield f"availability_stretch {one.pk}: digest"


def _wrong_incident(said: dict[str, Any], row: Incident) -> list[str]:
    moments = {name: datetime.fromisoformat(said[name]) if said.get(name) else None for name in ("began_at", "ended_at")}
    wrong = [name for name, moment in moments.items() if moment != getattr(row, name)]
    wrong += [name for name in ("part", "group") if said.get(name) != getattr(row, name)]
    return wrong + (["title|group_title"] if said.get("mark") != mark_of(row) else [])
