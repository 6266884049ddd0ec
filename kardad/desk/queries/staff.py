"""Who works at the desk: experts, their groups and load, as managers and colleagues see them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from kardad.desk import catalogue, flow
from kardad.desk.models import Request, Skill
from kardad.people.models import Person

EVERY = "*"


@dataclass(frozen=True, slots=True)
class Expert:
    """An expert with what he may be given and what he carries; `late` are open requests past their clock."""

    person: Person
    groups: tuple[str, ...]
    is_away: bool
    open: int
    late: int
    share: int  # of the one who carries most, in thousandths

    @property
    def rest(self) -> int:
        """Where his bar begins when it grows from the right."""
        return 1000 - self.share

    @property
    def takes_new(self) -> bool:
        """Whether new requests reach him by themselves."""
        return bool(self.groups) and not self.is_away


def experts() -> QuerySet[Person]:
    """Who holds the role of an expert now, by name."""
    held = Q(grants__role="expert", grants__state="active")
    return Person.objects.filter(held, state=Person.State.ACTIVE).order_by("sort_key", "pk")


def names() -> list[tuple[int, str]]:
    """The experts by id and name."""
    return [(one.pk, one.name) for one in experts()]


def loads(*, at: datetime) -> list[Expert]:
    """Every expert with his groups, whether he is away, and his open requests."""
    people = list(experts())
    ids = [one.pk for one in people]
    carried = Request.objects.filter(assigned_to__in=ids).exclude(state__in=flow.ENDED).values("assigned_to").order_by("assigned_to")
    counted = carried.annotate(open=Count("pk"), late=Count("pk", filter=Q(clock_due_at__lt=at)))
    load = {row["assigned_to"]: (row["open"], row["late"]) for row in counted}
    skills: dict[int, list[Skill]] = {}
    for skill in Skill.objects.filter(expert__in=ids).order_by("pk"):
        skills.setdefault(skill.expert_id, []).append(skill)
    most = max((count for count, _ in load.values()), default=0) or 1
    return [_expert(one, skills.get(one.pk, []), load.get(one.pk, (0, 0)), most) for one in people]


def skills_of(expert_id: int) -> tuple[list[str], bool]:
    """The keys of the groups that the expert may be given, and whether he is away."""
    rows = list(Skill.objects.filter(expert_id=expert_id).order_by("pk"))
    return [one.group for one in rows], bool(rows) and all(one.is_away for one in rows)


def group_title(key: str) -> str:
    """The group in words."""
    return "همه گروه‌ها" if key == EVERY else catalogue.groups().get(key, key)


def _expert(person: Person, skills: list[Skill], load: tuple[int, int], most: int) -> Expert:
    groups = tuple(group_title(one.group) for one in skills)
    is_away = bool(skills) and all(one.is_away for one in skills)
    return Expert(person, groups, is_away, *load, 1000 * load[0] // most)
