"""The tables of disputes."""

from kardad.cases.models.batches import Batch, BatchItem
from kardad.cases.models.boards import Draw, Hearing, Member, Presence, Proposal, Relation, Room, Seat, Unavailable, Veto
from kardad.cases.models.cases import Capability, Case, ClaimItem, Filing, FilingFile, Grant, Hold, Series, Transfer
from kardad.cases.models.decisions import Decision, Decline, FeeReturn, Finding, Objection, Referral, Vote
from kardad.cases.models.doors import CounterConsent, OfficialEntry
from kardad.cases.models.enforcing import Collection, Divan, Enforcement, Instalment
from kardad.cases.models.figures import Figure, Pace
from kardad.cases.models.naming import SideMark
from kardad.cases.models.settling import Offer, Remittance, Settlement, Signature, Withdrawal

__all__ = [
    "Batch",
    "BatchItem",
    "Capability",
    "Case",
    "ClaimItem",
    "Collection",
    "CounterConsent",
    "Decision",
    "Decline",
    "Divan",
    "Draw",
    "Enforcement",
    "FeeReturn",
    "Figure",
    "Filing",
    "FilingFile",
    "Finding",
    "Grant",
    "Hearing",
    "Hold",
    "Instalment",
    "Member",
    "Objection",
    "Offer",
    "OfficialEntry",
    "Pace",
    "Presence",
    "Proposal",
    "Referral",
    "Relation",
    "Remittance",
    "Room",
    "Seat",
    "Series",
    "Settlement",
    "SideMark",
    "Signature",
    "Transfer",
    "Unavailable",
    "Veto",
    "Vote",
    "Withdrawal",
]
