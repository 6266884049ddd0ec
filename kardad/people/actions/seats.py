"""Seats: what the register says about a member's position, asked again before binding acts and at least every thirty days."""

import secrets
from datetime import datetime

from django.db import transaction

from kardad.core import crypto, outside
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.gateways.registry.port import UNANSWERED, Operation, Outcome
from kardad.gateways.registry.port import Membership as Told
from kardad.kit.refusal import Refusal
from kardad.people import particulars, policy
from kardad.people.actions.roles import tell
from kardad.people.models import Inquiry, Membership, Organisation
from kardad.people.queries import organisations as reads


class PositionLost(Refusal):
    """The register no longer names the person among the company's people."""

    code = "POSITION_LOST"
    message = "ثبت شرکت‌ها سمت شما را دیگر تأیید نمی‌کند؛ دسترسی شما به کارهای این شرکت نگه داشته شد."


class PositionUnknown(Refusal):
    """The register did not answer, and its last word is too old to act on."""

    code = "POSITION_UNKNOWN"
    status = 503
    message = "ثبت شرکت‌ها پاسخ نداد و سمت شما باید پیش از این کار دوباره دیده شود. چند دقیقه دیگر تلاش کنید."


def recheck_member(membership: Membership, *, by: Actor, at: datetime) -> Membership:
    """The member whose place rests on the register is confirmed for another thirty days, or PositionLost / PositionUnknown is raised.

    Claim, commit, call, record; never called inside a transaction. Who was let in by an owner rests on the owner's word.
    """
    membership = Membership.objects.select_related("organisation", "person").get(pk=membership.pk)
    if not membership.is_signatory:
        return membership
    if membership.checked_at and membership.checked_at > at - policy.COMPANY_CHECK_FRESH and membership.suspended_at is None:
        return membership
    outside.ensure_no_transaction()
    inquiry = _claim(membership, at=at)
    code = particulars.own(membership.person).code
    answer = outside.registry().company_member(membership.organisation.company_id, code, track_id=inquiry.track_id)
    membership = _note(membership, inquiry, answer, by=by, at=at)
    if answer.outcome in UNANSWERED or answer.outcome is Outcome.UNSURE:
        raise PositionUnknown
    if membership.suspended_at:
        raise PositionLost
    return membership


def recheck_due(at: datetime, *, batch: int = 50) -> int:
    """Places whose last check is too old were asked about; it stops when the register does not answer."""
    done = 0
    for membership in list(reads.unchecked_seats(at)[:batch]):
        try:
            recheck_member(membership, by=SYSTEM, at=at)
        except PositionUnknown:
            break
        except PositionLost:
            pass
        done += 1
    return done


@transaction.atomic
def _claim(membership: Membership, *, at: datetime) -> Inquiry:
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    subject = crypto.blind_index(
        f"inquiry-{Operation.COMPANY_MEMBER}", f"{membership.organisation.company_index}|{membership.person.code_index}"
    )
    if Inquiry.objects.filter(subject_index=subject, answered_at=None, asked_at__gt=at - policy.CHECK_LEASE, asked_at__lte=at).exists():
        raise PositionUnknown  # another tab or sweep is asking just now
    return Inquiry.objects.create(
        person_id=membership.person_id,
        operation=Operation.COMPANY_MEMBER,
        subject_index=subject,
        track_id=secrets.token_hex(16),
        asked_at=at,
    )


@transaction.atomic
def _note(membership: Membership, inquiry: Inquiry, answer: Told, *, by: Actor, at: datetime) -> Membership:
    inquiry.provider, inquiry.outcome, inquiry.provider_code = answer.provider, answer.outcome, answer.code[:60]
    inquiry.digest, inquiry.cost, inquiry.answered_at = answer.digest, answer.cost, at
    inquiry.save()
    membership = Membership.objects.select_for_update(of=("self",)).select_related("organisation", "person").get(pk=membership.pk)
    if answer.outcome is Outcome.MATCH:
        if answer.positions:
            membership.position = answer.positions[0].title[:80]
        membership.checked_at, membership.suspended_at = at, None
        membership.save(update_fields=["position", "checked_at", "suspended_at"])
        _tell(membership, "membership.rechecked", by=by, at=at)
    elif answer.outcome not in UNANSWERED and answer.outcome is not Outcome.UNSURE:
        first = membership.suspended_at is None
        membership.checked_at, membership.suspended_at = at, membership.suspended_at or at
        membership.save(update_fields=["checked_at", "suspended_at"])
        if first:
            _tell(membership, "membership.suspended", by=by, at=at)
            _tell_others(membership, by=by, at=at)
    return membership


def _tell(membership: Membership, event: str, *, by: Actor, at: datetime) -> None:
    record(event, membership, by=by, at=at, person_id=membership.person_id, organisation=membership.organisation.name)


def _tell_others(membership: Membership, *, by: Actor, at: datetime) -> None:
    """The member and every owner who is left are told that his rights rest."""
    words = {"organisation": membership.organisation.name}
    tell(membership.person, "membership_suspended", words, at=at)
    for place in reads.owners(membership.organisation_id).select_related("person"):
        record(
            "membership.member_suspended",
            membership,
            by=by,
            at=at,
            person_id=place.person_id,
            organisation=membership.organisation.name,
            member=membership.person.name,
        )
        tell(place.person, "membership_suspended", words, at=at)
