"""Addresses of a contract's papers, and of what anybody may read: whether one is ours, by what all are judged."""

from django.urls import path

from kardad.contracts.views import papers, rules

ONE = "panel/contracts/<str:token>/papers"
client = [
    path("contracts/check/", papers.check, name="check"),
    path("contracts/rules/", rules.rules, name="rules"),
    path(f"{ONE}/", papers.papers, name="papers"),
    path(f"{ONE}/record/", papers.record, name="paper_record"),
    path(f"{ONE}/everything/", papers.everything, name="paper_package"),
    path(f"{ONE}/office/", papers.office, name="paper_office"),
    path(f"{ONE}/council/", papers.council, name="paper_council"),
    path(f"{ONE}/receipts/<int:seq>/", papers.receipt, name="paper_receipt"),
    path(f"{ONE}/<str:kind>/<int:number>/", papers.paper, name="paper"),
    path(f"{ONE}/<str:kind>/<int:number>/unsigned/", papers.unsigned, name="paper_unsigned"),
]
