"""People who do anything at any time: each deed goes through the door of its page, by whoever comes, with whatever he types.

A deed is a function of the crowd, the case as it stands, dice and the moment; what the house says no to is a refusal or a 404.
Who comes with a new deed adds it to `DEEDS`, and to `likely.py` where it makes sense.
"""

from datetime import timedelta

from kardad.cases import maintenance, sweeps
from kardad.cases.access import boards as boards_of
from kardad.cases.access import decisions as deciders
from kardad.cases.access import settling
from kardad.cases.actions import (
    attendance,
    dates,
    decisions,
    filing,
    findings,
    hearings,
    intake,
    issuing,
    minutes,
    objections,
    panels,
    serving,
    withdrawing,
)
from kardad.cases.models import Case, ClaimItem, Decision, Hearing, Objection, Proposal, Seat
from kardad.cases.queries import boards, sittings
from kardad.inbox.actions import dossiers, notices
from kardad.inbox.models import Delivery, Party
from tests.cases import people, random_endings


# The desk.
def accept(crowd, case, dice, at):
    found, by = people.desk(crowd, case, dice, at)
    intake.accept(found, by=by, at=at)


def mark_defect(crowd, case, dice, at):
    found, by = people.desk(crowd, case, dice, at)
    intake.mark_defect(found, asked={"narrative": "روشن‌تر بنویسید."}, by=by, at=at)


def cure(crowd, case, dice, at):
    filing.cure(case, by=people.by(people.anybody(crowd, dice, [case.filer])), at=at)


def lapse(crowd, case, dice, at):
    found, by = people.desk(crowd, case, dice, at)
    intake.lapse(found, reason="کامل نشد.", by=by, at=at)


def transfer(crowd, case, dice, at):
    found, by = people.desk(crowd, case, dice, at)
    intake.transfer(found, to=dice.choice(crowd.offices), reason="کارگاه آنجاست.", by=by, at=at)


def receive(crowd, case, dice, at):
    found, by = people.desk(crowd, case, dice, at)
    intake.receive(found, by=by, at=at)


def tie(crowd, case, dice, at):
    """Heard together with another that stands alone, or by itself again."""
    found, by = people.desk(crowd, case, dice, at)
    others = Case.objects.filter(office=found.office_id, lead=None).exclude(pk=found.pk).exclude(dossier=None).order_by("-pk")[:8]
    intake.tie(found, lead=dice.choice([None, *others, *others]), by=by, at=at)


# The panel and its sessions.
def commit(crowd, case, dice, at):
    found, by = people.desk(crowd, case, dice, at)
    panels.commit(found, by=by, at=at)


def draw(crowd, case, dice, at):
    found, by = people.desk(crowd, case, dice, at)
    panels.draw(found, by=by, at=at)


def recuse(crowd, case, dice, at):
    reach = boards_of.case(people.member(crowd, case, dice), case.pk, now=at)
    panels.recuse(people.some(reach.seat), reason="نسبت دارم.", by=reach.by, at=at)


def replace(crowd, case, dice, at):
    found, by = people.desk(crowd, case, dice, at)
    seats = people.some(list(Seat.objects.filter(case=found)))
    panels.replace(dice.choice(seats), reason="بیمار است.", by=by, at=at)


def hand_over(crowd, case, dice, at):
    reach = boards_of.case(people.member(crowd, case, dice, chair=dice.random() < 0.8), case.pk, now=at)
    panels.hand_over(dice.choice(people.some(list(boards.panel(case)))), by=reach.by, at=at)


def set_hearing(crowd, case, dice, at):
    found, by = people.desk(crowd, case, dice, at)
    first = sittings.earliest(found, at=at) - timedelta(days=dice.random() < 0.1)
    free = sittings.free(found, first=first, last=first + timedelta(days=3), at=at)
    slot = dice.choice(people.some(free)[:6])
    room = found.office.rooms.get(pk=slot.room)
    hearings.set_hearing(found, hearings.Wish(slot.starts_at, room, in_person=dice.random() < 0.1), by=by, at=at)


def propose_dates(crowd, case, dice, at):
    found, by = people.desk(crowd, case, dice, at)
    dates.propose(found, by=by, at=at)


def choose_date(crowd, case, dice, at):
    found, by = people.desk(crowd, case, dice, at)
    dates.choose(found, by=by, at=at)


def strike_date(crowd, case, dice, at):
    place = boards_of.dated(people.by(people.side(crowd, case, dice, at).person), case.token, now=at)
    offered = Proposal.objects.filter(case=case).order_by("-round", "?").first()
    dates.strike(place, people.some(offered), by=people.by(place.person), at=at)


def come(crowd, case, dice, at):
    found, reach = people.reach(crowd, case, dice, at)
    who = people.some([*boards.panel(found.case), *Party.objects.filter(dossier=case.dossier_id)])
    for one in who if dice.random() < 0.6 else [dice.choice(who)]:
        attendance.come(found, one, by_whom=dice.choice(("self",) * 6 + ("brief", "representative")), by=reach.by, at=at)


