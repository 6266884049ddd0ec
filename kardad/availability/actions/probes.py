"""A look is claimed, its result is kept and signed, folds into its stretch, and opens or closes an outage."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import Q

from kardad.availability import parts
from kardad.availability.models import Probe, Stretch, Watch
from kardad.availability.probing import Finding
from kardad.availability.telling import body_of
from kardad.core import incidents
from kardad.core.actor import SYSTEM
from kardad.core.models import Incident
from kardad.evidence import actions as evidence
from kardad.evidence.keys import KeyGone
from kardad.kit import calendar

MINUTE = timedelta(minutes=1)
PATIENCE = timedelta(minutes=3)  # looks that are no further apart fold into one stretch
FAILURES, SUCCESSES = 3, 2  # so many in a row open an outage, or close it
KEPT = timedelta(days=35)
BATCH = 5_000
AFTERWORD = "سامانه دوباره پاسخ می‌دهد؛ این اختلال خودکار اعلام و خودکار بسته شد."


def claim(part: str, group: str, *, at: datetime) -> Probe | None:
    """The look of this minute is ours to make; None when somebody has it, or the clock went back to a minute that was seen."""
    watch, _ = Watch.objects.get_or_create(part=part, group=group)
    try:
        with transaction.atomic():
            return Probe.objects.create(watch=watch, at=at.replace(second=0, microsecond=0))
    except IntegrityError:
        return None


@transaction.atomic
def keep(probe: Probe, finding: Finding) -> Probe:
    """What the look found is signed, folded into its stretch, and opens an outage or closes it."""
    watch = Watch.objects.select_for_update().get(pk=probe.watch_id)
    probe.ok, probe.took_ms, probe.problem = finding.ok, finding.took_ms, finding.problem[:40]
    _, body = body_of(watch, probe)
    try:
        probe.key, probe.signature = evidence.sealed(body)
    except KeyGone:
        # The key is not on this machine; a look without a signature is worth more than no look.
        probe.key = probe.signature = ""
    probe.save(update_fields=["ok", "took_ms", "problem", "key", "signature"])
    _fold(watch, probe, body)
    _judge(watch, probe)
    watch.save()
    return probe


def forget(*, at: datetime) -> int:
    """Old looks that were well, or that nobody came back from, are gone; their stretches and every failure stay."""
    old = Probe.objects.filter(Q(ok=True) | Q(ok=None), at__lt=at - KEPT).order_by("at").values_list("pk", flat=True)
    return Probe.objects.filter(pk__in=list(old[:BATCH])).delete()[0]


def _fold(watch: Watch, probe: Probe, body: bytes) -> None:
    ends, day = probe.at + MINUTE, calendar.tehran_day(probe.at)
    last = Stretch.objects.filter(watch=watch, began_at__lte=probe.at).order_by("-began_at").first()
    link = sha256(body + probe.signature.encode()).digest()
    if last is None or last.ok != probe.ok or last.day != day or probe.at - last.ended_at + MINUTE > PATIENCE:
        digest = sha256(bytes(32) + link).hexdigest()
        Stretch.objects.create(
            watch=watch, day=day, began_at=probe.at, ended_at=ends, seconds=60, ok=bool(probe.ok), problem=probe.problem, digest=digest
        )
        return
    last.ended_at = max(last.ended_at, ends)
    last.seconds = int((last.ended_at - last.began_at).total_seconds())
    last.probes += 1
    last.digest = sha256(bytes.fromhex(last.digest) + link).hexdigest()
    last.save(update_fields=["ended_at", "seconds", "probes", "digest"])


def _judge(watch: Watch, probe: Probe) -> None:
    if probe.ok:
        since = watch.well_since if watch.successes and watch.well_since else probe.at
        watch.well_since, watch.successes, watch.failures = since, min(watch.successes + 1, SUCCESSES), 0
        if watch.successes >= SUCCESSES:
            _close(watch, since)
        return
    since = watch.failing_since if watch.failures and watch.failing_since else probe.at
    watch.failing_since, watch.failures, watch.successes = since, min(watch.failures + 1, FAILURES), 0
    if watch.failures >= FAILURES:
        _open(watch, since)


def _open(watch: Watch, since: datetime) -> None:
    """The public is told, unless it was: by ourselves or, for the same part and group, by staff."""
    if Incident.objects.filter(part=watch.part, group=watch.group, ended_at=None).exists():
        return
    if watch.incident is not None and watch.incident.ended_at is not None:
        since = max(since, watch.incident.ended_at)  # staff said that it was over, and it was not
    part = parts.PARTS[watch.part]
    name = watch.group.removeprefix(parts.MESSENGER)
    group = incidents.Group(watch.group, parts.messenger_title(name) if watch.group else "")
    watch.incident = incidents.open_incident(
        part=watch.part, title=part.trouble, text=part.text, group=group, is_automatic=True, by=SYSTEM, at=since
    )


def _close(watch: Watch, since: datetime) -> None:
    """What was opened by itself is over from the first look that was well."""
    incident = watch.incident
    if incident is not None and incident.ended_at is None:
        afterword = incident.afterword or AFTERWORD
        watch.incident = incidents.close_incident(incident, afterword=afterword, by=SYSTEM, at=max(since, incident.began_at))
