"""Addresses of decisions: the board's, the secretary's, a side's."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.cases.views import decisions, objections, serving

MAKING, MINE = "cases/<int:pk>/decision", "panel/cases/<str:token>"
staff: list[URLPattern] = [
    path(f"{MAKING}/", decisions.decision, name="decision"),
    path(f"{MAKING}/draft/", decisions.draft, name="decision_draft"),
    path(f"{MAKING}/find/<int:position>/", decisions.find, name="decision_find"),
    path(f"{MAKING}/write/", decisions.write, name="decision_write"),
    path(f"{MAKING}/propose/", decisions.propose, name="decision_propose"),
    path(f"{MAKING}/redraft/", decisions.redraft, name="decision_redraft"),
    path(f"{MAKING}/vote/", decisions.vote, name="decision_vote"),
    path(f"{MAKING}/issue/", decisions.issue, name="decision_issue"),
    path(f"{MAKING}/renew/", decisions.renew, name="decision_renew"),
    path(f"{MAKING}/drop/", decisions.drop, name="decision_drop"),
    path(f"{MAKING}/rule/<int:objection>/", decisions.rule, name="objection_rule"),
    path(f"{MAKING}/correct/<int:issued>/", decisions.correct, name="decision_correct"),
    path("cases/<int:pk>/decisions/", serving.decisions, name="decisions"),
    path("cases/decisions/<int:pk>/serve/", serving.serve, name="decision_serve"),
    path("cases/objections/<int:pk>/send-up/", serving.send_up, name="objection_send_up"),
]
client: list[URLPattern] = [
    path(f"{MINE}/decisions/", objections.decisions, name="decisions"),
    path(f"{MINE}/object/", objections.object, name="object"),
    path(f"{MINE}/certify/", objections.certify, name="certify"),
]