def meet(crowd, case, dice, at):
    """A session from its beginning to its end, one or two members away."""
    dice.is_sure = True
    hearing = people.some(Hearing.objects.filter(case=case).order_by("-pk").first())
    found, reach = boards_of.hearing(people.secretary(crowd, case, dice), hearing.pk, now=at)
    for one in [*boards.panel(found.case), *Party.objects.filter(dossier=case.dossier_id)]:
        if dice.random() < 0.97:
            attendance.come(found, one, by=reach.by, at=at)
    open_hearing(crowd, case, dice, at)
    close_hearing(crowd, case, dice, at)
    if dice.random() < 0.9:
        written, by = people.chair(crowd, case, dice, at)
        written = minutes.write(written, parts={"claimant": "سخن"}, by=by, at=at)
        minutes.sign(written, seen=minutes.digest(written), by=by, at=at)


def leave(crowd, case, dice, at):
    found, reach = people.reach(crowd, case, dice, at)
    people.some(attendance.leave(found, dice.choice(people.some(list(boards.panel(found.case)))), by=reach.by, at=at))


def open_hearing(crowd, case, dice, at):
    found, by = people.chair(crowd, case, dice, at)
    hearings.open_hearing(found, by=by, at=at)


def close_hearing(crowd, case, dice, at):
    found, by = people.chair(crowd, case, dice, at)
    hearings.close_hearing(found, by=by, at=at)


def adjourn(crowd, case, dice, at):
    found, reach = people.reach(crowd, case, dice, at)
    may = [rule for rule, why in hearings.grounds(found, by=reach.by, at=at) if not why]
    ground = dice.choice(may).code if may and dice.random() < 0.8 else dice.choice(("no_quorum", "no_majority", "x"))
    hearings.adjourn(found, ground=ground, by=reach.by, at=at)


def write_minutes(crowd, case, dice, at):
    found, reach = people.reach(crowd, case, dice, at)
    minutes.write(found, parts={"claimant": f"سخن {dice.random()}"}, by=reach.by, at=at)


def sign_minutes(crowd, case, dice, at):
    found, reach = people.reach(crowd, case, dice, at)
    minutes.sign(found, seen=found.locked_hash or minutes.digest(found), by=reach.by, at=at)


# The board's decision.
def _making(crowd, case, dice, *, chair=False):
    return deciders.making(people.member(crowd, case, dice, chair=chair), case.pk)


def draft(crowd, case, dice, at):
    found, _, by = deciders.board(people.member(crowd, case, dice, chair=True), case.pk)
    decisions.draft(found, kind=dice.choice(("merits",) * 8 + ("annulment", "dismissal")), by=by, at=at)


def find(crowd, case, dice, at):
    found, _, by = _making(crowd, case, dice, chair=True)
    asked = set(ClaimItem.objects.filter(case=case, objections__case=case).values_list("pk", flat=True))
    for item in case.items.order_by("position"):
        if found.instance == "DRB" and item.pk not in asked and dice.random() < 0.95:
            continue  # what nobody objected to
        may = findings.outcomes(found, item) if dice.random() < 0.97 else ("allowed", "upheld", "stands")
        if may and dice.random() < 0.97:
            said = {"outcome": dice.choice((may[0], *may)), "reasons": "دلیل", "articles": [], "is_breach": dice.random() < 0.3}
            said |= {"is_above": dice.random() < 0.97}
            if said["outcome"] not in ("rejected", "outside", "upheld") or dice.random() < 0.03:
                said |= {"amount": dice.randrange(1, 10**9)} if item.code == "W01" else {"order": "بازگشت به کار"}
            findings.find(found, item, by=by, at=at, **said)


def write(crowd, case, dice, at):
    found, _, by = _making(crowd, case, dice, chair=True)
    decisions.write(found, text="استدلال", was="پیش از این", by=by, at=at)


def propose(crowd, case, dice, at):
    found, _, by = _making(crowd, case, dice, chair=True)
    decisions.propose(found, by=by, at=at)


def vote(crowd, case, dice, at):
    found, _, by = _making(crowd, case, dice)
    opinion = "agree" if dice.random() < 0.85 else "against"
    decisions.vote(found, by=by, at=at, version=found.version - (dice.random() < 0.05), opinion=opinion, dissent="نه")


def vote_all(crowd, case, dice, at):
    """Every member, one after the other; now and then the board is split."""
    agreeing = 0.5 if dice.random() < 0.25 else 0.92
    for seat in boards.panel(case):
        found, _, by = deciders.making(people.by(seat.person, "board_member"), case.pk)
        opinion = "agree" if dice.random() < agreeing else "against"
        decisions.vote(found, by=by, at=at, version=found.version, opinion=opinion, dissent="نه")


def redraft(crowd, case, dice, at):
    found, _, by = _making(crowd, case, dice, chair=True)
    decisions.redraft(found, by=by, at=at)


def drop(crowd, case, dice, at):
    found, _, by = _making(crowd, case, dice, chair=True)
    decisions.drop(found, by=by, at=at)


def issue(crowd, case, dice, at):
    found, _, by = _making(crowd, case, dice, chair=True)
    issuing.issue(found, by=by, at=at)


