"""Everything the kartable keeps."""

from kardad.inbox.models.choices import Announcement, Feed, Glance, Preference, ProvedAddress
from kardad.inbox.models.deadlines import Deadline, Outage
from kardad.inbox.models.dossiers import Dossier, Party, Representation
from kardad.inbox.models.letters import Letter
from kardad.inbox.models.notices import Attachment, Delivery, Notice, Series, Visit

__all__ = [
    "Announcement",
    "Attachment",
    "Deadline",
    "Delivery",
    "Dossier",
    "Feed",
    "Glance",
    "Letter",
    "Notice",
    "Outage",
    "Party",
    "Preference",
    "ProvedAddress",
    "Representation",
    "Series",
    "Visit",
]
