"""The settlement table: both sides offer sealed or openly, agree on terms and sign them by code (2.7)."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from kardad.cases import bargaining, flow, policy, proof, wording
from kardad.cases.actions import common
from kardad.cases.actions.ending import CONFIRMING
from kardad.cases.actions.noting import noted
from kardad.cases.bargaining import Terms
from kardad.cases.models import Case, Offer, Settlement, Signature
from kardad.cases.queries import settlements as queries
from kardad.cases.queries import standing
from kardad.cases.queries.standing import Standing
from kardad.core.actor import Actor
from kardad.inbox.actions import telling
from kardad.inbox.models import Party
from kardad.inbox.queries import deliveries
from kardad.kit import calendar, text
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.work import actions as work


class NoPower(Refusal):
    """A representative settles nothing that his letter does not let him."""

    code = "SETTLE_POWER"
    status = 403
    message = "معرفی‌نامه شما اختیار سازش نداده است. یا موکل خودش سازش کند، یا معرفی‌نامه تازه ثبت شود."


class NoAccount(Refusal):
    """Who has no account cannot sign here."""

    code = "SETTLE_NO_ACCOUNT"
    message = "{who} در سامانه حساب ندارد و نمی‌تواند این‌جا امضا کند. او با کد رهگیری پرونده به آن می‌پیوندد، یا در جلسه سازش کنید."


class OfferedAlready(Refusal):
    """One offer a round: who could change it would feel his way to the other's."""

    code = "SETTLE_OFFERED"
    message = "پیشنهاد این نوبت شما مهر شده است و تغییر نمی‌کند. منتظر پیشنهاد طرف دیگر بمانید."


class RoundsOver(Refusal):
    """So many rounds and no more."""

    code = "SETTLE_ROUNDS"
    message = "{rounds} نوبت پیشنهاد مهرشده گذشت و به هم نرسید. از این پس شرط‌ها را آشکارا پیشنهاد کنید."


class OffersMet(Refusal):
    """The figure is found; what is left are the terms."""

    code = "SETTLE_MET"
    message = "دو پیشنهاد به هم رسیده و مبلغ روشن است. اکنون قسط‌ها و شرط‌ها را پیشنهاد کنید."


class SeveralSides(Refusal):
    """Sealed offers are between two."""

    code = "SETTLE_SEVERAL"
    message = "این پرونده بیش از دو طرف دارد؛ شرط‌ها را آشکارا پیشنهاد کنید."


class BadTerms(BadInput):
    """The instalments do not make up the sum, or their days are not in order."""

    code = "SETTLE_TERMS"
    message = "قسط‌ها را بازبینی کنید."


class RoundOver(Refusal):
    """An offer is for the round in which it was thought of; pressed twice it is not an offer of the next one."""

    code = "SETTLE_ROUND_OVER"
    message = "این نوبت پیشنهاد تمام شده است. نتیجه آن را ببینید و اگر خواستید در نوبت تازه پیشنهاد دهید."


class TermsChanged(Refusal):
    """What is agreed to is what was read."""

    code = "SETTLE_CHANGED"
    message = "شرط‌ها پس از آن‌که خواندید تغییر کرده است. شرط‌های تازه را بخوانید."


class OldTerms(Refusal):
    """Terms that were written before the sealed offers met, for another sum, bind nobody."""

    code = "SETTLE_OLD_TERMS"
    message = (
        "دو پیشنهاد مهرشده به {figure} ریال رسیده است و این شرط‌ها جمع دیگری دارد. "
        "شرط‌های تازه‌ای با همان مبلغ پیشنهاد کنید تا طرف دیگر بپذیرد."
    )


class OwnTerms(Refusal):
    """The other side agrees to what one proposed."""

    code = "SETTLE_OWN"
    message = "این شرط‌ها را خود شما پیشنهاد کرده‌اید؛ منتظر پاسخ طرف دیگر بمانید."


class SignedAlready(Refusal):
    """A side signs once."""

    code = "SETTLE_SIGNED"
    message = "این طرف سازش‌نامه را امضا کرده است."


class SignedByAll(Refusal):
    """What everybody signed binds everybody."""

    code = "SETTLE_BINDS"
    message = "همه طرف‌ها امضا کرده‌اند و دیگر کسی به تنهایی از آن برنمی‌گردد."


@transaction.atomic
def open_table(place: Standing, *, by: Actor, at: datetime) -> Settlement:
    """The case has a table at which its sides may meet; opened twice, it is the same. Raises NoPower, NoAccount, NotAllowed."""
    case = common.locked(place.case)
    _ensure_may(place, by, "open")
    if not queries.is_open_to_settle(case):
        raise NotAllowed(flow="case", state=case.state, move="settle", role=by.role)
    kept = queries.table(case)
    if kept is not None:
        return kept
    for party in queries.sides(case):
        if not deliveries.readers(party, at=at)[0]:
            raise NoAccount(who=party.name)
    made = Settlement.objects.create(case=case, opened_at=at)
    noted(case, "settlement.opened", by=by, at=at, settlement=made.pk, side=_side(place))
    _tell(place, "settlement.opened", at=at)
    return made


