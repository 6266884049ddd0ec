"""The tables of the desk, by noun."""

from kardad.desk.models.delivery import Appointment, Call, Deliverable, Rating, Shift, Slot
from kardad.desk.models.engagements import Engagement
from kardad.desk.models.requests import (
    NEAREST,
    Approval,
    Assignment,
    Attachment,
    Item,
    Message,
    Opponent,
    OwnSide,
    Reminder,
    Request,
    Withdrawal,
)
from kardad.desk.models.skills import Skill
from kardad.desk.models.usual import UsualTime

__all__ = [
    "NEAREST",
    "Appointment",
    "Approval",
    "Assignment",
    "Attachment",
    "Call",
    "Deliverable",
    "Engagement",
    "Item",
    "Message",
    "Opponent",
    "OwnSide",
    "Rating",
    "Reminder",
    "Request",
    "Shift",
    "Skill",
    "Slot",
    "UsualTime",
    "Withdrawal",
]
