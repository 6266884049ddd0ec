"""The list of papers is whole: every kind has its words, every role that is reviewed says what it needs."""

import pytest

from kardad.people import papers, roles
from kardad.people.models import Mandate


def test_every_kind_says_what_it_is_and_who_puts_it_in():
    for kind in papers.kinds().values():
        assert kind.title
        assert kind.text
        assert set(kind.by) <= {"owner", "officer"}
        assert kind.by


@pytest.mark.parametrize("key", [key for key, role in roles.ROLES.items() if role.verifies])
def test_every_role_that_one_verifies_in_is_on_the_table(key):
    assert key in {row.role.key for row in papers.table()}
    assert papers.of_role(key, "in_person")


@pytest.mark.parametrize("key", [key for key, role in roles.ROLES.items() if role.needs_review])
def test_a_role_that_is_reviewed_needs_a_paper_and_its_owner_can_send_it(key):
    needed = papers.of_role(key, "online")
    assert {kind.key for kind in needed} == set(roles.ROLES[key].papers)
    assert needed
    assert all("owner" in kind.by for kind in needed)


@pytest.mark.parametrize("basis", Mandate.Basis.values)
def test_every_basis_of_a_mandate_says_what_it_needs(basis):
    assert papers.of_mandate(basis, "in_person")


def test_military_papers_are_never_demanded():
    for row in papers.table():
        assert "military_card" not in {kind.key for kind in (*row.online, *row.in_person)}


def test_titles_are_read_in_one_phrase_and_unknown_kinds_by_their_key():
    assert papers.titles(["lawyer_licence", "gazette"]) == "«پروانه وکالت»، «آخرین روزنامه رسمی شرکت»"
    assert papers.title("papyrus") == "papyrus"
