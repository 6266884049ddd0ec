"""Answers of the interview as an address holds them."""

from datetime import date

from django.http import QueryDict

from kardad.calc.owed import answers

TODAY = date(2025, 11, 22)  # 1 Azar 1404, the tests' own day
WORKED = "from=1400-02-01&to=1403-11-15&still=no"
NOTHING = "bonus=none&severance=none&leave_pay=none&insurance=none"
REST = f"{NOTHING}&leave=none&hard=no&married=no&children=0&hours=none"
EXAMPLE = f"{WORKED}&wage=minimum&pay=same&pay_amount=35000000&{REST}"
UNKNOWN = (
    f"{WORKED}&wage=unknown&pay=same&pay_amount=50000000&bonus=unknown&severance=unknown&leave_pay=unknown&insurance=unknown"
    "&leave=unknown&hard=unknown&married=yes&children=2&insured=unknown&hours=unknown&kind=overtime&kind=friday"
)


def told(query):
    """The answers of an address."""
    return answers.read(QueryDict(query), TODAY)


def where(step, query=""):
    """The address of a page with these answers."""
    return f"/calculators/owed/{step}/" + (f"?{query}" if query else "")
