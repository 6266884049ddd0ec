"""What people try: mostly what makes sense of a case as it stands, and now and then anything at all.

Who comes with a new deed names it here for the states in which it makes sense.
"""

from datetime import timedelta

from kardad.cases import policy
from kardad.cases.models import (
    Collection,
    Decision,
    Draw,
    Enforcement,
    Hearing,
    Objection,
    Proposal,
    Referral,
    Remittance,
    Seat,
    Settlement,
    Withdrawal,
)
from kardad.inbox.models import Deadline
from kardad.kit import calendar
from tests.cases import random_moves

SENSE, ENDING = 0.75, 0.2  # how often somebody does what makes sense, and how often he thinks of a settlement
CALENDAR = ("accepted", "conciliation", "adjourned", "appealed", "rehearing")
SEATED, SEATED_OF = ("accepted", "adjourned", "appealed", "rehearing", "set", "heard"), {"DB": 3, "DRB": 9}
PANEL = "set_hearing set_hearing set_hearing propose_dates propose_dates"
VACANT = ("commit commit commit draw", "draw draw draw commit")  # before the draw is promised, and after
OFFERED = (
    "strike_date strike_date strike_date choose_date",
    "choose_date choose_date choose_date choose_date",
)  # until the answers, and after
ISSUED = "correct void"
STATES = {
    "filed": "accept accept accept accept accept accept mark_defect transfer represent conciliate",
    "defect": "represent withdraw",
    "transferred": "receive receive receive",
    "accepted": "transfer recuse tie represent represent conciliate",
    "conciliation": "end_conciliation end_conciliation",
    "adjourned": "hand_over recuse",
    "appealed": "hand_over object represent end_representation",
    "set": "adjourn leave recuse hand_over represent void withdraw",
    "heard": "adjourn withdraw write_minutes sign_minutes hand_over",
    "decided": f"serve serve serve serve {ISSUED}",
    "serving": "serve_again serve_again serve sweep object",
    "window": f"object sweep sweep sweep {ISSUED} serve certify withdraw",
    "final": f"serve serve complain answer_divan answer_divan archive {ISSUED}",
    "settled": "remit remit remit ask_enforcement archive",
    "withdrawn": "archive serve serve",
    "annulled": "archive serve serve",
    "dismissed": "archive serve serve",
}
SESSION = {
    "set": "meet meet meet come come come open_hearing open_hearing open_hearing write_minutes adjourn",
    "open": "close_hearing close_hearing close_hearing come leave write_minutes adjourn",
}
# How far the board has come with a decision, from the first instance's hearing to the last correction.
MAKING = {
    "": "decide decide decide draft draft refer examine",
    "draft": "find find find write propose propose propose decide drop",
    "voting": "vote vote vote vote_all vote_all vote_all issue issue issue issue renew renew redraft drop",
}
CORRECTED = {"": "", "draft": "find propose propose decide drop", "voting": "vote_all vote_all issue issue drop"}
EXPERT = {
    "ordered": "pay_fee pay_fee lapse_fee lapse_fee night",
    "paid": "opine opine opine opine take_up go_on",
    "opined": "object_to_opinion object_to_opinion object_to_opinion take_up go_on go_on",
}
COURT = {
    "": "ask_enforcement ask_enforcement carry_out carry_out certify",
    "requested": "send send send send send recall",
    "sent": f"note_court note_court allow allow {'note_money ' * 5} recall end_enforcement",
    "recalled": "note_return note_return note_return ask_enforcement",
    "ended": "archive archive archive archive note_return",
}
TABLE = {
    "": "open_table open_table settle",
    "open": "offer offer propose_terms propose_terms propose_terms agree agree agree agree leave_table",
    "agreed": "sign_terms sign_terms sign_terms sign_terms confirm confirm confirm leave_table",
}


def choose(case, dice, at):
    """A deed: mostly one that makes sense now."""
    words = sense(case, at) + (TABLE.get(_last(Settlement, case), "").split() if dice.random() < ENDING else [])
    return dice.choice(words) if words and dice.random() < SENSE else dice.choice(sorted(random_moves.DEEDS))


def sense(case, at):
    """What somebody who knows the case would do next."""
    words = STATES.get(case.state, "").split()
    if case.state in SEATED and Seat.objects.filter(case=case, instance=case.instance, left_at=None).count() < SEATED_OF[case.instance]:
        words += VACANT[Draw.objects.filter(case=case, instance=case.instance, drawn_at=None).exists()].split() * 3
    elif case.state in CALENDAR:
        words += _of_the_calendar(case, at).split() * 2
    if case.state == "defect":
        words += ["lapse"] * 6 if _is_late(case, at) else ["cure"]
    if case.state == "set" and not _is_ahead(case, at):
        words += ["adjourn"] * 12 if _is_missed(case, at) else SESSION.get(_last(Hearing, case), "").split() * 3
    if case.state in ("heard", "decided", "window", "final"):
        words += (MAKING if case.state == "heard" else CORRECTED)[_last(Decision, case, state__in=("draft", "voting"))].split() * 2
    if case.state == "heard" and Hearing.objects.filter(case=case, state="closed", locked_at=None).exists():
        words += ["write_minutes", *["sign_minutes"] * 8]  # nothing is put to the vote before
    if case.state == "expert":
        words += EXPERT.get(_last(Referral, case), "").split()
    if case.state in ("final", "settled"):
        words += COURT[_last(Enforcement, case)].split() * 2
    return words + _asked(case)


def is_asleep(case, at):
    """Whether it waits for a day that has not come."""
    return case.state in ("serving", "window", "defect", "transferred") or (case.state == "set" and _is_ahead(case, at))


def is_called(case, at):
    """Whether its session is today."""
    return case.state == "set" and not _is_ahead(case, at)


def _asked(case):
    """What waits for somebody's word."""
    words = []
    if case.state == "heard" and Withdrawal.objects.filter(case=case, state="asked").exists():
        words += ["answer_withdrawal"] * 6
    if case.state in ("heard", "final"):
        is_late = Objection.objects.filter(case=case, is_late=True, ruled="").exists()
        words += ([{"heard": "rule", "final": "send_up"}[case.state]] if is_late else ["object"] * (case.state == "final")) * 5
    if case.state == "final" and Collection.objects.filter(enforcement__case=case, state="asked").exists():
        words += ["answer_money"] * 8
    if case.state == "settled" and Remittance.objects.filter(instalment__case=case, state="told").exists():
        words += ["answer_remittance"] * 6
    return words


def _last(model, case, **which):
    """How the last of these stands; empty where there is none."""
    return model.objects.filter(case=case, **which).order_by("-pk").values_list("state", flat=True).first() or ""


def _is_ahead(case, at):
    return case.next_at is not None and case.next_at - policy.EARLY > at


def _is_missed(case, at):
    return case.next_at is not None and calendar.tehran_day(case.next_at) < calendar.tehran_day(at)


def _of_the_calendar(case, at):
    last = Proposal.objects.filter(case=case).order_by("-round", "chosen_at").first()  # of one round the chosen date comes first
    is_open = last is not None and last.chosen_at is None and last.answer_by > at - timedelta(days=2)
    return OFFERED[last.answer_by <= at] if is_open else PANEL


def _is_late(case, at):
    days = Deadline.objects.filter(delivery__notice__dossier=case.dossier_id, code="D13", superseded_at=None)
    return days.filter(hard_until__lt=calendar.tehran_day(at)).exists()
