"""Whatever keeps something of a person is named in the copy that he can take of all that is held about him."""

import inspect
import re

import pytest
from django.apps import apps

from kardad.people import signals
from kardad.people.models import Person
from kardad.people.queries import accounts, copies
from tests.rules import reading

NOT_ABOVE = ("core", "outbox", "work", "ui", "availability", "people")
IDS = ("person_id", "owner_id", "actor_id", "assigned_to_id")
BELOW = ("core", "outbox", "availability", "people", "mfa", "usersessions")  # the copy itself reads these
LEFT_OUT = {
    "Incident": "an outage, of nobody",
    "Watch": "a part of the site that is looked at, of nobody",
    "Probe": "a look at the site, of nobody",
    "Stretch": "looks at the site, of nobody",
    "Counter": "how often something was done, under a key that ends with its window",
    "Code": "the keyed hash of a one-time code, for minutes; that it was sent stands among the messages",
    "Method": "a way to be verified, of nobody",
    "Pace": "how far a messenger's rate is given away, of nobody",
    "LabourOffice": "a place, of nobody; its name stands beside roles and visits",
}
READ_AS = {
    "Event": "history",
    "Organisation": "organisation",
    "Consent": "consents",
    "Particulars": "particulars",
}  # not by the model's name


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


@pytest.mark.django_db
def test_what_a_receiver_adds_has_a_title_on_the_page_of_the_copy(make, now):
    answers = signals.asked_for_everything.send(Person, person=make.person(), at=now)
    assert {name for _, (name, _) in answers} == set(copies.ABOVE)


def test_receivers_live_in_receivers():
    assert {inspect.getmodule(one).__name__.rpartition(".")[2] for one in receivers()} == {"receivers"}


def copied():
    """The text of all that writes the copy of what people, and the rooms below them, keep."""
    return "\n".join(reading.source_of(one) for one in (accounts.kept_by_people, *(rows for _, rows in copies.SECTIONS.values())))


def below():
    """Every model of people and of the rooms below, by name."""
    return {model.__name__: model for label in BELOW for model in apps.get_app_config(label).get_models()}


def has_person(model):
    """Whether a column of the model says whose the row is."""
    return any(field.related_model is Person or field.name in IDS for field in model._meta.fields)


def test_what_is_kept_in_people_and_below_is_in_the_copy_or_left_out_for_a_reason():
    text = copied()
    named = {name for name in below() if re.search(rf"\b{READ_AS.get(name, name)}\b", text)}
    assert sorted(below().keys() - named - LEFT_OUT.keys()) == []


def test_nothing_with_a_column_of_persons_is_left_out():
    assert [name for name in LEFT_OUT if has_person(below()[name])] == []


def test_every_other_library_that_keeps_something_of_a_person_is_known():
    others = [config for config in apps.get_app_configs() if not config.name.startswith("kardad.")]
    keeping = {config.label for config in others for model in config.get_models() if has_person(model)}
    assert keeping - {"mfa", "usersessions"} == {"account"}  # its addresses of e-mail stay empty: nobody has one there
