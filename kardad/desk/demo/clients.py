"""Stories of the demo's client book: one client who consents and for whom is asked, one who has not answered yet."""

from kardad.core.actor import Actor
from kardad.desk.actions import clients, requests
from kardad.desk.demo.stage import Stage, Story, fresh
from kardad.people import particulars
from kardad.people.actions.persons import RULES_VERSION
from kardad.people.models import Person


def asked_for(stage: Stage) -> Story:
    """A client consented; the practitioner asked for him in his own name, and his invoice waits."""
    told = stage.words["client"]
    yield stage.days(21)
    row = clients.invite(stage.practitioner, name=told["name"], mobile=_mobile(stage.employer), by=_by(stage.practitioner), at=stage.now)
    yield stage.after(70)
    row = clients.agree(row, person=stage.employer, by=_by(stage.employer), at=stage.now)
    yield stage.ago(19)
    by = _by(stage.practitioner)
    request = clients.begin(row, is_client_buyer=False, services=told["services"], by=by, at=stage.now)
    requests.describe(request, description=told["text"], by=by, at=stage.now)
    stage.fill(request, "client")
    request = fresh(requests.submit(request, rules_version=RULES_VERSION, by=by, at=stage.now))
    yield stage.ago(15)
    stage.reply(request, told["reply"])
    stage.bill(request)


def invited(stage: Stage) -> Story:
    """A client was invited yesterday; his answer is awaited."""
    name = stage.words["invited"]["name"]
    yield stage.ago(9)
    clients.invite(stage.practitioner, name=name, mobile=_mobile(stage.worker), by=_by(stage.practitioner), at=stage.now)


def _by(person: Person) -> Actor:
    return Actor(person.pk, "member", "", person.level)


def _mobile(person: Person) -> str:
    return particulars.own(person).mobile


STORIES = (asked_for, invited)
