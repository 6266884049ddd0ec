"""How a case ends, by anybody: the table of settlement, conciliation, the expert, the court that enforces, the Divan."""

import time
from datetime import timedelta

from kardad.billing.models import Invoice
from kardad.cases import access, bargaining
from kardad.cases.access import enforcing as reach
from kardad.cases.access import experts as panels_expert
from kardad.cases.access import settling as table_of
from kardad.cases.actions import (
    archiving,
    collecting,
    conciliating,
    confirming,
    divan,
    enforcing,
    experts,
    opinions,
    remitting,
    settling,
)
from kardad.cases.models import Collection, Divan, Enforcement, Instalment, Referral, Remittance, Settlement
from kardad.inbox.models import Party
from kardad.kit import calendar
from tests.cases import people


def _side(crowd, case, dice, at, *, side=None):
    return people.by(people.side(crowd, case, dice, at, side=side).person)


# The table.
def open_table(crowd, case, dice, at):
    actor = _side(crowd, case, dice, at)
    settling.open_table(table_of.side(actor, case.token, at=at), by=actor, at=at)


def offer(crowd, case, dice, at):
    actor = _side(crowd, case, dice, at)
    place, _ = table_of.at_the_table(actor, case.token, at=at)
    settling.offer(place, amount=dice.randrange(1, 20) * 10_000_000, by=actor, at=at)


def propose_terms(crowd, case, dice, at, side=None):
    actor = _side(crowd, case, dice, at, side=side)
    place, table = table_of.at_the_table(actor, case.token, at=at)
    day, total = calendar.tehran_day(at), table.figure or dice.randrange(3, 30) * 10_000_000
    first = total // 3
    parts = [bargaining.Part(day + timedelta(days=30 * number), first if number < 3 else total - 2 * first) for number in (1, 2, 3)]
    settling.propose(place, terms=bargaining.Terms(tuple(parts), "all", "case"), by=actor, at=at)


def agree(crowd, case, dice, at, side=None):
    actor = _side(crowd, case, dice, at, side=side)
    place, table = table_of.at_the_table(actor, case.token, at=at)
    settling.agree(place, version=table.version - (dice.random() < 0.05), by=actor, at=at)


def sign_terms(crowd, case, dice, at):
    for side in ("claimant", "respondent") if dice.random() < 0.9 else ("claimant",):
        actor = _side(crowd, case, dice, at, side=side)
        place, table = table_of.at_the_table(actor, case.token, at=at)
        settling.sign(place, hash=table.hash, by=actor, at=at)


def leave_table(crowd, case, dice, at):
    actor = _side(crowd, case, dice, at)
    place, _ = table_of.at_the_table(actor, case.token, at=at)
    settling.drop(place, by=actor, at=at)


def confirm(crowd, case, dice, at):
    chair = people.member(crowd, case, dice, chair=True)
    actor = chair if dice.random() < 0.7 else people.secretary(crowd, case, dice)
    found, by = table_of.confirming(actor, case.pk, now=at)
    confirming.confirm_settlement(found.case, by=by, at=at)


def settle(crowd, case, dice, at):
    """A table from its first word to its last signature, unless somebody comes between."""
    dice.is_sure = True
    if not Settlement.objects.filter(case=case, state__in=("open", "agreed")).exists():
        open_table(crowd, case, dice, at)
    propose_terms(crowd, case, dice, at, side="respondent")
    agree(crowd, case, dice, at, side="claimant")
    sign_terms(crowd, case, dice, at)


def remit(crowd, case, dice, at):
    """One side tells of money of an instalment: the creditor that he has it, or the debtor that he paid it."""
    row = people.some(Instalment.objects.filter(case=case, settlement__isnull=False, paid_on=None).order_by("position").first())
    actor = _side(crowd, case, dice, at)
    place, found = table_of.instalment(actor, case.token, row.pk, at=at)
    amount = found.amount - found.paid if dice.random() < 0.6 else dice.randrange(1, found.amount + 2)
    remitting.remit(place, found, amount=amount, paid_on=calendar.tehran_day(at), by=actor, at=at)


def answer_remittance(crowd, case, dice, at):
    row = people.some(Remittance.objects.filter(instalment__case=case, state="told").first())
    actor = _side(crowd, case, dice, at, side="claimant")
    place, found = table_of.remittance(actor, case.token, row.pk, at=at)
    dice.choice((remitting.confirm_remittance, remitting.deny_remittance))(place, found, by=actor, at=at)


