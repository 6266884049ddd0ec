"""What a contract comes to in a month, and what is due by law whatever it says: for who writes it and for who is to sign it."""

from typing import Any

from kardad.contracts import by_law, monthly
from kardad.contracts.models import Contract
from kardad.contracts.terms import Terms
from kardad.law import instruments
from kardad.law.instruments import Silent


def of(contract: Contract, held: Terms) -> dict[str, Any]:
    """The month by the law engine, of who goes on here with the seniority of before; what else is due by law."""
    earlier, law = contract.predecessor.starts_on if contract.predecessor else None, instruments.current()
    try:
        return {"months": monthly.pays(held, law, hired_on=earlier), "dues": by_law.dues(held, law)}
    except Silent as silent:
        return {"months": (), "dues": (), "silent": silent.text}