@transaction.atomic
def offer(place: Standing, *, amount: int, round: int | None = None, by: Actor, at: datetime) -> Settlement:  # noqa: A002 – of bargaining
    """The side's offer of this round is sealed; with the other's, both know whether they met, and nothing else.

    The claimant says what he would take, the respondent what he would pay; `round` is the one whose page he saw.
    Raises RoundOver, OfferedAlready, RoundsOver, OffersMet, SeveralSides, NoPower, NotAllowed.
    """
    case, table = _held(place, "offer", by)
    if table.figure is not None:
        raise OffersMet
    if round is not None and round != table.round:
        raise RoundOver
    sides = queries.sides(case)
    if len(sides) != 2:
        raise SeveralSides
    if table.round > policy.OFFER_ROUNDS:
        raise RoundsOver(rounds=text.to_persian_digits(policy.OFFER_ROUNDS))
    try:
        with transaction.atomic():
            Offer.objects.create(settlement=table, party=_mine(place), round=table.round, amount=str(amount), at=at)
    except IntegrityError as error:
        raise OfferedAlready from error
    noted(case, "settlement.offered", by=by, at=at, settlement=table.pk, round=table.round, side=_side(place))
    made = {one.party_id: int(one.amount) for one in Offer.objects.filter(settlement=table, round=table.round)}
    if len(made) < len(sides):
        _tell(place, "settlement.offered", at=at)
        return table
    take, pay = (made[one.pk] for one in sorted(sides, key=lambda one: one.side != Party.Side.CLAIMANT))
    table.figure = bargaining.met(take, pay, way=policy.OFFERS_MEET_AT)
    event = "settlement.apart" if table.figure is None else "settlement.met"
    told: dict[str, Any] = {"settlement": table.pk, "round": table.round}
    if table.figure is None:
        table.round += 1
    else:
        told["way"] = policy.OFFERS_MEET_AT
    if queries.is_outdated(table):  # the terms of before are off the table
        table.terms, table.total, table.proposed_by, table.version = "", None, None, table.version + 1
    table.save(update_fields=["round", "figure", "terms", "total", "proposed_by", "version"])
    noted(case, event, by=by, at=at, **told)
    _tell(place, event, at=at, is_to_all=True)
    return table


@transaction.atomic
def propose(place: Standing, *, terms: Terms, version: int | None = None, by: Actor, at: datetime) -> Settlement:
    """These terms lie open on the table, in place of those before (`version`: the ones he saw); the same terms again change nothing.

    Raises TermsChanged, BadTerms, NoPower, NotAllowed.
    """
    case, table = _held(place, "propose", by)
    if table.terms == terms.as_json and table.proposed_by == place.party:
        return table
    if version is not None and version != table.version:
        raise TermsChanged
    _ensure_whole(terms, table, at=at)
    table.terms, table.total, table.proposed_by = terms.as_json, terms.total, place.party
    table.version += 1
    table.save(update_fields=["terms", "total", "proposed_by", "version"])
    noted(case, "settlement.proposed", by=by, at=at, settlement=table.pk, side=_side(place), digest=proof.digest(table.terms))
    _tell(place, "settlement.proposed", at=at)
    return table


@transaction.atomic
def agree(place: Standing, *, version: int, by: Actor, at: datetime) -> Settlement:
    """The terms that the other side proposed are agreed upon, word for word, and wait for signatures.

    Raises TermsChanged, OldTerms, OwnTerms, NoPower, NotAllowed.
    """
    case, table = _held(place, "agree", by)
    if table.version != version:
        raise TermsChanged
    if not table.terms:
        raise NotAllowed(flow="settlement", state=table.state, move="agree", role=by.role)
    ensure_fits(table)
    if place.party is None or table.proposed_by_id == place.party.pk:
        raise OwnTerms
    table.state, table.agreed_at = flow.SETTLEMENT.after(table.state, "agree", flow.role_of(by.role)), at
    table.hash = proof.digest(wording.settlement_words(table))
    table.save(update_fields=["state", "agreed_at", "hash"])
    noted(case, "settlement.agreed", by=by, at=at, settlement=table.pk, sha256=table.hash)
    _tell(place, "settlement.agreed", at=at, is_to_all=True)
    return table


@transaction.atomic
def sign(place: Standing, *, hash: str, factor: str = "sms", by: Actor, at: datetime) -> Signature:  # noqa: A002 – what is signed
    """The side has signed the words with this hash, by the code he has just given; with the last signature they wait for confirmation.

    Who may settle for others of his side too, an heir for his ward or a lawyer of two, signs for each of them.

    Raises TermsChanged, SignedAlready, NoPower, NotAllowed.
    """
    case, table = _held(place, "sign", by)
    if hash != table.hash or proof.digest(wording.settlement_words(table)) != table.hash:
        raise TermsChanged
    whom, signed = standing.spoken_for(place, "settle", at=at), queries.signatures(table)
    rows = [Signature(settlement=table, party=one, by_id=by.somebody, hash=table.hash, at=at) for one in whom if one.pk not in signed]
    if not rows:
        raise SignedAlready
    made = Signature.objects.bulk_create(rows)[0]
    noted(case, "settlement.signed", by=by, at=at, settlement=table.pk, side=_side(place), sha256=table.hash, factor=factor)
    if queries.is_signed(table):
        _ask_confirmation(case, table, at=at)
    else:
        _tell(place, "settlement.signed", at=at)
    return made


