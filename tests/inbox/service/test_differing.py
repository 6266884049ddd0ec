"""Rows edited by hand, column by column: whatever a certificate or a receipt prints is held beside the entries, and refused."""

from datetime import timedelta

import pytest
from django.db import connection, models, transaction

from kardad.core.models import Incident
from kardad.documents import sweeps
from kardad.evidence import rows
from kardad.evidence.models import Chain
from kardad.inbox import auditing, certifying, receipts
from kardad.inbox.actions import bulk, comparing, deadlines, dossiers, paper, rungs
from kardad.inbox.models import Deadline, Delivery, Dossier, Letter, Notice, Party, Representation, Visit
from kardad.inbox.queries import deliveries
from tests import factories
from tests.conftest import NOW
from tests.inbox.service.conftest import by, opened, placed, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HOUR = timedelta(hours=1)
OTHER = "(SELECT {0} FROM {1} AS other WHERE other.id <> {1}.id AND other.{0} <> {1}.{0} LIMIT 1)"  # what stands in another row


@pytest.fixture
def whole(case):
    """A dossier with all ways but SANA: an agent, a copy, an account that opened, paper that a relative took, a deadline in doubt."""
    secretary, agent = case.secretary, factories.person(first_name="بابک", last_name="نیکزاد")
    third = dossiers.add_party(case.dossier, side="third", name="کارگاه نمونه", by=secretary, at=NOW)
    case.stands = dossiers.represent(case.sides["claimant"], agent=agent, by=secretary, at=NOW)
    case.ways = placed(case)
    rungs.open_delivery(case.ways["respondent"], by=by(case.respondent), at=NOW + HOUR)
    rungs.acknowledge(case.ways["respondent"], by=by(case.respondent), at=NOW + 2 * HOUR)
    case.call = paper.hand_out(case.ways["third"], agent_name="مأمور یکم", by=secretary, at=NOW + HOUR)
    took = {"receiver": "زهرا نوری", "relation": "خواهر"}
    paper.record(case.call, outcome="relative", at=NOW + 2 * HOUR, now=NOW + 3 * HOUR, by=secretary, **took)
    case.doubted = Deadline.objects.get(delivery=case.ways["respondent"])
    hit = Incident.objects.create(part="panel", title="پنل", text="پنل باز نمی‌شد.", began_at=NOW, ended_at=NOW + HOUR)
    assert deadlines.flag(case.doubted, hit, at=NOW + 3 * HOUR)
    case.third = third
    other = opened(secretary, title="پرونده دیگر")
    case.elsewhere = paper.hand_out(_by_paper(other), agent_name="مأمور دوم", by=secretary, at=NOW)
    took = {"receiver": "نیما کاوه", "relation": "همکار"}
    paper.record(case.elsewhere, outcome="relative", at=NOW + HOUR, now=NOW + 3 * HOUR, by=secretary, **took)
    return case


def _by_paper(other):
    dossiers.add_party(other.dossier, side="third", name="شرکت دیگر", by=other.secretary, at=NOW)
    return placed(other)["third"]


def edits(whole):
    """Of each column one edit by hand, as somebody who reaches the database would write it."""
    service, served, call, doubted = whole.ways["respondent"], whole.ways["third"], whole.call, whole.doubted
    side = whole.third.pk
    later = "'2026-01-05 08:00:00+00:00'"
    yield from (
        (Delivery, served.pk, column, value)
        for column, value in {
            "served_on": "'2025-10-01'",
            "effect": "'actual'",
            "rule": "'other@1'",
            "rung": "'with_agent'",
            "via": "'account'",
            "placed_at": "'2025-10-01 08:00:00+00:00'",
            "agent_id": whole.claimant.pk,
            "party_id": whole.elsewhere.delivery.party_id,
            "is_copy": "TRUE",
            "voided_at": later,
            "notice_id": Notice.objects.exclude(pk=served.notice_id).first().pk,
        }.items()
    )
    yield from ((Delivery, service.pk, column, later) for column in ("notified_at", "acknowledged_at"))
    yield Delivery, service.pk, "opened_at", "placed_at"
    yield Delivery, service.pk, "opened_by_id", whole.claimant.pk
    for column in ("agent_name", "receiver"):
        yield Visit, call.pk, column, OTHER.format(column, "inbox_visit")
    yield from ((Visit, call.pk, column, later) for column in ("given_at", "at"))
    yield Visit, call.pk, "outcome", "'handed'"
    yield Visit, call.pk, "relation", "'همسر'"
    yield Visit, call.pk, "in_words", "'دیروز'"
    yield Visit, call.pk, "delivery_id", service.pk
    yield Visit, whole.elsewhere.pk, "delivery_id", served.pk
    yield Party, side, "name", OTHER.format("name", "inbox_party")
    yield Party, side, "name", "'1:x'"
    yield Party, side, "side", "'claimant'"
    yield Party, side, "joined_at", later
    yield Party, side, "person_id", factories.person().pk
    yield Representation, whole.stands.pk, "ended_at", later
    yield Representation, whole.stands.pk, "agent_id", factories.person().pk
    yield Representation, whole.stands.pk, "party_id", side
    notice = served.notice_id
    yield Notice, notice, "says", "(SELECT name FROM inbox_party LIMIT 1)"
    for column, value in {"title": "'حکم دیگر'", "code": "'N12'", "number": "'NT-1'", "is_confidential": "TRUE", "days": 3}.items():
        yield Notice, notice, column, value
    yield Dossier, whole.dossier.pk, "number", "'۱۴۰۵/۹۹۹'"
    yield Dossier, whole.dossier.pk, "tracking_code", "'1234567890123'"
    yield Dossier, whole.dossier.pk, "title", OTHER.format("title", "inbox_dossier")
    for column in ("safe_until", "hard_until", "final_on", "served_on"):
        yield Deadline, doubted.pk, column, "'2026-03-01'"
    for column, value in {"code": "'D2'", "superseded_at": later, "at_risk_since": "NULL", "risk": "'هیچ اختلالی نبود.'"}.items():
        yield Deadline, doubted.pk, column, value
    letter = Letter.objects.get(delivery=service)
    yield Letter, letter.pk, "person_id", whole.claimant.pk
    yield Letter, letter.pk, "delivery_id", "NULL"


