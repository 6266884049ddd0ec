"""`kardad seed`: synthetic people, never beside real ones."""

import pytest

from kardad import cli
from kardad.cases import petition, seeding
from kardad.cases.actions import numbering
from kardad.cases.models import Case
from kardad.cases.queries import office, standing
from kardad.commands import seed
from kardad.core.models import Event
from kardad.evidence import auditing
from kardad.evidence.models import Entry
from kardad.gateways.registry import demo as registry
from kardad.inbox.models import Delivery
from kardad.kit import ids
from kardad.people import particulars
from kardad.people.demo_accounts import ACCOUNTS
from kardad.people.models import Person
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def test_people_with_particulars_roles_and_history_exist_and_the_rate_is_printed(capsys):
    assert cli.main(["seed", "--people", "5"]) == 0
    assert capsys.readouterr().out.startswith("5 people, 20 rows, ")
    assert Person.objects.count() == Event.objects.filter(name="person.joined").count() == 5
    person = Person.objects.first()
    assert person.particulars.code == seed.national_code(0)
    assert person.code_index == particulars.code_index("iran", seed.national_code(0))
    assert person.grants.get().role == "worker"
    assert not person.has_usable_password()


def test_a_second_run_adds_others():
    seed.people(3, at=NOW)
    seed.people(3, at=NOW)
    assert Person.objects.values("code_index").distinct().count() == 6


@pytest.mark.parametrize("number", [0, 1, 999, 123_456, seed.MOST - 1])
def test_every_code_is_well_formed_and_of_a_place_that_was_given_to_nobody(number):
    code = seed.national_code(number)
    assert ids.KINDS["national-code"](code).valid
    assert code.startswith("998")


def test_nobody_seeded_has_the_code_of_somebody_in_the_demo():
    known = [account.code for account in ACCOUNTS] + [person.national_code for person in registry.PEOPLE]
    places = [int(code[3:9]) - 1 for code in known if code.startswith(seed.PLACE)]
    assert len(known) > 10
    assert all(number >= seed.MOST for number in places)


def test_fewer_people_than_none_are_refused(capsys):
    assert cli.main(["seed", "--people", "-5"]) == cli.BAD_INPUT
    assert "NOT_A_NUMBER_OF_PEOPLE" in capsys.readouterr().err


def test_there_are_no_more_people_than_codes(capsys):
    assert cli.main(["seed", "--people", str(seed.MOST + 1)]) == cli.BAD_INPUT
    assert "TOO_MANY_PEOPLE" in capsys.readouterr().err
    assert not Person.objects.exists()


def test_cases_are_whole_and_their_chains_agree_with_their_rows(capsys, settings):
    settings.OPERATOR = "authority"
    assert cli.main(["seed", "--people", "60", "--cases", "220"]) == 0
    assert cli.main(["seed", "--people", "0", "--cases", "30"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.split(",")[0] for line in told] == ["60 people", "220 cases", "0 people", "30 cases"]
    assert set(Case.objects.values_list("state", flat=True)) == set(seeding.MIX)
    assert Case.objects.values("number").distinct().count() == 250
    assert Case.objects.values("dossier__tracking_code").distinct().count() == 250
    audited = auditing.audit()
    assert audited.is_valid, audited.problems[:3]
    assert Entry.objects.filter(kind="service.placed").count() == Delivery.objects.count() > 200
    case = Case.objects.filter(state="accepted").select_related("dossier", "office").last()
    typed = f"{case.claimant.first_name} {case.claimant.last_name}"
    assert case in office.sought(Case.objects.all(), typed, offices=None)
    place = standing.of(case, case.claimant, at=NOW)
    assert (place.side, petition.read(case.petition).workshop.city) == ("claimant", case.office.city)
    assert numbering.next_number(numbering.PETITION, office_id=case.office_id, at=case.filed_at) not in Case.objects.values_list(
        "number", flat=True
    )


def test_fewer_cases_than_none_are_refused(capsys):
    assert cli.main(["seed", "--cases", "-1"]) == cli.BAD_INPUT
    assert "NOT_A_NUMBER_OF_CASES" in capsys.readouterr().err
    assert not Person.objects.exists()


def test_no_cases_may_be_asked_for_by_name():
    assert cli.main(["seed", "--people", "1", "--cases", "0"]) == 0
    assert Person.objects.count() == 1


def test_where_people_are_real_nobody_is_made_up(settings, capsys):
    settings.DEMO = False
    assert cli.main(["seed", "--people", "1"]) == cli.REFUSED
    assert "NOT_IN_PRODUCTION" in capsys.readouterr().err
    assert not Person.objects.exists()


def test_contracts_are_whole_signed_by_both_sides_and_in_the_list_of_their_employer(capsys):
    from kardad.contracts import flow
    from kardad.contracts import seeding as contracts
    from kardad.contracts.models import Contract, Version

    assert cli.main(["seed", "--people", "60", "--contracts", "220"]) == 0
    assert cli.main(["seed", "--people", "0", "--contracts", "30"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.split(",")[0] for line in told] == ["60 people", "220 contracts", "0 people", "30 contracts"]
    assert set(Contract.objects.values_list("state", flat=True)) == set(contracts.MIX)
    binding = Contract.objects.filter(state__in=flow.BINDING)
    assert binding.values("number").distinct().count() == binding.count() > 200
    assert not Version.objects.filter(state="signed").exclude(signatures__side="worker").exists()
    assert binding.filter(worker=None).count() == 0
    audited = auditing.audit()
    assert audited.is_valid, audited.problems[:3]


def test_fewer_contracts_than_none_are_refused(capsys):
    assert cli.main(["seed", "--contracts", "-1"]) == cli.BAD_INPUT
    assert "NOT_A_NUMBER_OF_CONTRACTS" in capsys.readouterr().err
