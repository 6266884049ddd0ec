"""Addresses of experts: the board's order, the secretary's part, a side's page, the expert's own panel."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.cases.views import experts

staff: list[URLPattern] = [
    path("cases/<int:pk>/expert/", experts.office_expert, name="expert"),
    path("cases/<int:pk>/expert/refer/", experts.refer, name="refer"),
    path("cases/<int:pk>/expert/appoint/", experts.appoint, name="appoint"),
    path("cases/<int:pk>/expert/go-on/", experts.go_on, name="go_on"),
    path("cases/<int:pk>/expert/take-up/", experts.take_up, name="take_up"),
    path("cases/<int:pk>/expert/fee/", experts.note_fee, name="note_fee"),
    path("cases/fees/<int:pk>/", experts.fee_return, name="fee_return"),
    path("cases/<int:pk>/expert/opine/", experts.office_opine, name="opine"),
]
client: list[URLPattern] = [
    path("panel/cases/<str:token>/expert/", experts.expert, name="expert"),
    path("panel/cases/<str:token>/expert/object/", experts.opinion_object, name="opinion_object"),
    path("panel/expertise/", experts.expertises, name="expertises"),
    path("panel/expertise/<int:pk>/", experts.expertise, name="expertise"),
    path("panel/expertise/<int:pk>/files/<int:file>/", experts.expertise_file, name="expertise_file"),
    path("panel/expertise/<int:pk>/opine/", experts.opine, name="opine"),
    path("panel/expertise/<int:pk>/decline/", experts.decline, name="decline_expertise"),
]
