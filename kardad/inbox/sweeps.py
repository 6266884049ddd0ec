"""The kartable's later work: notices that nobody opens, papers that go by SANA, deadlines that remind, move or are in doubt."""

from datetime import datetime

from kardad.core.sweeps import sweep
from kardad.inbox.actions import comparing, deadlines, looking, representing, sana, sealing, watching
from kardad.inbox.queries import deadlines as deadline_queries
from kardad.inbox.queries import deliveries

BATCH = 200


@sweep(minutes=1)
def look_for_unopened(at: datetime) -> int:
    """Ask for the official copies of what was placed in bulk, and make work of notices that nobody opened for days."""
    return looking.look(at=at)


@sweep(minutes=2)
def speak_to_sana(at: datetime) -> int:
    """Hand papers over to SANA, and ask what became of those it has."""
    return sum(sana.due(pk, at=at) for pk in list(deliveries.by_sana(at).values_list("pk", flat=True)[:BATCH]))


@sweep(minutes=5)
def remind_of_deadlines(at: datetime) -> int:
    """Tell parties of the days that come near."""
    return sum(deadlines.remind(pk, at=at) for pk in list(deadline_queries.due_reminders(at).values_list("pk", flat=True)[:BATCH]))


@sweep(minutes=15)
def follow_the_calendar(at: datetime) -> int:
    """Look at running deadlines again when the calendar has changed."""
    return sum(watching.look_again(one, at=at) for one in list(deadline_queries.not_yet_checked(at)[:BATCH]))


@sweep(minutes=2)
def look_at_outages(at: datetime) -> int:
    """Put deadlines in doubt whose last days an outage touches or touched."""
    lasting = [one for one in deadline_queries.unsettled(at) if one.ended_at is None]
    found = sum(watching.look_while_open(one, at=at) for one in lasting)
    waiting = deadline_queries.outages_to_look_at(at).values_list("pk", flat=True)
    return found + sum(watching.look_at_outage(pk, at=at) for pk in list(waiting[:BATCH]))


@sweep(minutes=1)
def compare_with_the_chains(at: datetime) -> int:
    """Hold every dossier beside its chain once a night, and make work of one that differs."""
    return comparing.look(at=at)


@sweep(minutes=60)
def watch_the_seals(at: datetime) -> int:
    """Make work of days that wait for somebody to look at the clock."""
    return int(sealing.watch(at=at))


@sweep(minutes=5)
def end_abandoned(at: datetime) -> int:
    """End representations by people whose accounts are closed."""
    return representing.end_abandoned(at=at, most=BATCH)
