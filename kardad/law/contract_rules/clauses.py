"""Checks of free clauses: ending at will, rights given up, forced work, and the cheques and notes that are taken."""

from collections.abc import Mapping, Sequence

from kardad.kit import text
from kardad.law.contract_rules import patterns
from kardad.law.contract_rules.case import Case, Findings, Found, is_blank

_PARTS = (("number", "number"), ("amount", "amount"), ("purpose", "purpose"), ("returned_on", "returned_on"))


def one_sided_ending(case: Case) -> Findings:
    """C15: a clause lets one side end a contract whose end is set."""
    if case.contract.type in ("fixed_term", "specified_work"):
        yield from _matches(case, case.contract.clauses, "one_sided")


def given_up_rights(case: Case) -> Findings:
    """C16: a clause, or a mark of the form, gives up a right that the law does not let go."""
    for waived in sorted(case.contract.waived):
        yield Found("marked", "waived", {"right": case.book.names[waived]})
    yield from _matches(case, case.contract.texts, "waiver", says="clause")


def forced_work(case: Case) -> Findings:
    """C17: a clause forces overtime, any place or any duty; or the place of work is anywhere."""
    found = [*_matches(case, case.contract.texts, "forced")]
    yield from found
    if not any(one.field == "work_place" for one in found):
        yield from _matches(case, {"work_place": (case.contract.work_place,)}, "anywhere")


def _matches(case: Case, texts: Mapping[str, Sequence[str]], group: str, *, says: str = "") -> Findings:
    for field, clauses in texts.items():
        told: dict[str, list[str]] = {}
        for sentence in patterns.sentences(clauses, case.book.words):
            for one in case.book.patterns[group]:
                known = told.setdefault(one.about, [])
                is_told = any(part in sentence.written or sentence.written in part for part in known)
                if not is_told and one.hits(sentence):
                    known.append(sentence.written)
                    fills = {"clause": sentence.written, "right": case.book.names.get(one.about, "")}
                    yield Found(says or one.about, field, fills, sentence.written)


def vague_security(case: Case) -> Findings:
    """C18: a cheque or note is taken without its number, sum, purpose or day of return."""
    for place, one in enumerate(case.contract.securities):
        missing = [case.book.names[name] for field, name in _PARTS if is_blank(getattr(one, field)) or getattr(one, field) == 0]
        if missing:
            fills = {"kind": case.book.names[one.kind], "missing": "، ".join(missing), "number": text.display(one.number)}
            yield Found("vague", f"securities.{place}", fills)
