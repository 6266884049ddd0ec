"""Placing so many notices that the rows are copied: the same as a few, in as many statements as a few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kardad.evidence import queries as evidence
from kardad.evidence.verifying import verify
from kardad.inbox.actions import bulk
from kardad.inbox.models import Delivery, Letter, Notice
from kardad.inbox.queries import deliveries
from kardad.outbox.models import Message
from tests.conftest import NOW
from tests.inbox.service.conftest import opened, written

pytestmark = pytest.mark.django_db
MANY = 15  # two sides each: more rows than are inserted one statement a batch


def test_many_rows_are_as_whole_as_few(secretary):
    few = [written(opened(secretary), "N12") for _ in range(2)]
    many = [written(opened(secretary), "N12") for _ in range(MANY)]
    with CaptureQueriesContext(connection) as small:
        bulk.place_many(few, by=secretary, at=NOW)
    with CaptureQueriesContext(connection) as large:
        assert bulk.place_many(many, by=secretary, at=NOW) == 2 * MANY
    assert len(large) <= len(small) + MANY  # no statement for each side
    made = Delivery.objects.filter(notice__in=many)
    assert {(one.served_on.isoformat(), one.effect, one.rung) for one in made} == {("2025-11-22", "legal", "placed")}
    assert Letter.objects.filter(delivery__in=made).count() == 2 * MANY
    assert all("گواهی قطعیت" in letter.title for letter in Letter.objects.filter(delivery__in=made))
    letters = Letter.objects.filter(delivery__in=made).values("pk")
    assert {row.parameters[:1] for row in Message.objects.filter(subject_type="inbox.letter", subject_id__in=letters)} == {"{"}
    numbers = [int(number[-6:]) for number in Notice.objects.filter(state="placed").order_by("pk").values_list("number", flat=True)]
    assert numbers == list(range(1, MANY + 3))
    last = many[-1]
    assert verify(evidence.dossier(evidence.chain_of(last.dossier)), keys=evidence.published_keys()).is_valid
    assert all(deliveries.receipt(one) for one in made[:2])
