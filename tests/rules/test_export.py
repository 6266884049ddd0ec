"""Whatever keeps something of a person is named in the copy that he can take of all that is held about him."""

import inspect
import re

from django.apps import apps

from kardad.people import signals
from kardad.people.models import Person
from tests.rules import reading

NOT_ABOVE = ("core", "outbox", "work", "ui", "people")
IDS = ("person_id", "owner_id")


def keepers():
    """Every model above people that has a column of persons."""
    ours = [config for config in apps.get_app_configs() if config.name.startswith("kardad.") and config.label not in NOT_ABOVE]
    return [
        model
        for config in ours
        for model in config.get_models()
        if any(field.related_model is Person or field.name in IDS for field in model._meta.fields)
    ]


def receivers():
    """Every function that answers when all that is held is asked for."""
    return [one for kind in signals.asked_for_everything._live_receivers(Person) for one in kind]


def test_what_is_kept_above_people_is_named_by_a_receiver_of_its_app():
    forgotten = [
        model.__name__
        for model in keepers()
        if not any(
            inspect.getmodule(one).__name__.startswith(model._meta.app_config.name)
            and re.search(rf"\b{model.__name__}\b", reading.source_of(one))
            for one in receivers()
        )
    ]
    assert forgotten == []


def test_the_rule_knows_who_keeps_something():
    assert {"SavedSheet", "PayrollList"} <= {model.__name__ for model in keepers()}


def test_receivers_live_in_receivers():
    assert {inspect.getmodule(one).__name__.rpartition(".")[2] for one in receivers()} == {"receivers"}
