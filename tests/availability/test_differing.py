"""What was seen, edited by hand: it is named, nothing is certified from it, and outages stand in chains of their own."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from kardad.availability import actions, auditing, sweeps
from kardad.availability.actions.certificates import RowsDiffer
from kardad.availability.models import Certificate, Probe, Stretch, Watch
from kardad.core import incidents
from kardad.core.actor import SYSTEM
from kardad.core.models import Incident
from kardad.evidence import rows
from kardad.evidence.models import Chain, Entry
from kardad.work.models import WorkItem
from tests.availability.conftest import MINUTE
from tests.people.staff_world import by

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def seen(look, site, now):
    """A day that is proven, with an outage of three minutes, and two minutes of an outage in the day after."""
    look(2)
    site.break_()
    look(3, begin=2)
    site.mend()
    look(2, begin=5)
    assert actions.prove(at=now + DAY) > 0
    site.break_()
    look(2, begin=24 * 60)
    return Watch.objects.get(part="login")


def after(statement):
    """What is found once somebody has run it in the database; it is undone."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement)
            assert cursor.rowcount
        found = [(one.row, one.seq) for one in rows.differences()]
        transaction.set_rollback(True)
    return found


def test_an_edited_stretch_or_look_is_named_with_its_day(seen, now):
    assert list(rows.differences()) == []
    proven = Entry.objects.get(kind="availability.day", chain__subject_id=seen.pk).seq
    down = Stretch.objects.filter(watch=seen, ok=False).order_by("pk")
    first, young = down[0], down[1]
    of_day = f"availability_stretch of {seen.pk} {first.day}"
    for edit in ("ok = TRUE", "seconds = 60", "ended_at = began_at", "probes = 9", "problem = ''", "day = '2020-01-01'"):
        found = after(f"UPDATE availability_stretch SET {edit} WHERE id = {first.pk}")
        assert any(row.startswith(of_day) and seq == proven for row, seq in found), edit
    assert (of_day, proven) in after(f"DELETE FROM availability_stretch WHERE watch_id = {seen.pk} AND day = '{first.day}'")
    lost = Probe.objects.filter(watch=seen, ok=False).order_by("at").last()
    assert (f"availability_probe {lost.pk}", None) in after(f"UPDATE availability_stretch SET ok = TRUE WHERE id = {young.pk}")
    assert (f"availability_probe {lost.pk}", None) in after(f"UPDATE availability_probe SET took_ms = took_ms + 1 WHERE id = {lost.pk}")
    assert (f"availability_stretch {young.pk}: digest", None) in after(f"DELETE FROM availability_probe WHERE id = {lost.pk}")


def test_nothing_is_certified_from_what_was_edited(seen, now, make):
    member = make.person()
    interval = {"since": now, "until": now + 9 * MINUTE, "person": member, "by": by(member), "at": now + 2 * DAY}
    assert actions.certificate("login", **interval)
    Stretch.objects.filter(watch=seen, ok=False).update(ok=True)
    for _ in range(2):
        with pytest.raises(RowsDiffer):
            actions.certificate("login", **interval)
    assert sweeps.compare(now + 2 * DAY) == 1
    assert Certificate.objects.count() == 1
    assert [one.role for one in WorkItem.objects.filter(kind="availability.differs")] == ["manager"]
    assert actions.certificate("panel", **interval)  # of what nobody touched the word is given
    Stretch.objects.filter(watch=seen, problem__gt="").update(ok=False)
    assert actions.certificate("login", **interval)
    Incident.objects.filter(part="login").update(began_at=now + MINUTE)
    with pytest.raises(RowsDiffer):
        actions.certificate("login", **interval)


def test_an_outage_stands_in_a_chain_and_its_edited_moments_are_named(seen, now):
    hit = Incident.objects.get(part="login", ended_at__isnull=False)
    told = Entry.objects.filter(chain__subject_type="core.incident", chain__subject_id=hit.pk).order_by("seq")
    assert [one.kind for one in told] == ["incident.opened", "incident.closed"]
    assert hit.title not in told[0].body
    incidents.reword(hit, title="ورود کند بود", text="دیر باز می‌شد.", afterword="", by=SYSTEM, at=now + DAY)
    assert list(auditing.of_incidents()) == []
    name = f"core_incident {hit.pk}"
    for column, value in {"began_at": "'2025-01-01 00:00:00+00:00'", "ended_at": "NULL", "part": "'sms'", "group": "'office:1'"}.items():
        assert after(f'UPDATE core_incident SET "{column}" = {value} WHERE id = {hit.pk}') == [(f"{name}: {column}", 2)]
    assert after(f"UPDATE core_incident SET title = 'x' WHERE id = {hit.pk}") == [(f"{name}: title|group_title", 2)]
    put_in = Incident.objects.create(part="site", title="قطعی", text="نبود", began_at=now)
    assert [(one.row, one.seq) for one in auditing.of_incidents()] == [(f"core_incident {put_in.pk}", None)]
    put_in.delete()
    assert Chain.objects.filter(subject_type="core.incident").count() == Incident.objects.count()