def conciliate(crowd, case, dice, at):
    actor = _side(crowd, case, dice, at)
    conciliating.propose_conciliation(access.case(actor, case.token, at=at), body="council", by=actor, at=at)


def end_conciliation(crowd, case, dice, at):
    found, by = people.desk(crowd, case, dice, at)
    conciliating.end_conciliation(found, result="به نتیجه نرسید.", by=by, at=at)


# The expert.
def refer(crowd, case, dice, at):
    found, by = panels_expert.referring(people.member(crowd, case, dice, chair=True), case.pk)
    asked = dice.choice([None, *Party.objects.filter(dossier=case.dossier_id)])
    order = experts.Order(crowd.expert, "کارکرد چند ساعت بود؟", 20_000_000, dice.randrange(3, 12), asked_by=asked)
    experts.refer(found, order, by=by, at=at)


def pay_fee(crowd, case, dice, at):
    """The bank says that the invoice is paid, and billing tells it."""
    del crowd, dice
    row = people.some(Referral.objects.filter(case=case, state="ordered", invoice__isnull=False).select_related("invoice").first())
    Invoice.objects.filter(pk=row.invoice_id).update(paid=row.invoice.total, state="paid")
    row.invoice.refresh_from_db()
    while not _told(row.invoice, at):
        time.sleep(0.01)


def _told(invoice, at):
    """Whether the case was free to hear of it; billing tells it again until it was."""
    try:
        experts.follow(invoice, at=at)
    except experts.Busy:
        return False
    return True


def lapse_fee(crowd, case, dice, at):
    del crowd, dice
    row = people.some(Referral.objects.filter(case=case, state="ordered").first())
    people.some(experts.lapse(row.pk, at=at))


def opine(crowd, case, dice, at):
    row = people.some(Referral.objects.filter(case=case).order_by("-pk").first())
    who = people.by(people.anybody(crowd, dice, [crowd.expert]), "official_expert")
    found, by = panels_expert.expertise(who, row.pk)
    opinions.opine(found, words="میانگین ۵۲ ساعت بود.", files=[], by=by, at=at)


def object_to_opinion(crowd, case, dice, at):
    actor = _side(crowd, case, dice, at)
    opinions.object(panels_expert.side(actor, case.token, at=at), words="ساعت‌ها درست نیست.", files=[], by=actor, at=at)


def take_up(crowd, case, dice, at):
    found, by = panels_expert.desk(people.secretary(crowd, case, dice), case.pk, now=at)
    opinions.take_up(found, why="نظریه رسید.", by=by, at=at)


def go_on(crowd, case, dice, at):
    found, by = panels_expert.chair(people.member(crowd, case, dice, chair=True), case.pk)
    opinions.go_on(found, why="نظریه رسید.", by=by, at=at)


def examine(crowd, case, dice, at):
    """An expert is asked, his fee is paid, and mostly he answers."""
    dice.is_sure = True
    refer(crowd, case, dice, at)
    pay_fee(crowd, case, dice, at)
    if dice.random() < 0.6:
        opine(crowd, case, dice, at)


# The court.
def ask_enforcement(crowd, case, dice, at):
    actor = _side(crowd, case, dice, at, side="claimant")
    enforcing.request(reach.creditor(actor, case.token, at=at), by=actor, at=at)


def _enforcement(crowd, case, dice, at):
    row = people.some(Enforcement.objects.filter(case=case).order_by("-pk").first())
    found, desk = reach.enforcement(people.secretary(crowd, case, dice), row.pk, now=at)
    return found, desk.by


def send(crowd, case, dice, at):
    found, by = _enforcement(crowd, case, dice, at)
    enforcing.send(found, court="اجرای احکام تهران", by=by, at=at)


def note_court(crowd, case, dice, at):
    found, by = _enforcement(crowd, case, dice, at)
    enforcing.note_court(found, number=str(dice.randrange(10**6)), by=by, at=at)


def allow(crowd, case, dice, at):
    found, by = _enforcement(crowd, case, dice, at)
    rest, day = found.owed - found.received, calendar.tehran_day(at)
    half = rest // 2
    enforcing.allow(found, schedule=[(day + timedelta(days=30), half), (day + timedelta(days=60), rest - half)], by=by, at=at)


