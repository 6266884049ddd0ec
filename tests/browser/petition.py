"""How the pages of a petition are reached: its writer logged in, the petition as far as the page needs."""

from datetime import time, timedelta

from django.test import override_settings

from kardad.cases import proof
from kardad.cases.actions import countering, drafting, filing, grouping, heirs, intake, official
from kardad.cases.models import Case, CounterConsent
from kardad.cases.queries import standing
from kardad.core.actor import Actor
from kardad.kit import calendar
from kardad.people.models import RoleGrant
from tests import factories
from tests.browser import diaries
from tests.cases import petitions
from tests.cases import world as cases
from tests.desk import world as desk

AUTHORITY = {"OPERATOR": "authority"}  # what a bureau shows here was filed when the house was an authority


def written(world):
    """A whole draft of the member who is logged in, with a paper beside it."""
    me = world.member(first_name="مریم", last_name="کاظمی")
    cases.office()
    case = petitions.whole(me, at=world.now)
    drafting.attach(case, files=[desk.stored(me)], paper="payslip", by=factories.actor(me), at=world.now)
    return me, case


def of_draft(*more):
    """A page of the draft."""
    return lambda world: (written(world)[1].token, *more)


def computed(world):
    """A claim whose amount the law computes."""
    me, case = written(world)
    drafting.add_items(case, codes=["W03"], by=factories.actor(me), at=world.now)
    return (case.token, 3)


def with_diary(world):
    """A petition whose writer keeps a diary of his work."""
    me, case = written(world)
    return (case.token, diaries.of(me, at=world.now).token)


def of_heirs(world):
    """The heirs of a petition of one of them."""
    me = world.member(first_name="زهرا", last_name="مرادی")
    by = factories.actor(me)
    case = petitions.whole(me, whom=drafting.For("worker", capacity="heir"), at=world.now)
    drafting.save_step(case, step="claimant", told={"deceased": "علی مرادی", "share": "1/8"}, by=by, at=world.now)
    heirs.add_heir(case, told={"name": "محمد مرادی", "share": "3/8"}, by=by, at=world.now)
    return (case.token,)


def filed(world):
    """The receipt of a petition."""
    me, case = written(world)
    with override_settings(**AUTHORITY):
        return (filing.submit(case, by=factories.actor(me), at=world.now).token,)


def dropping(world):
    """A paper that is to be taken away again."""
    case = written(world)[1]
    return (case.token, case.files.get().pk)


def judged(world):
    """A petition that is filed, as its office reads it."""
    _, case = written(world)
    with override_settings(**AUTHORITY):
        made = filing.submit(case, by=factories.actor(case.filer), at=world.now)
    person = world.staff("secretary")
    RoleGrant.objects.filter(person=person, role="secretary").update(office=made.office)
    return (made.pk,)


def defective(world):
    """A petition that the office sent back."""
    me, case = written(world)
    with override_settings(**AUTHORITY):
        found = filing.submit(case, by=factories.actor(me), at=world.now)
        asked = {
            "respondents.address": "نشانی دقیق خوانده را با کد پستی بنویسید.",
            "claims.amount": "مبلغ حقوق معوقه را ماه به ماه بنویسید.",
        }
        intake.mark_defect(found, asked=asked, by=cases.secretary(found.office), at=world.now)
    return (found.token,)


def prepared(world):
    """A petition that a bureau made ready."""
    me, case = written(world)
    with override_settings(OPERATOR="bureau"):
        filing.prepare(case, by=factories.actor(me), at=world.now)
    return (case.token,)


def followed(*more):
    """What happened at the office to a petition that a bureau prepared."""

    def made(world):
        me, case = written(world)
        by, day = factories.actor(me), calendar.tehran_day(world.now)
        with override_settings(OPERATOR="bureau"):
            filing.prepare(case, by=by, at=world.now)
        told = [
            official.Told(kind="filed", on=day, number="1404/8812", place="اداره کار شرق تهران"),
            official.Told(kind="notice", on=day, number="77", code="N7"),
            official.Told(kind="session", on=day + timedelta(days=9), hour=time(10, 30), place="اتاق ۲، هیئت سوم"),
        ]
        rows = [official.tell(case, one, by=by, at=world.now) for one in told]
        return (case.token, *(rows[0].pk if one == 1 else one for one in more))

    return made


def invited(world):
    """A case whose filer invited his co-workers."""
    me, case = written(world)
    with override_settings(**AUTHORITY):
        made = filing.submit(case, by=factories.actor(me), at=world.now)
        grouping.invite(standing.of(made, me, at=world.now), by=factories.actor(me), at=world.now)
    return (made.token,)


def desk_of(world):
    """An officer at his counter, and a person whom he asked for consent."""
    officer = world.staff("officer")
    place = factories.office()
    RoleGrant.objects.filter(person=officer, role="officer").update(office=place)
    me = factories.person(first_name="کبری", last_name="نوری")
    by = Actor(officer.pk, "officer", level=3)
    return by, countering.ask(code=me.particulars.code, side="worker", office=place, by=by, at=world.now)


def asked(world):
    """A consent that waits for the person's code."""
    return (desk_of(world)[1].token,)


def consented(world):
    """A consent, and the petition that was written by it; as the action leaves it once the code was right."""
    by, consent = desk_of(world)
    cases.office()
    case = countering._begun(consent, by=by, at=world.now)
    petitions.fill(case, by=by, at=world.now)
    return consent, case, by


def to_sign(world):
    """A petition at the counter that lacks nothing."""
    return (consented(world)[0].token,)


def signed(world):
    """What was signed at the counter."""
    consent, case, by = consented(world)
    CounterConsent.objects.filter(pk=consent.pk).update(digest=proof.digest(Case.objects.get(pk=case.pk).petition))
    with override_settings(**AUTHORITY):
        filing.submit(case, factor="counter", by=by, at=world.now)
    return (consent.token,)


VISITS = {
    "cases:counter_petitions": lambda world: desk_of(world) and (),
    "cases:counter_consent": asked,
    "cases:counter_sign": to_sign,
    "cases:counter_done": signed,
    "cases:petitions": lambda world: written(world) and (),
    "cases:petition_new": lambda world: world.member() and (),
    "cases:petition_step": of_draft("employment"),
    "cases:petition_heirs": of_heirs,
    "cases:petition_respondents": of_draft(),
    "cases:petition_respondent": of_draft(2),
    "cases:petition_office": of_draft(),
    "cases:petition_claims": of_draft(),
    "cases:petition_claim": of_draft(1),
    "cases:petition_claim_sheet": computed,
    "cases:petition_claim_months": of_draft(1),
    "cases:petition_evidence": lambda world: with_diary(world)[:1],
    "cases:petition_diary": with_diary,
    "cases:petition_check": of_draft(),
    "cases:petition_sign": of_draft(),
    "cases:petition_done": filed,
    "cases:petition_cure": defective,
    "cases:petition_prepared": prepared,
    "cases:petition_drop": of_draft(),
    "cases:petition_text": filed,
    "cases_office:petition_text": judged,
    "cases:petition_file_drop": dropping,
    "cases:group": invited,
    "cases:join_group": lambda world: world.member() and (),
    "cases:official": followed(),
    "cases:official_tell": followed("ruling"),
    "cases:official_void": followed(1),
}
NOT_PAGES = {
    "cases:petition_heir_drop": "takes an heir out and leads back",
    "cases:petition_respondent_drop": "takes a respondent out and leads back",
    "cases:petition_claim_drop": "takes a claim out and leads back",
    "cases:petition_file": "a download",
}
