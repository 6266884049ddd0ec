"""The stories of the demo's disputes that stand before the appeal board: summoned, voted on, put off, with an expert."""

from collections.abc import Generator
from datetime import datetime, timedelta

from kardad.cases.actions import experts, hearings
from kardad.cases.demo.stage import Play, Stage, Story, objected, written
from kardad.cases.models import Hearing

FEE = 21_000_000
QUESTION = "آیا رسیدهای کارفرما همان مزدی است که رأی بدوی داده است؟"


def summoned(stage: Stage) -> Story:
    """The session of the appeal board is ahead."""
    play = written(stage, stage.others[1], past=24.6, respondent=stage.employer, codes=("W01", "W06"))
    yield from _drawn(play, 24.6, past=2.4)
    play.summon(not_before=stage.at + timedelta(days=5))


def voting(stage: Stage) -> Story:
    """The appeal board heard the case, eight have voted, and its chair's vote is waited for."""
    play = written(stage, stage.worker, past=33.2, respondent=stage.employer, codes=("W01", "W06"))
    yield from _met(play, 33.2, past=5.5)
    play.vote(play.draft(outcome="upheld"), but=(stage.appeal_chair,))


def adjourned(stage: Stage) -> Story:
    """The session of the appeal board was put off on a joint request."""
    play = written(stage, stage.others[0], past=35.6, respondent=stage.employer)
    hearing = yield from _awaited(play, 35.6, past=9.5)
    play.open(hearing)
    hearings.adjourn(hearing, ground="joint_request", by=play.chair(), at=play.now + timedelta(minutes=15))


def referred(stage: Stage) -> Story:
    """The appeal board asks an expert, whose fee is not paid yet."""
    play = written(stage, stage.others[1], past=37.3, respondent=stage.employer)
    yield from _met(play, 37.3, past=11.5)
    play.later(0.3)
    experts.refer(play.fresh(), experts.Order(expert=stage.expert, question=QUESTION, fee=FEE, days=10), by=play.chair(), at=play.now)


def _drawn(play: Play, filed: float, *, past: float) -> Story:
    """The employer objected, and so many days ago the panel of the appeal board was drawn."""
    yield from objected(play, filed)
    yield play.to(past)
    play.draw()


def _awaited(play: Play, filed: float, *, past: float) -> Generator[datetime, None, Hearing]:
    """The session of the appeal board, at its moment, the first that was free so many days ago."""
    yield from _drawn(play, filed, past=past + 8)
    hearing = play.summon(not_before=play.stage.at - timedelta(days=past))
    yield hearing.starts_at
    return hearing


def _met(play: Play, filed: float, *, past: float) -> Story:
    """As `_awaited`, held and closed."""
    play.meet((yield from _awaited(play, filed, past=past)))


STORIES = (summoned, voting, adjourned, referred)
