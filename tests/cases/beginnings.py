"""Cases that begin later: each comes as far as its story says, by the doors of its pages, in the time that this takes."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.http import Http404

from kardad.cases.models import Hearing, Proposal
from kardad.inbox.models import Deadline
from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from tests.cases import people, random_moves

SEATED = "accept commit @soon draw"
HEARD = f"{SEATED} set_hearing @session meet"
DECIDED = f"{HEARD} decide serve"
FINAL = f"{DECIDED} @lapse sweep"
APPEALED = f"{DECIDED} object commit @soon draw"
STORIES = {
    "filed": ("", 8),
    "sent back": ("mark_defect", 2),
    "seated": (SEATED, 1),
    "tied": (f"accept tie {SEATED}", 1),
    "dates are offered": (f"{SEATED} propose_dates", 2),
    "an expert is asked": (f"{HEARD} refer", 2),
    "served": (DECIDED, 1),
    "final by lapse": (FINAL, 2),
    "carried out": (f"{FINAL} ask_enforcement send", 3),
    "appealed": (APPEALED, 1),
    "heard in appeal": (f"{APPEALED} set_hearing @session meet", 2),
}
TRIES = 6  # how often somebody tries again before he leaves it
DONE = {"sweep": ("final",), "accept": ("accepted",)}  # what another did before him


class Sure(random.Random):
    """The dice of people who know whose deed it is."""

    is_sure = True


@dataclass
class Story:
    """A case on its way; `wakes` is when the next of it happens."""

    pk: int
    wakes: datetime
    words: list[str] = field(default_factory=list)
    tries: int = 0

    @property
    def is_told(self):
        """Whether the case has come as far as it was to."""
        return not self.words

    def go_on(self, crowd, dice, at):
        """What can happen now has happened; what is refused too often is left, and the case stands where it stands."""
        while self.words and self.wakes <= at:
            case, word = random_moves.fresh(self.pk), self.words[0]
            if word in WAITS:
                self.wakes = max(WAITS[word](case, at), at)
            elif case.state not in DONE.get(word, ()):
                try:
                    random_moves.DEEDS[word](crowd, case, dice, at)
                except (Refusal, Http404):
                    self._again(at)
                    continue
            self.words.pop(0)

    def _again(self, at):
        self.tries += 1
        self.wakes = at + timedelta(hours=4)
        if self.tries > TRIES:
            self.words.clear()


def begin(crowd, dice, at):
    """A petition that was filed now, and how far it will come before others press in it too."""
    told = dice.choices([words for words, _ in STORIES.values()], [weight for _, weight in STORIES.values()])[0]
    return Story(people.begin(crowd, at), at, told.split())


def due(pks, at):
    """The next moments for which these cases wait: a session, the end of somebody's days, of the time to strike out dates."""
    rows = Hearing.objects.filter(case__in=pks, state="set", starts_at__gt=at)
    found = [*rows.values_list("starts_at", flat=True)]
    found += Proposal.objects.filter(case__in=pks, chosen_at=None, answer_by__gt=at).values_list("answer_by", flat=True)
    running = _running().filter(delivery__notice__dossier__case__in=pks, hard_until__gte=calendar.tehran_day(at))
    return found + [_morning_after(one) for one in running.values_list("hard_until", flat=True)]


def _running():
    return Deadline.objects.filter(superseded_at=None)


def _morning_after(day):
    return calendar.day_start_end(day)[1] + timedelta(hours=9)


def _session(case, at):
    return case.next_at or at


def _lapse(case, at):
    days = _running().filter(delivery__notice__dossier=case.dossier_id, code="D4").values_list("hard_until", flat=True)
    return _morning_after(max(days)) if days else at


def _soon(case, at):
    del case
    return at + timedelta(minutes=10)


WAITS = {"@session": _session, "@lapse": _lapse, "@soon": _soon}
