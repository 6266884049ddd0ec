"""What the office answers for rooms below it: which papers staff may read."""

from kardad.availability import queries as available
from kardad.core.actor import Actor
from kardad.documents import access as papers
from kardad.documents.models import Document
from kardad.people import access


@papers.register("availability.certificate")
def may_read_certificate(actor: Actor, document: Document) -> bool:
    """Whoever the certificate was made for; managers and reviewers read every one."""
    if not actor.is_person:
        return False
    if available.certificates(actor.somebody).filter(pk=document.subject_id).exists():
        return True
    access.staff(actor, "manager", "reviewer")
    return True
