"""A dossier that goes to another office takes its papers, its days and the work about them along."""

from django.db import transaction

from kardad.inbox.models import Deadline, Delivery, Dossier, Notice, Party
from kardad.people.models import LabourOffice
from kardad.work import actions as work


@transaction.atomic
def move(dossier: Dossier, *, to: LabourOffice) -> None:
    """The dossier, which the caller holds, is the other office's with all that waits in it."""
    dossier.office = to
    dossier.save(update_fields=["office"])
    papers = Notice.objects.filter(dossier=dossier)
    services = Delivery.objects.filter(notice__dossier=dossier)
    days = Deadline.objects.filter(delivery__notice__dossier=dossier)
    for rows in (papers, services, days):
        rows.update(office_id=to.pk)
        work.move_items(rows.model, rows.values("pk"), to_office=to.pk)
    work.move_items(Party, Party.objects.filter(dossier=dossier).values("pk"), to_office=to.pk)
    work.move_items(Dossier, [dossier.pk], to_office=to.pk)
