"""What stands in the chains of proof of a day, of a look and of an outage."""

from datetime import date
from hashlib import sha256
from typing import Any

from kardad.availability.models import Probe, Stretch, Watch
from kardad.core import crypto
from kardad.core.models import Incident
from kardad.evidence import canonical, chain


def day_told(watch: Watch, day: date, rows: list[Stretch]) -> dict[str, object]:
    """Sums of the day, one digest over the digests of its stretches in order, and one over when each began and ended and what it was."""
    digest = sha256(b"".join(bytes.fromhex(row.digest) for row in rows)).hexdigest()
    seen = [[chain.moment(row.began_at), chain.moment(row.ended_at), row.ok, row.probes, row.problem, row.seconds] for row in rows]
    return {
        "day": day.isoformat(),
        "part": watch.part,
        "group": watch.group,
        "up": sum(row.seconds for row in rows if row.ok),
        "down": sum(row.seconds for row in rows if not row.ok),
        "stretches": len(rows),
        "digest": digest,
        "rows": sha256(canonical.encode(seen)).hexdigest(),
    }


def body_of(watch: Watch, probe: Probe) -> tuple[dict[str, object], bytes]:
    """What is signed of a look, and its bytes."""
    said = {"at": chain.moment(probe.at), "part": watch.part, "group": watch.group, "problem": probe.problem, "took_ms": probe.took_ms}
    whole = {**said, "format": "kardad-probe/1", "ok": probe.ok, "v": 1}
    return whole, canonical.encode(whole)


def mark_of(incident: Incident) -> str:
    """The keyed digest of what an outage is called."""
    return crypto.blind_index("availability.incident", f"{incident.pk}:{incident.title}:{incident.group_title}")


def incident_told(incident: Incident) -> dict[str, Any]:
    """What an entry says of an outage."""
    ended = chain.moment(incident.ended_at) if incident.ended_at else None
    said = {"part": incident.part, "group": incident.group, "began_at": chain.moment(incident.began_at), "ended_at": ended}
    return said | {"incident": incident.pk, "mark": mark_of(incident)}
