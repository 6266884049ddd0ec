"""Addresses of desk under /office/."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.desk.urls import delivery
from kardad.desk.views.office import money, people, picture, queue, request, review, talk, work

app_name = "desk_office"
urlpatterns: list[URLPattern] = [
    path("requests/", queue.queue, name="queue"),
    path("requests/mine/", queue.mine, name="mine"),
    path("requests/opinions/<int:pk>/", talk.opinion, name="opinion"),
    path("requests/<int:pk>/", request.request, name="request"),
    path("requests/<int:pk>/applicant/", request.applicant, name="applicant"),
    path("requests/<int:pk>/files/<int:file>/", request.file, name="file"),
    path("requests/<int:pk>/files/<int:file>/hide/", request.hide, name="hide"),
    path("requests/<int:pk>/assign/", review.assign, name="assign"),
    path("requests/<int:pk>/ask/", talk.ask, name="ask"),
    path("requests/<int:pk>/say/", talk.say, name="say"),
    path("requests/<int:pk>/note/", talk.note, name="note"),
    path("requests/<int:pk>/opinion/", talk.ask_opinion, name="ask_opinion"),
    path("requests/<int:pk>/items/<int:item>/redirect/", review.redirect, name="redirect"),
    path("requests/<int:pk>/reject/", review.reject, name="reject"),
    path("requests/<int:pk>/price/", money.price, name="price"),
    path("requests/<int:pk>/invoice/", money.invoice, name="invoice"),
    path("requests/<int:pk>/start/", work.start, name="start"),
    path("requests/<int:pk>/deliver/", work.deliver, name="deliver"),
    path("requests/<int:pk>/recall/<int:deliverable>/", work.recall, name="recall"),
    path("approvals/", review.approvals, name="approvals"),
    path("approvals/<int:pk>/", review.approval, name="approval"),
    path("approvals/<int:pk>/drop/", review.drop_approval, name="drop_approval"),
    path("experts/", people.experts, name="experts"),
    path("experts/<int:pk>/", people.expert, name="expert"),
    path("picture/", picture.overview, name="picture"),
    *delivery.staff,
]
