"""A case is found by its sides: their marks are kept with it, and follow it to another office."""

from collections.abc import Iterable

from kardad.cases import naming
from kardad.cases.models import Case, SideMark
from kardad.inbox.models import Party


def keep(case: Case, parties: Iterable[Party]) -> None:
    """The case is found by these sides too; called inside the transaction that makes them sides."""
    marks = {mark for party in parties for mark in naming.of_party(party)}
    rows = [SideMark(case=case, office_id=case.office_id or 0, mark=mark) for mark in sorted(marks)]
    SideMark.objects.bulk_create(rows, ignore_conflicts=True)


def again(case: Case) -> None:
    """The case is found by the sides that its dossier has now, at the office that has it now, and by nobody else."""
    SideMark.objects.filter(case=case).delete()
    if case.dossier_id and case.office_id:
        keep(case, Party.objects.filter(dossier_id=case.dossier_id).select_related("person", "organisation"))
