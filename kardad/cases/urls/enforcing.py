"""Addresses of what follows a final decision: a side's, the secretary's, the Divan's orders, the archive."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.cases.views.enforcing import client as mine
from kardad.cases.views.enforcing import divan, office

ONE, RUNS = "panel/cases/<str:token>", "cases/enforcement/<int:pk>"
staff: list[URLPattern] = [
    path("cases/<int:pk>/enforcement/", office.enforcement, name="enforcement"),
    path(f"{RUNS}/send/", office.send, name="enforcement_send"),
    path(f"{RUNS}/court/", office.court, name="enforcement_court"),
    path(f"{RUNS}/allow/", office.allow, name="enforcement_allow"),
    path(f"{RUNS}/money/", office.money, name="enforcement_money"),
    path(f"{RUNS}/recall/", office.recall, name="enforcement_recall"),
    path(f"{RUNS}/return/", office.note_return, name="enforcement_return"),
    path(f"{RUNS}/end/", office.end, name="enforcement_end"),
    path(f"{RUNS}/package/", office.package_file, name="enforcement_package"),
    path("cases/<int:pk>/complain/", divan.complain, name="complain"),
    path("cases/divan/<int:pk>/stay/", divan.stay, name="divan_stay"),
    path("cases/divan/<int:pk>/lift/", divan.lift, name="divan_lift"),
    path("cases/divan/<int:pk>/reject/", divan.reject, name="divan_reject"),
    path("cases/divan/<int:pk>/quash/", divan.quash, name="divan_quash"),
    path("cases/<int:pk>/archive/", office.archive, name="archive"),
]
client: list[URLPattern] = [
    path(f"{ONE}/enforce/", mine.enforce, name="enforce"),
    path(f"{ONE}/enforcement/", mine.enforcement, name="enforcement"),
    path(f"{ONE}/enforcement/money/", mine.money, name="enforcement_money"),
    path(f"{ONE}/enforcement/money/<int:pk>/", mine.answer, name="enforcement_answer"),
    path(f"{ONE}/enforcement/court/", mine.court, name="enforcement_court"),
    path(f"{ONE}/enforcement/allow/", mine.allow, name="enforcement_allow"),
    path(f"{ONE}/enforcement/end/", mine.end, name="enforcement_end"),
    path(f"{ONE}/enforcement/<int:pk>/package/", mine.package_file, name="enforcement_package"),
]
