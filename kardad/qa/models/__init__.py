"""The tables of questions and answers, by noun."""

from kardad.qa.models.answers import Answer, Citation, Opinion, Version
from kardad.qa.models.guides import Comment, Guide, LinkEntry
from kardad.qa.models.questions import OldAddress, Question, Tally

__all__ = ["Answer", "Citation", "Comment", "Guide", "LinkEntry", "OldAddress", "Opinion", "Question", "Tally", "Version"]
