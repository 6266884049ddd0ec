"""The desk of disputes: a secretary of an office with a case in each of the states that its pages ask for."""

from django.db import transaction

from kardad.cases import petition
from kardad.cases.actions import intake
from kardad.cases.models import Case
from kardad.people.models import RoleGrant
from tests import factories
from tests.browser import batches, diaries, enforcements, expertise, sessions, settling, verdicts
from tests.cases import world as cases


@transaction.atomic
def desk(world, *, state="filed"):
    """A secretary is logged in; his office has a case in this state, made a day ago."""
    place = cases.office()
    person = world.staff("secretary")
    RoleGrant.objects.filter(person=person, role="secretary").update(office=place)
    made = cases.filed(state=state, at_office=place, at=world.now)
    Case.objects.filter(pk=made.case.pk).update(due_at=world.now)
    factories.office(name="اداره کار غرب تهران", kind="labour")
    return made


def one(state="filed"):
    """The case of `desk` in this state."""
    return lambda world: (desk(world, state=state).case.pk,)


@transaction.atomic
def managed(world):
    """A manager is logged in; somebody of the desk asks to open a restricted case."""
    made = cases.filed(at=world.now)
    world.staff("manager")
    Case.objects.filter(pk=made.case.pk).update(is_restricted=True)
    made.case.refresh_from_db()
    return intake.ask_access(made.case, reason="پاسخ به استعلام", by=made.secretary, at=world.now)


def run(world):
    """A manager is logged in, and there is a case."""
    world.staff("manager")
    return (cases.filed(at=world.now).case.pk,)


def followed(world):
    """A member is logged in who is a side of a case."""
    made = cases.filed(state="accepted", at=world.now)
    world.enter(made.worker)
    return made


def with_diary(world):
    """A side is logged in who keeps a diary of his work."""
    made = followed(world)
    return (made.case.token, diaries.of(made.worker, at=world.now).token)


def unnamed(made):
    """Its petition is against somebody whose name nobody knows."""
    held = petition.Petition(respondents=(petition.Respondent(kind="unknown", sign="نجاری سعید"),))
    made.case.petition = petition.as_json(held)
    made.case.save(update_fields=["petition"])
    return made.case


VISITS = {
    "cases:start": lambda world: (),
    "cases:cases": lambda world: followed(world) and (),
    "cases:case": lambda world: (followed(world).case.token,),
    "cases:name_respondent": lambda world: (unnamed(followed(world)).token,),
    "cases_office:name_respondent": lambda world: (unnamed(desk(world)).pk,),
    "cases:file": lambda world: (followed(world).case.token,),
    "cases:filing_diary": with_diary,
    "cases:status": lambda world: (),
    "cases_office:filings": one(),
    "cases_office:queue": lambda world: desk(world) and (),
    "cases_office:case": one(),
    "cases_office:accept": one(),
    "cases_office:receive": one("transferred"),
    "cases_office:mark_defect": one(),
    "cases_office:lapse": one("defect"),
    "cases_office:transfer": one(),
    "cases_office:tie": one(),
    "cases_office:restrict": run,
    "cases_office:ask_access": lambda world: desk(world) and (),
    "cases_office:decide_access": lambda world: (managed(world).pk,),
}
VISITS |= batches.VISITS | expertise.VISITS | sessions.VISITS | verdicts.VISITS | settling.VISITS
NOT_PAGES = {
    **expertise.NOT_PAGES,
    "cases:take": "a download",
    "cases_office:take_whole": "a download",
    "cases:filing_file": "a download",
    "cases_office:filing_file": "a download",
    **sessions.NOT_PAGES,
}
VISITS |= enforcements.VISITS
NOT_PAGES |= enforcements.NOT_PAGES
