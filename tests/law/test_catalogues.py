"""Claims, notices and articles: every row is well formed, cites what exists, and says in Persian what people need to know."""

import copy
import re
import tomllib
from pathlib import Path

import pytest

from kardad.law import articles, calculators, claims, contract_rules, evidence, notices, procedure, serving
from kardad.law.evidence import BadRow

LATIN_DIGIT = re.compile(r"[0-9]")
ARABIC = re.compile("[\u064a\u0643\u0649\u0660-\u0669]")
SLUG = re.compile(r"[a-z]+(_[a-z]+)*")
GLOSSARY = (Path(__file__).parents[2] / "docs/glossary.csv").read_text(encoding="utf-8")
FILES = ("articles", "procedure", "claims", "notices", "contract_rules")


# ── Claims ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_catalogue_is_whole():
    workers, employers = claims.of("worker"), claims.of("employer")
    assert [one.code for one in workers] == [*(f"W{number:02}" for number in range(1, 33)), "W99"]
    assert [one.code for one in employers] == [*(f"E{number:02}" for number in range(1, 9)), "E99"]
    assert {one.code for one in (*workers, *employers)} == set(claims.every())


def test_a_claim_is_found_by_its_code():
    first = claims.claim("W01")
    assert (first.slug, first.title, first.by, first.kind, first.needs_period) == ("wage_arrears", "حقوق معوقه", "worker", "money", True)
    assert first.calculator == "claim"
    assert first.has_amount


@pytest.mark.parametrize("code", ["W00", "X01", "w01", ""])
def test_a_code_that_is_no_claim_is_a_fault(code):
    with pytest.raises(claims.UnknownClaim):
        claims.claim(code)


def test_a_side_that_is_no_side_is_a_fault():
    with pytest.raises(claims.UnknownClaim):
        claims.of("lawyer")


def test_claims_are_well_formed():
    for side in claims.SIDES:
        slugs = [one.slug for one in claims.of(side)]
        assert len(slugs) == len(set(slugs))
    for one in claims.every().values():
        assert SLUG.fullmatch(one.slug)
        assert one.title
        assert len(one.proof) >= 2
        assert len(set(one.proof)) == len(one.proof)
        assert bool(one.caution) == (one.status != "sourced")
        assert not one.guidance or one.guidance.endswith(".")
        articles.cited(one.articles)
        if one.status == "sourced":
            assert one.articles, one.code
        if one.calculator:
            assert one.has_amount
        if one.kind == "other":
            assert not one.has_amount


def test_calculators_that_claims_name_exist():
    assert set(claims.CALCULATORS) <= set(calculators.ROOMS)
    assert {one.calculator for one in claims.every().values()} - {""} == set(claims.CALCULATORS)


def test_insurance_and_hazardous_work_tell_where_to_go():
    insurance, hazardous = claims.claim("W22"), claims.claim("W30")
    assert "تأمین اجتماعی" in insurance.guidance
    assert "احراز سابقه" in insurance.guidance
    assert insurance.is_for_board
    assert "کمیته" in hazardous.guidance
    assert [one.code for one in claims.every().values() if not one.is_for_board] == ["W30"]


def test_a_settlement_sheet_alone_proves_no_payment_and_every_claim_it_answers_says_so():
    assert len(claims.employer_proof()) >= 3
    assert any("سند پرداخت" in one for one in claims.employer_proof())
    for code in ("W01", "W03", "W04"):
        assert "تسویه‌حساب" in claims.claim(code).guidance
        assert "board-1397" in claims.claim(code).articles


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("W01", {"kind": "gold"}),
        ("W01", {"calculator": "guess"}),
        ("W01", {"proof": ["hearsay"]}),
        ("W01", {"articles": ["ll-9999"]}),
        ("W01", {"status": "sure"}),
    ],
)
def test_a_malformed_claim_is_refused(code, change):
    data = copy.deepcopy(evidence.read("claims.toml"))
    data["claims"][code].update(change)
    with pytest.raises(BadRow):
        claims.load(data)


# ── Notices ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_notices_are_whole_and_well_formed():
    assert list(notices.every()) == [f"N{number}" for number in range(1, 15)]
    slugs = [one.slug for one in notices.every().values()]
    assert len(slugs) == len(set(slugs))
    for one in notices.every().values():
        assert SLUG.fullmatch(one.slug)
        assert one.says.endswith(".")
        assert re.fullmatch(r"(D\d+)?", one.starts)
        assert one.is_information == (one.effect == "informs")
        assert bool(one.caution) == (one.status != "sourced")