def note_money(crowd, case, dice, at):
    side = dice.choice(("claimant", "respondent"))
    actor = _side(crowd, case, dice, at, side=side)
    _, found = reach.running(actor, case.token, at=at)
    rest = found.owed - found.received
    amount = rest if dice.random() < 0.15 else dice.randrange(1, max(rest, 1) + 2)
    collecting.note_money(found, amount=amount, received_on=calendar.tehran_day(at), by=actor, at=at)


def answer_money(crowd, case, dice, at):
    row = people.some(Collection.objects.filter(enforcement__case=case, state="asked").first())
    actor = _side(crowd, case, dice, at, side="claimant")
    collecting.answer(reach.told(actor, case.token, row.pk, at=at), dice.choice(("accept", "refuse")), by=actor, at=at)


def recall(crowd, case, dice, at):
    found, by = _enforcement(crowd, case, dice, at)
    enforcing.recall(found, reason="خواهان خواست.", by=by, at=at)


def note_return(crowd, case, dice, at):
    found, by = _enforcement(crowd, case, dice, at)
    enforcing.note_return(found, by=by, at=at)


def end_enforcement(crowd, case, dice, at):
    found, by = _enforcement(crowd, case, dice, at)
    enforcing.end(found, reason="اجرا پایان یافت.", by=by, at=at)


def carry_out(crowd, case, dice, at):
    """A request that reaches the court and has its number."""
    dice.is_sure = True
    if not Enforcement.objects.filter(case=case, state__in=("requested", "sent")).exists():
        ask_enforcement(crowd, case, dice, at)
    for one in (send, note_court, allow):
        if dice.random() < 0.9:
            one(crowd, case, dice, at)


# The Divan.
def complain(crowd, case, dice, at):
    found, by = people.desk(crowd, case, dice, at)
    party = dice.choice(list(Party.objects.filter(dossier=case.dossier_id)))
    divan.complain(found, party=party, number=str(dice.randrange(10**6)), opened_on=calendar.tehran_day(at), by=by, at=at)


def answer_divan(crowd, case, dice, at):
    row = people.some(Divan.objects.filter(case=case).order_by("-pk").first())
    found, desk = reach.divan(people.secretary(crowd, case, dice), row.pk, now=at)
    deed = dice.choice((divan.stay, divan.lift, divan.reject, divan.quash))
    deed(found, on=calendar.tehran_day(at), note="", by=desk.by, at=at)


def archive(crowd, case, dice, at):
    found, by = people.desk(crowd, case, dice, at)
    archiving.archive(found, by=by, at=at)


def money_adds_up(case):
    """What was settled is the sum of its instalments; what an enforcement received is what was counted, never more than is owed."""
    for one in Settlement.objects.filter(case=case, state="confirmed"):
        assert one.total == sum(one.instalments.values_list("amount", flat=True)), f"settlement {one.pk}"
        assert one.signatures.filter(hash=one.hash).count() >= 2
        assert case.state in ("settled", "archived")
    for one in Instalment.objects.filter(case=case):
        assert 0 <= one.paid <= one.amount, f"instalment {one.pk}: {one.paid} of {one.amount}"
        assert (one.paid_on is not None) == (one.paid == one.amount)
    for one in Enforcement.objects.filter(case=case):
        counted = sum(one.collections.filter(state="counted").values_list("amount", flat=True))
        assert one.received == counted <= one.owed, f"enforcement {one.pk}: {one.received}, counted {counted}, owed {one.owed}"
    if case.state in ("rehearing", "withdrawn"):
        assert not Enforcement.objects.filter(case=case, state__in=("requested", "sent")).exists(), f"{case.state}, and it is enforced"
    assert Referral.objects.filter(case=case, state__in=("ordered", "paid", "declined", "opined")).count() <= (
        1 if case.state == "expert" else 0
    )


DEEDS = {
    one.__name__: one
    for one in (
        *(open_table, offer, propose_terms, agree, sign_terms, leave_table, confirm, settle, conciliate, end_conciliation),
        *(refer, pay_fee, lapse_fee, opine, object_to_opinion, take_up, go_on, examine),
        *(ask_enforcement, send, note_court, allow, note_money, answer_money, recall, note_return, end_enforcement, carry_out),
        *(complain, answer_divan, archive, remit, answer_remittance),
    )
}
