"""`kardad staff` makes the first manager of a machine, and prints nobody's code."""

import json

import pytest

from kardad import cli
from kardad.people import roles


@pytest.fixture
def run(capsys):
    def call(*args):
        code = cli.main(["staff", *args])
        out, err = capsys.readouterr()
        return code, json.loads(out or err)

    return call


def test_a_verified_person_becomes_the_first_manager(run, make):
    person = make.person(code="9990001235")
    code, told = run("۹۹۹۰۰۰۱۲۳۵", "manager")
    assert code == 0
    assert told["person"] == person.pk
    assert "9990001235" not in json.dumps(told)
    person.refresh_from_db()
    assert person.level == 3
    assert person.grants.filter(role="manager", state="active").exists()


@pytest.mark.parametrize("role", sorted(roles.STAFF - {"officer"}))
def test_every_staff_role_of_the_house_can_be_given(run, make, role):
    person = make.person(code="9990001235")
    code, told = run("9990001235", role)
    assert (code, told["role"]) == (0, role)
    assert person.grants.filter(role=role, state="active").exists()


def test_a_role_that_clients_hold_is_not_given_here(run, make):
    make.person(code="9990001235")
    assert run("9990001235", "worker")[1]["error"]["code"] == "BAD_USAGE"


def test_an_officer_gets_his_office(run, make):
    person, office = make.person(code="9990001235"), make.office()
    assert run("9990001235", "officer", "--office", str(office.pk))[0] == 0
    assert person.grants.get(role="officer").office == office


@pytest.mark.parametrize(
    ("args", "exit_code", "error"),
    [
        (("9990001236", "manager"), 2, None),
        (("9990001235", "manager"), 2, "STAFF_UNKNOWN"),
        (("9990001235", "king"), 2, "BAD_USAGE"),
    ],
)
def test_what_cannot_be_is_refused(run, db, args, exit_code, error):
    code, told = run(*args)
    assert code == exit_code
    assert error is None or told["error"]["code"] == error


def test_an_officer_without_office_is_refused(run, make):
    make.person(code="9990001235")
    assert run("9990001235", "officer")[1]["error"]["code"] == "STAFF_OFFICE"
    assert run("9990001235", "officer", "--office", "999")[1]["error"]["code"] == "STAFF_NO_OFFICE"