def test_notices_start_the_clocks_of_the_deadlines():
    started = {one.code: one.starts for one in notices.every().values() if one.starts}
    assert started == {"N1": "D2", "N2": "D13", "N4": "D2", "N5": "D8", "N6": "D15", "N7": "D4", "N9": "D7"}
    assert set(started.values()) <= {row["code"] for row in evidence.read("deadlines.toml")["rules"]}
    assert [one.code for one in notices.starting("D2")] == ["N1", "N4"]
    assert notices.starting("D99") == ()


def test_information_starts_nothing_and_a_correction_restarts_both_decisions():
    assert [one.code for one in notices.every().values() if one.is_information] == ["N3", "N8", "N12", "N14"]
    assert notices.notice("N11").restarts == ("N7", "N9")
    assert notices.notice("N13").effect == "recomputes"
    assert notices.notice("N10").effect == "unknown"


def test_a_code_that_is_no_notice_is_a_fault():
    with pytest.raises(notices.UnknownNotice):
        notices.notice("N15")


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("N1", {"to": "everybody"}),
        ("N1", {"effect": "informs"}),
        ("N3", {"starts": "D4"}),
        ("N11", {"restarts": []}),
        ("N11", {"restarts": ["N99"]}),
    ],
)
def test_a_malformed_notice_is_refused(code, change):
    data = copy.deepcopy(evidence.read("notices.toml"))
    data[code].update(change)
    with pytest.raises(BadRow):
        notices.load(data)


# ── Articles ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def all_cited():
    cited = {one for body in procedure.bodies() for one in body.articles}
    served = serving.every()
    for rows in (
        procedure.every(),
        claims.every().values(),
        notices.every().values(),
        contract_rules.rules(),
        served.counts,
        served.channels,
    ):
        cited |= {one for row in rows for one in row.articles}
    return cited


def test_every_article_is_cited_and_every_citation_resolves():
    assert all_cited() == set(articles.every())


def test_an_article_is_named_as_people_cite_it():
    assert articles.article("ll-159").name == "ماده ۱۵۹ قانون کار"
    assert articles.article("ll-7-n3").name == "تبصره ۳ ماده ۷ قانون کار"
    assert articles.article("supreme-720").name == "رأی وحدت رویه ۷۲۰ هیئت عمومی دیوان عالی کشور"
    assert [one.id for one in articles.cited(("ll-24", "bonus-1370"))] == ["ll-24", "bonus-1370"]


def test_an_id_that_is_no_article_is_a_fault():
    with pytest.raises(articles.UnknownArticle):
        articles.article("ll-9999")


def test_what_is_told_from_memory_says_so():
    assert articles.article("ll-66").caution == "نیازمند تأیید با متن رسمی"
    assert articles.article("ll-159").caution == ""
    assert articles.article("cabinet-1398").caution
    for one in articles.every().values():
        assert one.says.endswith(".")
        assert one.status in articles.STATUSES
        assert all(link.startswith(("http://", "https://")) for link in one.links)
        if one.status == "sourced":
            assert one.sources


@pytest.mark.parametrize(
    "row",
    [
        {"says": "چیزی.", "status": "sourced", "sources": []},
        {"says": "چیزی.", "status": "inferred"},
        {"says": "چیزی.", "status": "sure"},
        {"says": "", "status": "recalled"},
    ],
)
def test_a_malformed_article_is_refused(row):
    with pytest.raises(BadRow):
        articles.load({"acts": {"ll": "قانون کار"}, "articles": {"ll-1": row}})


def test_an_article_of_no_act_is_refused():
    with pytest.raises(BadRow):
        articles.load({"acts": {}, "articles": {"ll-1": {"says": "چیزی.", "status": "recalled"}}})


# ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


@pytest.mark.parametrize("name", FILES)
def test_people_read_correct_persian(name):
    path = Path(evidence.__file__).parent / "data" / f"{name}.toml"
    for text in texts(tomllib.loads(path.read_text(encoding="utf-8"))):
        assert not ARABIC.search(text), text
        if re.search("[\u0600-\u06ff]", text) and not text.startswith("http"):
            assert not LATIN_DIGIT.search(text), text
            assert "  " not in text, text


def test_slugs_of_claims_and_notices_are_of_the_glossary():
    known = {line.split(",")[1] for line in GLOSSARY.splitlines()[1:] if line.count(",") > 1}
    assert {one.slug for one in (*claims.every().values(), *notices.every().values())} <= known