def test_every_column_that_a_certificate_prints_is_held_beside_the_entries(whole, monkeypatch):
    assert not auditing.differs(whole.dossier)
    assert list(rows.differences()) == []
    edited = set()
    for model, pk, column, value in edits(whole):
        edited.add((model, column))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = {value} WHERE id = {pk}")
            assert cursor.rowcount == 1
            named = list(auditing.differences())
            assert named, f"{model.__name__}.{column}"
            if model in (Visit, Party, Representation, Notice, Dossier) and column not in ("delivery_id", "party_id"):
                assert any(one.row.startswith(model._meta.db_table) and one.seq is not None for one in named), (column, named)
            transaction.set_rollback(True)
    assert read(whole, monkeypatch) <= edited | FIXED


# No edit of these alone changes a paper: they are what the rows are found by, and what SANA says has its own test.
FIXED = {(model, "id") for model in (Delivery, Notice, Dossier, Party, Visit, Deadline, Representation)} | {
    (Notice, "dossier_id"),
    (Deadline, "delivery_id"),
    (Delivery, "arrived_at"),
    (Delivery, "handed_at"),
    (Delivery, "outside_number"),
}


def read(whole, monkeypatch):
    """Which columns are read for the certificates and receipts of these services, by looking over their shoulder."""
    seen, plain = set(), models.Model.__getattribute__
    names = {
        model: {field.attname for field in model._meta.concrete_fields} for model in (Delivery, Notice, Dossier, Party, Visit, Deadline)
    }

    def watched(self, name):
        if name in names.get(type(self), ()):
            seen.add((type(self), name))
        return plain(self, name)

    for way in whole.ways.values():
        held = Delivery.objects.select_related("notice__dossier__office", "party", "agent").get(pk=way.pk)
        steps = list(deliveries.entries(held))
        with monkeypatch.context() as patched:
            for model in names:
                patched.setattr(model, "__getattribute__", watched, raising=False)
            certifying.data_of(held)
            certifying.facts_of(held)
            receipts.data_of(held, steps)
            receipts.facts_of(held, steps[-1])
    assert {(Party, "name"), (Visit, "relation"), (Notice, "title"), (Deadline, "risk")} <= seen
    return seen


def test_a_row_put_in_or_taken_out_is_found_and_nothing_is_certified(whole):
    service = whole.ways["respondent"]
    made = (
        f"DELETE FROM inbox_visit WHERE id = {whole.call.pk}",
        f"DELETE FROM inbox_letter WHERE delivery_id = {service.pk}",
        f"DELETE FROM inbox_representation WHERE id = {whole.stands.pk}",
        f"UPDATE inbox_party SET dossier_id = {Dossier.objects.exclude(pk=whole.dossier.pk).first().pk} WHERE id = {whole.third.pk}",
        f"UPDATE evidence_chain SET title = '', salt = '' WHERE subject_id = {whole.dossier.pk} AND subject_type = 'inbox.dossier'",
    )
    for statement in made:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            assert any(True for _ in rows.differences()), statement
            with pytest.raises(comparing.RowsDiffer):
                comparing.ensure_alike(whole.dossier, at=NOW)
            transaction.set_rollback(True)
    with transaction.atomic():
        whole.stands.pk = None
        whole.stands.ended_at = NOW
        whole.stands.save()
        assert [one.seq for one in rows.differences()] == [None]
        transaction.set_rollback(True)


def test_a_paper_that_was_put_in_anothers_place_is_found(whole, make):
    sweeps.render(NOW)
    sweeps.sign(NOW)
    assert list(rows.differences()) == []
    service, served = whole.ways["respondent"], whole.ways["third"]
    papers = {pk: f"(SELECT id FROM documents_document WHERE subject_id = {pk} AND kind = 'N7')" for pk in (service.pk, served.pk)}
    for column in ("file_id", "sha256", "subject_id"):
        taken = f"(SELECT {column} FROM (SELECT * FROM documents_document) AS other WHERE other.id = {papers[served.pk]})"
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE documents_document SET {column} = {taken} WHERE id = {papers[service.pk]}")
            (found,) = rows.differences()
            assert (found.seq is None, found.row.startswith("documents_document")) == (False, True)
            assert auditing.differs(whole.dossier)
            transaction.set_rollback(True)


def test_what_was_placed_with_many_others_is_marked_alike_and_older_entries_say_less(secretary):
    first, second = opened(secretary), opened(secretary)
    bulk.place_many([written(one, "N12") for one in (first, second)], by=secretary, at=NOW)
    assert auditing.differing([first.dossier.pk, second.dossier.pk]) == set()
    Notice.objects.filter(dossier=second.dossier).update(title="گواهی دیگر")
    assert auditing.differing([first.dossier.pk, second.dossier.pk]) == {second.dossier.pk}
    Notice.objects.filter(dossier=second.dossier).update(title="رأی بدوی")
    Letter.objects.filter(delivery__party=first.sides["claimant"]).update(person=first.respondent)
    (found,) = rows.differences()
    assert found.chain == Chain.objects.get(subject_id=first.dossier.pk, subject_type="inbox.dossier").token
