"""The employment contracts of the demo: one at each point of its way, made by the product's own actions in the weeks before the present."""

from collections.abc import Sequence
from datetime import datetime

from kardad.contracts.demo import beginnings, endings, lives
from kardad.contracts.demo.stage import Stage, Story
from kardad.people.models import Person, RoleGrant


def stories(made: Sequence[Person], others: Sequence[Person], *, at: datetime, letter: bytes) -> list[Story]:
    """What happens between the demo's employer and his workers; whoever plays them keeps their order.

    `made` are the people with a ready log-in, `others` end with two who work too; `letter` is a scanned page.
    """
    mine = {person.pk for person in made}
    held = RoleGrant.objects.filter(person__in=mine, state="active", role__in=("worker", "employer_natural")).select_related("person")
    by_role = {grant.role: grant.person for grant in held.order_by("-pk")}
    stage = Stage(at.replace(second=0, microsecond=0), by_role["employer_natural"], by_role["worker"], others[-2:], letter)
    return [story(stage) for story in (*endings.STORIES, *lives.STORIES, *beginnings.STORIES)]
