"""The disputes of a bureau's demo: nothing is decided here, petitions are prepared, and what an office has of them is followed."""

from datetime import time, timedelta
from typing import Any

from kardad.cases.actions import filing
from kardad.cases.actions import official as actions
from kardad.cases.demo.stage import ITEMS, Play, Stage, Story, acting, written
from kardad.kit import calendar

OFFICE = "اداره کار شرق تهران"
PAID = 120_000_000


def draft(stage: Stage) -> Story:
    """A petition lies half written."""
    yield written(stage, stage.worker, past=1.2, respondent=stage.employer, codes=("W01",)).now


def prepared(stage: Stage) -> Story:
    """A petition is ready to print and to be taken to the office."""
    play = written(stage, stage.worker, past=2.3, respondent=stage.employer, codes=("W06",))
    yield play.to(2.3)
    _prepare(play)


def summoned(stage: Stage) -> Story:
    """The office has it: a session and a brief are ahead."""
    play = written(stage, stage.worker, past=16.4, respondent=stage.employer)
    yield play.to(16.4)
    _prepare(play)
    yield play.to(15.2)
    _tell(play, "filed", number="۱۴۰۵/۸۸۱۲", place=OFFICE)
    yield play.to(4.1)
    _tell(play, "notice", number="۱۴۰۵/۳۳۰۴", code="N4")
    _tell(play, "brief", ahead=4, text="لایحه و صورتحساب بانک")
    _tell(play, "session", ahead=9, hour=time(10, 30), place="هیئت تشخیص، اتاق ۲")


def ruled(stage: Stage) -> Story:
    """The board at the office decided, its decision was served a few days ago, and the days to object run."""
    play = written(stage, stage.others[0], past=34.5, respondent=stage.employer)
    yield play.to(34.5)
    _prepare(play)
    yield play.to(33.4)
    _tell(play, "filed", number="۱۴۰۵/۷۹۰۱", place=OFFICE)
    yield play.to(3.2)
    _tell(play, "ruling", number="۱۴۰۵/ت/۵۱۲", amount=ITEMS["W01"], text="پرداخت مزد")
    _tell(play, "notice", number="۱۴۰۵/۴۱۱۷", code="N7")


def enforced(stage: Stage) -> Story:
    """The decision is final, the court has it, and a part of the money came."""
    play = written(stage, stage.worker, past=43.2, respondent=stage.employer)
    yield play.to(43.2)
    _prepare(play)
    yield play.to(42.1)
    _tell(play, "filed", number="۱۴۰۵/۷۴۳۰", place=OFFICE)
    yield play.to(25.3)
    _tell(play, "ruling", number="۱۴۰۵/ت/۴۸۸", amount=ITEMS["W01"] + ITEMS["W03"])
    yield play.to(9.4)
    _tell(play, "final", number="۱۴۰۵/ح/۹۶", amount=ITEMS["W01"])
    yield play.to(7.1)
    _tell(play, "enforcement", number="۱۴۰۵/اج/۲۱۷", place="اجرای احکام دادگستری تهران")
    yield play.to(2.6)
    _tell(play, "money", amount=PAID)


def _prepare(play: Play) -> None:
    play.case = filing.prepare(play.case, by=acting(play.claimant), at=play.now)


def _tell(play: Play, kind: str, *, ahead: int = 0, **said: Any) -> None:
    day = calendar.tehran_day(play.stage.at) + timedelta(days=ahead) if ahead else calendar.tehran_day(play.now)
    actions.tell(play.case, actions.Told(kind=kind, on=day, **said), by=acting(play.claimant), at=play.now)


STORIES = (draft, prepared, summoned, ruled, enforced)