def renew(crowd, case, dice, at):
    found, _, by = _making(crowd, case, dice, chair=True)
    issuing.renew(found, by=by, at=at)


def correct(crowd, case, dice, at):
    _, _, by = deciders.board(people.member(crowd, case, dice), case.pk)
    found = Decision.objects.filter(case=case, state="issued").order_by("-pk").first()
    issuing.correct(people.some(found), by=by, at=at)


def rule(crowd, case, dice, at):
    _, _, by = _making(crowd, case, dice)
    found = Objection.objects.filter(case=case).order_by("?").first()
    objections.rule(people.some(found), ruled=dice.choice(("heard", "refused")), by=by, at=at)


# Service, and what the sides do.
def serve(crowd, case, dice, at):
    found = Decision.objects.filter(case=case, state="issued").order_by("notice", "-pk").last()
    row, desk = deciders.issued(people.secretary(crowd, case, dice), found.pk if found else 0, now=at)
    serving.serve(row, by=desk.by, at=at)


def send_up(crowd, case, dice, at):
    found = Objection.objects.filter(case=case, is_late=True).first()
    row, desk = deciders.late(people.secretary(crowd, case, dice), found.pk if found else 0, now=at)
    objections.send_up(row, by=desk.by, at=at)


def object_(crowd, case, dice, at):
    place = people.side(crowd, case, dice, at)
    items = [one for one in case.items.all() if dice.random() < 0.7]
    objections.object(place, items=items, grounds="دلیل", excuse="", by=people.by(place.person), at=at)


def certify(crowd, case, dice, at):
    serving.certify(people.side(crowd, case, dice, at).case, at=at)


def withdraw(crowd, case, dice, at):
    place = settling.side(people.by(people.side(crowd, case, dice, at, side="claimant").person), case.token, at=at)
    withdrawing.withdraw(place, how=dice.choice(("", "consent", "give_up")), reason="x", by=people.by(place.person), at=at)


def answer_withdrawal(crowd, case, dice, at):
    place, _ = settling.asked(people.by(people.side(crowd, case, dice, at, side="respondent").person), case.token, at=at)
    dice.choice((withdrawing.consent, withdrawing.refuse))(place, by=people.by(place.person), at=at)


def represent(crowd, case, dice, at):
    party = dice.choice(list(Party.objects.filter(dossier=case.dossier_id)))
    agent = people.stranger(crowd) if dice.random() < 0.5 else dice.choice(crowd.others)
    dossiers.represent(party, agent=agent, by=people.by(people.anybody(crowd, dice, [party.person])), at=at)


def end_representation(crowd, case, dice, at):
    held = [one for party in Party.objects.filter(dossier=case.dossier_id) for one in party.representations.filter(ended_at=None)]
    one = dice.choice(people.some(held))
    dossiers.end_representation(one, by=people.by(people.anybody(crowd, dice, [one.party.person])), at=at)


def void(crowd, case, dice, at):
    rows = Delivery.objects.filter(notice__dossier=case.dossier_id, is_copy=False, served_on__isnull=False, voided_at=None)
    found = rows.filter(notice__code__in=("N7", "N1", "N9", "N2")).order_by("-pk").first()
    _, by = people.desk(crowd, case, dice, at)
    notices.void(people.some(found), reason="سامانه باز نمی‌شد.", by=by, at=at)


def serve_again(crowd, case, dice, at):
    rows = Delivery.objects.filter(notice__dossier=case.dossier_id, is_copy=False, voided_at__isnull=False, replaced_by=None)
    found = rows.order_by("-pk").first()
    _, by = people.desk(crowd, case, dice, at)
    notices.serve_again(people.some(found), via="account", by=by, at=at)


def sweep(crowd, case, dice, at):
    del crowd, case, dice
    people.some(sweeps.finalise(at))


def night(crowd, case, dice, at):
    """What the house does by itself while nobody looks."""
    del crowd, case
    people.some(dice.choice((sweeps.lapse_fees, maintenance.choose_dates, maintenance.archive))(at))


def decide(crowd, case, dice, at):
    """A decision from its first word to its number, unless somebody comes between."""
    dice.is_sure = True
    if not Decision.objects.filter(case=case, state__in=("draft", "voting")).exists():
        draft(crowd, case, dice, at)
    for one in (find, write, propose, vote_all, issue):
        one(crowd, case, dice, at)


DEEDS = {
    one.__name__.strip("_"): one
    for one in (
        *(accept, mark_defect, cure, lapse, transfer, receive, tie, commit, draw, recuse, replace, hand_over, set_hearing, propose_dates),
        *(
            choose_date,
            strike_date,
            come,
            meet,
            leave,
            open_hearing,
            close_hearing,
            adjourn,
            write_minutes,
            sign_minutes,
            draft,
            find,
            write,
            propose,
        ),
        *(vote, vote_all, redraft, drop, issue, renew, correct, rule, serve, send_up, object_, certify, withdraw, answer_withdrawal),
        *(represent, end_representation, void, serve_again, sweep, night, decide),
    )
} | random_endings.DEEDS


def fresh(pk):
    """The case as it stands."""
    return Case.objects.select_related("dossier", "office", "filer").get(pk=pk)
