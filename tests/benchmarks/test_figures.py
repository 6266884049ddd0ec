"""What a measured ratio is worth: verdicts, the control, the shape of statements, the flat template."""

from collections import Counter

import pytest

from benchmarks import flat, shapes
from benchmarks.figures import Control, Figure, missed, table
from benchmarks.ground import NotRun
from benchmarks.pairs import alternate, load

pytestmark = pytest.mark.no_django


@pytest.mark.parametrize(("ratios", "verdict"), [([1.5, 1.6, 1.9], "met"), ([1.7, 1.7, 9.0], "within 10 %"), ([1.0, 1.77, 1.8], "missed")])
def test_the_median_of_the_pairs_is_held_against_the_bar(ratios, verdict):
    assert Figure("panel", 9, 6, bar=1.6, ratios=ratios).verdict == verdict


def test_a_count_has_no_tolerance():
    assert Figure("statements", 10, bar=10, is_exact=True).verdict == "met"
    assert Figure("statements", 11, bar=10, is_exact=True).verdict == "missed"


def test_a_broken_condition_misses_whatever_the_number_says():
    assert Figure("statements", 9, 8, bar=10, is_exact=True, is_held=False).verdict == "missed"


def test_what_was_not_run_says_why_and_is_no_miss():
    figure = Figure("codes", bar=2, missing="PostgreSQL is not installed")
    assert figure.verdict == "not run"
    assert "not run: PostgreSQL is not installed" in table([figure])
    assert missed([figure, Figure("panel", 3, bar=2)]) == [Figure("panel", 3, bar=2)]


def test_a_restless_machine_makes_the_run_void():
    assert Control("bare", [0.9, 0.96, 1.2]).holds
    assert not Control("bare", [1.06, 1.06, 1.0]).holds
    assert "VOID" in table([Control("bare", [1.2]).figure()])


def test_sides_take_turns_from_either_end():
    order = []
    found = alternate([lambda: order.append("A") or 2.0, lambda: order.append("B") or 1.0], rounds=3)
    assert "".join(order) == "ABBAAB"
    assert found.ratios(0, 1) == [2.0, 2.0, 2.0]


def test_half_the_rounds_do_when_the_patience_is_over():
    assert len(alternate([lambda: 1.0, lambda: 1.0], rounds=6, patience=-1).sides[0]) == 3


@pytest.mark.parametrize(
    ("sql", "shape"),
    [
        ('SELECT "a"."x" FROM "a" INNER JOIN "b" ON 1 WHERE "a"."id" IN (SELECT 1 FROM "c")', "SELECT a b c"),
        ("INSERT INTO core_counter (key) VALUES (%s) ON CONFLICT (key) DO UPDATE SET count = 1", "INSERT core_counter"),
        ('UPDATE "people_code" SET "tries" = 1', "UPDATE people_code"),
        ('SAVEPOINT "s1"', "SAVEPOINT"),
    ],
)
def test_a_statement_is_known_by_its_verb_and_tables(sql, shape):
    assert shapes.shape(sql) == shape


def test_statements_of_two_sides_are_compared_by_name():
    assert shapes.difference(Counter(["SELECT a"]), Counter(["SELECT a"])) == ""
    assert "only ours ['SELECT b']" in shapes.difference(Counter(["SELECT a", "SELECT b"]), Counter(["SELECT a"]))


def test_a_page_without_rows_makes_no_baseline():
    with pytest.raises(NotRun, match="event in events"):
        flat.template("<html><p>خالی</p></html>")


def test_a_page_that_holds_template_marks_makes_no_baseline():
    with pytest.raises(NotRun, match="template marks"):
        flat.template("<p>{{ name }}</p>")


class Hangs:
    """A visitor whose server has gone."""

    closed = False

    def get(self, path):
        raise ConnectionResetError(path)

    def close(self):
        self.closed = True


def test_a_visitor_who_gets_no_answer_makes_no_sample():
    visitor = Hangs()
    with pytest.raises(NotRun, match="ConnectionResetError"):
        load("/panel/", [visitor], each=1)
    assert visitor.closed
