"""Checks of free clauses: ending at will, rights given up, forced work, and the cheques and notes that are taken."""

from kardad.kit import text
from kardad.law.contract_rules import patterns
from kardad.law.contract_rules.case import Case, Findings, Found, is_blank

_PARTS = (("number", "number"), ("amount", "amount"), ("purpose", "purpose"), ("returned_on", "returned_on"))


def one_sided_ending(case: Case) -> Findings:
    """C15: a clause lets one side end a contract whose end is set."""
    if case.contract.type in ("fixed_term", "specified_work"):
        yield from _matches(case, "one_sided")


def given_up_rights(case: Case) -> Findings:
    """C16: a clause, or a mark of the form, gives up a right that the law does not let go."""
    for waived in sorted(case.contract.waived):
        yield Found("marked", "waived", {"right": case.book.names[waived]})
    yield from _matches(case, "waiver", says="clause")


def forced_work(case: Case) -> Findings:
    """C17: a clause forces overtime, any place or any duty."""
    yield from _matches(case, "forced")


def _matches(case: Case, group: str, *, says: str = "") -> Findings:
    for field, clause in case.contract.clauses:
        for written, folded in patterns.sentences(clause):
            for one in case.book.patterns[group]:
                if one.hits(folded):
                    yield Found(says or one.about, field, {"clause": written, "right": case.book.names.get(one.about, "")}, written)


def vague_security(case: Case) -> Findings:
    """C18: a cheque or note is taken without its number, sum, purpose or day of return."""
    for place, one in enumerate(case.contract.securities):
        missing = [case.book.names[name] for field, name in _PARTS if is_blank(getattr(one, field)) or getattr(one, field) == 0]
        if missing:
            fills = {"kind": case.book.names[one.kind], "missing": "، ".join(missing), "number": text.display(one.number)}
            yield Found("vague", f"securities.{place}", fills)
