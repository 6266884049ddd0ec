"""Addresses of delivery: hours and papers for the client, calls, calendar and writing for staff; included by the desk's two lists."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.desk.views.delivery import client as mine
from kardad.desk.views.delivery import hours, office

REQUEST, PAPER = "panel/requests/<int:pk>", "panel/deliverables/<str:token>"
client: list[URLPattern] = [
    path(f"{REQUEST}/slots/<int:item>/", mine.slots, name="slots"),
    path(f"{REQUEST}/rate/<int:item>/", mine.rate, name="rate"),
    path("panel/appointments/<int:pk>/cancel/", mine.slot_cancel, name="slot_cancel"),
    path("panel/appointments/<int:pk>/report/", mine.slot_report, name="slot_report"),
    path(f"{PAPER}/", mine.deliverable, name="deliverable"),
    path(f"{PAPER}/workbook/", mine.workbook, name="deliverable_workbook"),
    path(f"{PAPER}/files/<int:pk>/", mine.file, name="deliverable_file"),
    path(f"{PAPER}/follow-up/", mine.follow_up, name="follow_up"),
]
# Under /office/, which the list that includes these puts before them.
staff: list[URLPattern] = [
    path("slots/", hours.calendar, name="calendar"),
    path("slots/<int:pk>/lift/", hours.shift_lift, name="shift_lift"),
    path("calls/<int:pk>/", hours.call, name="call"),
    path("calls/<int:pk>/dial/", hours.dial, name="call_dial"),
    path("calls/<int:pk>/note/", hours.note, name="call_note"),
    path("calls/<int:pk>/miss/", hours.miss, name="call_miss"),
    path("calls/<int:pk>/more/", hours.more, name="call_more"),
    path("calls/<int:pk>/end/", hours.end, name="call_end"),
    path("calls/<int:pk>/settle/", hours.settle, name="call_settle"),
    path("items/<int:pk>/paper/", office.write, name="paper_write"),
    path("deliverables/<int:pk>/", office.deliverable, name="deliverable"),
    path("deliverables/<int:pk>/sign/", office.sign, name="paper_sign"),
    path("deliverables/<int:pk>/signer/", office.signer, name="paper_signer"),
    path("deliverables/<int:pk>/release/", office.release, name="paper_release"),
    path("deliverables/<int:pk>/workbook/", office.workbook, name="paper_workbook"),
    path("deliverables/<int:pk>/files/<int:file>/", office.file, name="paper_file"),
]
