"""The secretary enters a representative from the paper that he was shown (LP 22–23); one whose account closed stands for nobody."""

from datetime import datetime

from django.db import transaction

from kardad.core.actor import SYSTEM, Actor
from kardad.inbox.actions import dossiers
from kardad.inbox.models import Party, Representation
from kardad.inbox.queries import dossiers as queries
from kardad.kit.refusal import BadInput
from kardad.people.models import Person


class AgentUnknown(BadInput):
    """Nobody with a verified identity bears this code."""

    code = "AGENT_UNKNOWN"
    message = "کسی با این کد، با هویت تأییدشده، حساب ندارد. نماینده نخست خودش احراز هویت کند."


@transaction.atomic
def represent_on_paper(party: Party, *, code: str, by: Actor, at: datetime) -> Representation:
    """He who bears the code stands for the side; raises AgentUnknown, and what `dossiers.represent` raises."""
    agent = Person.objects.filter(code_index=dossiers.index_of(code), level__gte=1, state=Person.State.ACTIVE).first()
    if agent is None:
        raise AgentUnknown(field="code")
    return dossiers.represent(party, agent=agent, by=by, at=at)


def end_abandoned(*, at: datetime, most: int) -> int:
    """Who can open nothing any more stands for no side, and the side knows; how many did, at most `most`. Safe against a second sweep."""
    found = list(queries.abandoned()[:most])
    for one in found:
        dossiers.end_representation(one, by=SYSTEM, at=at)
    return len(found)
