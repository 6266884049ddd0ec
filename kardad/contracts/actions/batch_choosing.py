"""A list to be signed with one code out of single contracts and wordings; and what is left out of a list before that."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import transaction

from kardad.contracts.actions import batch_signing, batching, signing
from kardad.contracts.actions.drafting import For
from kardad.contracts.models import Batch, BatchRow, Version
from kardad.contracts.queries import choosing
from kardad.contracts.queries.lists import Whose
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit import text
from kardad.kit.refusal import BadInput, Refusal
from kardad.people.models import Person

MOST: Final = 500  # wordings of one list


class NothingChosen(BadInput):
    """A list holds something."""

    code = "CONTRACT_LIST_NOTHING"
    message = "دست‌کم یک متن را انتخاب کنید. اگر متنی که انتخاب کرده بودید دیگر منتظر امضای شما نیست، صفحه را دوباره باز کنید."


class TooMany(BadInput):
    """More than one code signs at once."""

    code = "CONTRACT_LIST_TOO_MANY"
    message = "یک فهرست تا {most} متن دارد. بقیه را در فهرست دیگری بگذارید."


class NothingLeft(Refusal):
    """Who leaves everything out signs nothing."""

    code = "CONTRACT_LIST_NOTHING_LEFT"
    message = "با این کار چیزی در فهرست نمی‌ماند. اگر هیچ‌یک را امضا نمی‌کنید، همین صفحه را ببندید؛ تا رمز ندهید چیزی امضا نمی‌شود."


@transaction.atomic
def begin(person: Person, whose: Whose, *, tokens: Collection[str], once: str, by: Actor, at: datetime) -> Batch:
    """What was chosen is a list that waits to be frozen. Raises NothingChosen, TooMany, and what `batching.begin` raises."""
    if len(set(tokens)) > MOST:
        raise TooMany(field="take", most=text.to_persian_digits(MOST))
    found = choosing.chosen(whose, person, tokens)
    if not found:
        raise NothingChosen(field="take")
    first = found[0].contract
    whom = For(first.organisation, first.employer if first.employer_id != person.pk else None)
    row, is_new = batching.begin(person, whom, once=once, expected=len(found), by=by, at=at, kind=Batch.Kind.SIGNING)
    if is_new:
        BatchRow.objects.bulk_create(
            BatchRow(
                batch=row,
                place=place,
                state=BatchRow.State.MADE,
                contract=one.contract,
                version=one.version,
                words=one.version.sha256 if one.version else "",
            )
            for place, one in enumerate(found, start=1)
        )
    return row


@transaction.atomic
def leave_out(row: Batch, *, places: Collection[int], by: Actor, at: datetime) -> Batch:
    """These are in the list no more, and a code that was asked for the longer list signs nothing.

    Raises Stale, NothingChosen, NothingLeft.
    """
    held = Batch.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.kind != Batch.Kind.SIGNING or held.state != Batch.State.READY:
        raise signing.Stale
    there = held.rows.filter(state=BatchRow.State.READY)
    gone = there.filter(place__in=places)
    count = gone.count()
    if not count:
        raise NothingChosen(field="place")
    if count == there.count():
        raise NothingLeft
    gone.delete()
    left = Version.objects.filter(pk__in=there.values("version"))
    held.knows = sorted({code for knows in left.values_list("knows", flat=True) for code in knows})
    held.made -= count
    held.done, held.expected = held.done - count, held.expected - count
    held.sha256 = batch_signing.digest_of(held)
    held.save(update_fields=["knows", "made", "done", "expected", "sha256"])
    record("contract_batch.shortened", held, by=by, at=at, count=text.to_persian_digits(count))
    return held
