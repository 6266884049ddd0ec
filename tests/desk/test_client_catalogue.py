"""The catalogue is read whole, and what cannot be is refused with the row and the reason."""

import pytest
from django.urls import reverse

from kardad.desk import catalogue
from kardad.desk.catalogue import BadCatalogue
from kardad.law import calculators

GROUPS = {"advice": "مشاوره"}
FIELD = {"name": "reason", "kind": "choice", "label": "چرا؟", "choices": {"end": "پایان"}}


def service(**more):
    """A row that is right but for what is given."""
    row = {
        "title": "مشاوره",
        "text": "پاسخ.",
        "group": "advice",
        "delivery": "written_consultation",
        "unit": "پرسش",
        "audience": ["worker"],
    }
    return row | more


def read(code="written", **more):
    return catalogue.parse({"groups": GROUPS, code: service(**more)})[1][code]


def test_a_right_row_is_read():
    found = read(fields=[FIELD, {"name": "on", "kind": "day", "label": "روز", "when": {"field": "reason", "is": ["end"]}}])
    assert found.fields[0].choices == (("end", "پایان"),)
    assert found.fields[1].when == ("reason", ("end",))
    assert found.hours == 16


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"group": "cooking"}, "no group cooking"),
        ({"delivery": "pigeon"}, "no delivery pigeon"),
        ({"audience": []}, "audience"),
        ({"audience": ["minister"]}, "audience"),
        ({"least": 3, "most": 2}, "least and most"),
        ({"least": 0}, "least and most"),
        ({"hours": 0}, "hours"),
        ({"unit": " "}, "title, text and unit"),
        ({"vat_class": "none"}, "class of tax"),
        ({"colour": "teal"}, "colour"),
        ({"papers": [{"kind": "a", "title": "الف"}, {"kind": "a", "title": "ب"}]}, "paper is named twice"),
        ({"stops": [{"text": "بخوانید.", "to": "calc:index"}]}, "stop leads somewhere"),
        ({"fields": [FIELD, FIELD]}, "field is named twice"),
        ({"fields": [FIELD | {"kind": "colour"}]}, "no kind colour"),
        ({"fields": [FIELD | {"choices": {}}]}, "must name its choices"),
        ({"fields": [FIELD | {"kind": "line"}]}, "must name its choices"),
        ({"fields": [FIELD | {"name": "quantity"}]}, "small letters"),
        ({"fields": [{"name": "n", "kind": "number", "label": "چند؟", "least": 5, "most": 1}]}, "n: least and most"),
        ({"fields": [{"name": "n", "kind": "day", "label": "کی؟", "when": {"field": "reason", "is": ["end"]}}, FIELD]}, "no field above"),
        ({"fields": [FIELD, {"name": "n", "kind": "day", "label": "کی؟", "when": {"field": "reason", "is": ["war"]}}]}, "cannot be given"),
        ({"fields": [{"kind": "day", "label": "کی؟"}]}, "name"),
    ],
)
def test_what_cannot_be_is_refused_with_the_row_and_the_reason(row, told):
    with pytest.raises(BadCatalogue, match=f"written: .*{told}"):
        read(**row)


def test_a_code_that_cannot_be_an_address_is_refused():
    with pytest.raises(BadCatalogue, match="code is not"):
        read(code="نوشته")


def test_every_service_of_the_house_is_there_and_every_group_has_one():
    assert {"phone_15", "written", "payslip", "settlement_calc", "petition", "objection", "training"} <= set(catalogue.services())
    assert len(catalogue.services()) >= 19
    assert len(catalogue.by_group()) == len(catalogue.groups())


@pytest.mark.parametrize("one", catalogue.services().values(), ids=lambda one: one.code)
def test_what_a_service_points_at_is_there(one):
    assert not one.calculator or calculators.named(one.calculator)
    for stop in one.stops:
        name, *args = stop.to.split() or [""]
        assert not name or reverse(name, args=args)


def test_who_asks_sees_his_own_services_first():
    found = catalogue.offered("employer")
    places = [("employer" in one.audience) for one in found]
    assert places == sorted(places, reverse=True)
    assert len(found) == len(catalogue.offered())
