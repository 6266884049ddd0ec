"""An employer writes a contract on pages: step by step, judged by the law as it goes; nothing typed is lost or written over unseen."""

import pytest
from django.urls import reverse

from kardad.contracts import terms
from kardad.contracts.models import Contract
from tests.contracts import world
from tests.contracts.pages import held_of, part_address, send, typed
from tests.contracts.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(client, clock):
    """A company's keeper at his browser."""
    clock.move_to(NOW, tick=False)
    made = world.world()
    made.company.company_id = world.sound(made).employer.company_id
    made.company.save()
    client.force_login(made.keeper)
    return made


def test_a_contract_is_written_from_the_first_page_to_its_review_and_says_what_was_typed(client, made):
    answer = client.post(reverse("contracts:new"), {"whom": f"organisation-{made.company.pk}"})
    contract = Contract.objects.get()
    assert answer["Location"] == part_address(contract, "employer")
    sound = world.sound(made)
    ahead = [*terms.PARTS[1:], "annexes"]
    for part, following in zip(terms.PARTS, ahead, strict=True):
        answer = send(client, contract, part, typed(sound, part))
        assert answer.status_code == 302, answer.content.decode()
        assert answer["Location"].endswith(f"/{following}/")
    assert client.post(answer["Location"])["Location"] == reverse("contracts:review", args=[contract.token])
    assert held_of(contract) == terms.told(sound, "worker", {"birth_certificate_number": "34"})
    assert contract.worker == made.worker
    page = client.get(reverse("contracts:review", args=[contract.token]))
    assert page.context["is_ready"], (page.context["gaps"], page.context["law"])
    words = page.content.decode()
    assert f"{contract.url}send/" in words
    assert "۱۰۳٬۹۰۹٬۶۸۰" in words  # thirty days of the least wage of 1404
    months = page.context["months"]
    assert [row.title for row in months[0].benefits] == ["حق مسکن", "بن خواربار", "حق تأهل"]
    assert [(one.title, one.rials or one.said) for one in page.context["dues"]] == [
        ("مرخصی استحقاقی", "۱۳٫۲ روز کاری"),
        ("عیدی و پاداش", 105_902_468),
        ("حق سنوات", 52_951_234),
    ]  # services.md 4.5, its first line


def test_what_the_law_forbids_is_told_beside_the_part_with_its_article_and_its_clause_and_nothing_is_lost(client, made):
    contract = world.drafted(made).contract
    pay = typed(world.sound(made), "pay") | {"amount": "۳۴۰۰۰۰ تومان"}
    answer = send(client, contract, "pay", pay)
    assert answer.status_code == 422
    found = answer.context["law"][0]
    assert (found.finding.code, found.field, found.articles[0].name) == ("C05", "amount", "ماده ۴۱ قانون کار")
    assert held_of(contract).pay.amount == 3_400_000
    assert send(client, contract, "pay", pay, then="next").status_code == 302
    clause = "کارگر حقّ‌ هیچ‌گونه بیمه‌ ندارد و از بيمه صرف‌نظر می‌كند"
    answer = send(client, contract, "others", {"terms": f"شرط نخست\n\n{clause}"})
    assert answer.status_code == 422
    assert [one.finding.code for one in answer.context["law"]] == ["C16"]
    assert len(held_of(contract).others.terms) == 2
    page = client.get(reverse("contracts:review", args=[contract.token]))
    assert not page.context["is_ready"]
    assert {one.finding.code for one in page.context["law"] if one.finding.severity == "error"} == {"C05", "C16"}
    assert f"{contract.url}send/" not in page.content.decode()
    live = client.post(reverse("contracts:part_findings", args=[contract.token, "hours"]), {"weekly_minutes": "۴۸:۳۰"})
    assert "۴۸٫۵" in live.content.decode()
    assert held_of(contract).hours.weekly_minutes == 44 * 60


def test_two_who_edit_one_draft_do_not_write_over_each_other_unseen(client, made):
    contract = world.drafted(made).contract
    at = part_address(contract, "work")
    opened = client.get(at).context["form"]["seen"].value()
    mine = typed(world.sound(made), "work")
    assert send(client, contract, "work", mine | {"place": "تهران، خیابان آزادی، پلاک ۵"}).status_code == 302
    answer = client.post(at, {"seen": opened} | mine | {"job_title": "برشکار"})
    assert answer.status_code == 409
    assert {(one.path, one.new) for one in answer.context["differences"]} == {
        ("work.job_title", "برشکار"),
        ("work.place", "شیراز، شهرک صنعتی، خیابان پژوهش"),
    }
    assert held_of(contract).work.place == "تهران، خیابان آزادی، پلاک ۵"
    assert answer.context["form"]["job_title"].value() == "برشکار"
    for nothing in ({}, {"seen": "x" * 64}):
        assert client.post(at, nothing | mine).status_code == 409
    assert client.post(at, {"seen": opened, "then": "fresh"} | mine).status_code == 302
    assert client.get(at).context["form"]["place"].value() == "تهران، خیابان آزادی، پلاک ۵"
    again = client.post(at, {"seen": answer.context["form"]["seen"].value()} | mine | {"job_title": "برشکار"})
    assert again.status_code == 302  # now he knows what he writes over
    assert held_of(contract).work.job_title == "برشکار"
    assert client.post(at, {"seen": opened} | mine | {"job_title": "برشکار"}).status_code == 302  # what stands already is no change


def test_a_page_asks_the_database_as_often_for_a_long_contract_as_for_a_short_one(client, made, django_assert_max_num_queries):
    contract = world.drafted(made, others={"terms": tuple(f"شرط {place}" for place in range(40))}).contract
    for part in ("pay", "others"):
        with django_assert_max_num_queries(12):
            assert client.get(part_address(contract, part)).status_code == 200
    with django_assert_max_num_queries(12):
        client.get(reverse("contracts:review", args=[contract.token]))
