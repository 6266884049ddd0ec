"""The demo's past: ninety days without a hole but the one it means, and never where people are real."""

from datetime import timedelta

import pytest

from kardad.availability import demo, queries
from kardad.availability.models import Watch
from kardad.availability.spans import State, totals

pytestmark = pytest.mark.django_db


def test_the_demos_past_has_its_troubles_and_no_other_hole(now, settings):
    settings.DEMO = True
    demo.make(at=now)
    since = now - timedelta(days=89)
    seen = {watch.part: totals(queries.spans(watch, since, now)) for watch in Watch.objects.filter(group__in=["", "messenger:memory"])}
    assert seen["login"][State.DOWN] == 12 * 60
    assert seen["sms"][State.DOWN] == 2 * 3600
    assert {part: told[State.UNKNOWN] for part, told in seen.items()} == {"login": 25200, "panel": 25200, "storage": 25200, "sms": 0}


def test_no_past_is_made_up_where_people_are_real(now, settings):
    settings.DEMO = False
    with pytest.raises(RuntimeError, match="demo"):
        demo.make(at=now)
