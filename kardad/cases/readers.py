"""Who may read the papers of boards."""

from kardad.cases import policy
from kardad.core.actor import Actor
from kardad.documents import access as documents
from kardad.documents.models import Document
from kardad.people.models import LabourOffice
from kardad.people.queries import roles


@documents.register(LabourOffice._meta.label_lower)
def may_read_list(actor: Actor, document: Document) -> bool:
    """The cause list of an office is its staff's."""
    held = roles.held(actor.person_id or 0).filter(role__in=(policy.SECRETARY, policy.MANAGER))
    return any(one.role == policy.MANAGER or one.office_id == document.subject_id for one in held)
