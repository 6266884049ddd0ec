"""Asking a calculator in a test: its sheet as JSON, or its refusal."""

import pytest

from kardad.kit.refusal import Refusal
from kardad.law import calculators, instruments


def sheet(name, law=None, **facts):
    """The JSON of the sheet; `from_` stands for `from`."""
    return calculators.named(name).sheet(_given(facts), law or instruments.current()).as_json()


def totals(name, law=None, **facts):
    """The totals alone."""
    return sheet(name, law, **facts)["totals"]


def refused(name, law=None, **facts):
    """The refusal of these facts."""
    with pytest.raises(Refusal) as caught:
        calculators.named(name).sheet(_given(facts), law or instruments.current())
    return caught.value


def lines(found, code):
    """The lines of a code."""
    return [line for line in found["lines"] if line["code"] == code]


def line(found, code, part=None):
    """The one line of a code, or of a code and part."""
    (one,) = [line for line in lines(found, code) if part is None or line["part"] == part]
    return one


def warned(found):
    """The codes of the warnings, in order."""
    return [one["code"] for one in found["warnings"]]


def _given(facts):
    return {name.removesuffix("_"): value for name, value in facts.items()}