@transaction.atomic
def drop(place: Standing, *, by: Actor, at: datetime) -> Settlement:
    """The table is gone, and with it what was offered at it; what all have signed stays. Raises SignedByAll, NotAllowed."""
    case, table = _held(place, "drop", by)
    if queries.is_signed(table) and not queries.is_outdated(table):
        raise SignedByAll
    table.state = flow.SETTLEMENT.after(table.state, "drop", flow.role_of(by.role))
    table.save(update_fields=["state"])
    noted(case, "settlement.dropped", by=by, at=at, settlement=table.pk, side=_side(place))
    _tell(place, "settlement.dropped", at=at)
    return table


def _held(place: Standing, move: str, by: Actor) -> tuple[Case, Settlement]:
    """The case and its table, held; the actor may settle for his side and the move is open. Raises NoPower, NotAllowed."""
    case = common.locked(place.case)
    table = queries.table(case)
    _ensure_may(place, by, move)
    if table is None or not queries.is_open_to_settle(case):
        raise NotAllowed(flow="settlement", state=table.state if table else "", move=move, role=by.role)
    flow.SETTLEMENT.after(table.state, move, flow.role_of(by.role))
    table.case = case
    return case, table


def _ensure_may(place: Standing, by: Actor, move: str) -> None:
    if place.party is None or place.party.side not in queries.AT_THE_TABLE:
        raise NotAllowed(flow="settlement", state="", move=move, role=by.role)
    if not place.may("settle"):
        raise NoPower


def ensure_fits(table: Settlement) -> None:
    """The terms come to the sum at which the offers met, where they did; raises OldTerms."""
    if queries.is_outdated(table):
        raise OldTerms(figure=_grouped(table.figure or 0))


def _ensure_whole(terms: Terms, table: Settlement, *, at: datetime) -> None:
    days = [one.due_on for one in terms.parts]
    if not terms.parts or len(terms.parts) > policy.SETTLEMENT_PARTS or any(one.amount <= 0 for one in terms.parts):
        raise BadTerms("دست‌کم یک قسط با مبلغ بنویسید.", field="amount_1")
    if days != sorted(days) or len(set(days)) < len(days):
        raise BadTerms("روز هر قسط پس از روز قسط پیش از آن است.", field="due_on_1")
    today, last = calendar.tehran_day(at), calendar.tehran_day(at + policy.SETTLEMENT_LASTS)
    if not today <= days[0] <= days[-1] <= last:
        raise BadTerms(f"روز قسط‌ها میان امروز و {calendar.long(last)} است.", field="due_on_1")
    if table.figure is not None and terms.total != table.figure:
        told = _grouped(table.figure)
        raise BadTerms(f"جمع قسط‌ها باید {told} ریال باشد: همان که دو پیشنهاد به آن رسید.", field="amount_1")
    if terms.default not in bargaining.DEFAULTS or terms.waiver not in bargaining.WAIVERS:
        raise BadTerms(field="default")


def _grouped(rials: int) -> str:
    return text.to_persian_digits(f"{rials:,}".replace(",", "٬"))


def _ask_confirmation(case: Case, table: Settlement, *, at: datetime) -> None:
    """Whoever confirms knows that it waits for him."""
    number = case.class_number or case.number or ""
    chair = queries.chair(case)
    if chair is None:
        work.open_item(CONFIRMING, case, title=f"تأیید سازش‌نامه {number}", role=policy.SECRETARY, at=at, office_id=case.office_id)
    else:
        url = f"/office/cases/{case.pk}/settlement/"
        telling.tell(chair.person, "settlement.confirming", about=table, url=url, at=at, number=number)


def _mine(place: Standing) -> Party:
    """The actor's side; `_ensure_may` has made sure that he has one."""
    if place.party is None:
        raise LookupError("no side acts")
    return place.party


def _side(place: Standing) -> str:
    return place.party.get_side_display() if place.party else ""


def _tell(place: Standing, event: str, *, at: datetime, is_to_all: bool = False) -> None:
    """The other sides have a letter; where it is news to everybody, so has this one."""
    case = place.case
    words: dict[str, Any] = {"number": case.class_number or case.number or "", "side": _side(place)}
    for party in queries.sides(case):
        if is_to_all or party.pk != (place.party.pk if place.party else 0):
            for person in deliveries.readers(party, at=at)[0]:
                telling.tell(person, event, about=case, url=f"/panel/cases/{case.token}/settlement/", at=at, dossier=case.dossier, **words)
