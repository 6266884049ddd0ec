"""Experts: which groups of services each may be given, and who takes nothing new for now."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.desk import catalogue
from kardad.desk.models import Skill
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.people.models import Person
from kardad.people.queries import roles

EVERY = "*"


class NoSuchGroup(BadInput):
    """The catalogue has no such group of services."""

    code = "SKILL_GROUP"
    message = "این گروه خدمت در فهرست نیست."


class NoExpert(Refusal):
    """The person does not work here as an expert now."""

    code = "SKILL_NO_EXPERT"
    message = "این شخص اکنون کارشناس نیست."


@transaction.atomic
def set_skills(expert: Person, *, groups: Sequence[str], is_away: bool, by: Actor, at: datetime) -> list[Skill]:
    """The expert may be given requests of exactly these groups, and of none while away."""
    if by.role != "manager":
        raise NotAllowed(flow="skill", state="", move="set_skills", role=by.role)
    expert = Person.objects.select_for_update().get(pk=expert.pk)
    if not roles.held(expert.pk).filter(role="expert").exists():
        raise NoExpert
    chosen = [EVERY] if EVERY in groups else list(dict.fromkeys(groups))
    if unknown := set(chosen) - {EVERY, *catalogue.groups()}:
        raise NoSuchGroup(field="groups", group=sorted(unknown)[0])
    Skill.objects.filter(expert=expert).exclude(group__in=chosen).delete()
    for group in chosen:
        Skill.objects.update_or_create(expert=expert, group=group, defaults={"is_away": is_away})
    titles = "، ".join("همه گروه‌ها" if group == EVERY else catalogue.groups()[group] for group in chosen)
    name = "expert.away" if is_away else "expert.skills_set"
    record(name, expert, by=by, at=at, person_id=expert.pk, groups=titles or "هیچ گروهی")
    return list(Skill.objects.filter(expert=expert).order_by("group"))
