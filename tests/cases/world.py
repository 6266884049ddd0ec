"""A dispute that tests begin with: filed at an office, with its sides, its secretary and enough people for both boards."""

from datetime import date, timedelta
from types import SimpleNamespace

from kardad.cases import petition
from kardad.cases.models import Case, ClaimItem, Member, Room
from kardad.core.actor import SYSTEM
from kardad.inbox.actions import dossiers
from kardad.kit import calendar
from tests import factories
from tests.conftest import NOW

POOL = {"DB": {"ministry": 2, "workers": 3, "employers": 3}, "DRB": {"state": 4, "workers": 5, "employers": 5}}


def office(**extra):
    """A labour office of Tehran."""
    return factories.office(name="اداره کار شرق تهران", kind="labour", **extra)


def secretary(at_office):
    """A secretary of the office, as actions see him."""
    made = factories.staff("secretary", at_office=at_office, first_name="مینا", last_name="دبیری")
    return factories.actor(made, "secretary")


def pool(at_office, *, at=NOW):
    """Members for both boards of the office; in each kind that chairs, the first one chairs."""
    day = calendar.tehran_day(at)
    for body, kinds in POOL.items():
        for kind, number in kinds.items():
            for place in range(number):
                person = factories.staff("board_member", at_office=at_office, factor=False, first_name=kind, last_name=f"{body} {place}")
                Member.objects.create(
                    person=person,
                    office=at_office,
                    body=body,
                    kind=kind,
                    is_chair=kind in ("ministry", "state"),
                    sent_by="مرجع معرفی",
                    since=day - timedelta(days=100),
                    until=day + timedelta(days=600),
                )
    return Room.objects.create(office=at_office, name="اتاق ۱", address="خیابان نمونه، پلاک ۱۲")


def filed(*, state="filed", codes=("W01", "W03"), at=NOW, at_office=None, **columns):
    """A worker's case against an employer with an account, in this state; what the petition's own actions would have made."""
    place = at_office or office()
    worker = factories.person(first_name="مریم", last_name="کاظمی")
    employer = factories.person(role="employer", first_name="سپهر", last_name="راد")
    tail = Case.objects.count() + 1
    case = Case.objects.create(by_side="worker", filer=worker, claimant=worker, petition="{}", made_at=at, changed_at=at)
    dossier = dossiers.open_dossier(title="دعوای مریم کاظمی", office=place, number=f"۱۴۰۴/{tail}", subject=case, by=SYSTEM, at=at)
    sides = {
        side: dossiers.add_party(dossier, side=side, name=person.name, person=person, by=SYSTEM, at=at)
        for side, person in (("claimant", worker), ("respondent", employer))
    }
    values = {"dossier": dossier, "office": place, "number": f"1404-{tail:06d}", "filed_at": at, "state": state} | columns
    if state not in ("filed", "defect", "transferred"):
        values |= {"class_number": f"1404-{tail:05d}", "accepted_at": at}
    Case.objects.filter(pk=case.pk).update(**values)
    for position, code in enumerate(codes, start=1):
        ClaimItem.objects.create(
            case=case, position=position, code=code, from_day=date(2025, 3, 21), to_day=date(2025, 9, 22), amount=position * 500_000_000
        )
    case.refresh_from_db()
    return SimpleNamespace(
        case=case, office=place, worker=worker, employer=employer, sides=sides, secretary=secretary(place), items=list(case.items.all())
    )


def told(made):
    """What the claimant wrote in his petition, told apart by its words."""
    worker = made.worker
    mine = petition.Claimant(first_name=worker.first_name, last_name=worker.last_name, code="0001230018", address="کوچه خواهان")
    against = petition.Respondent(kind="natural", first_name="سپهر", last_name="راد", address="تهران")
    items = tuple(petition.Item(code=one.code, way="typed", amount=one.amount) for one in made.items)
    words = petition.Narrative(text="شرح آنچه بر خواهان رفت")
    whole = petition.Petition(claimant=mine, respondents=(against,), items=items, narrative=words)
    Case.objects.filter(pk=made.case.pk).update(petition=petition.as_json(whole))
    made.case.refresh_from_db()
    return made
