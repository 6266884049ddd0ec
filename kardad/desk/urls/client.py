"""Addresses of the desk: the public catalogue, and the client's side."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.desk.views import asking, catalogue, deeds, requests

PANEL = "panel/requests"
urlpatterns: list[URLPattern] = [
    path("services/", catalogue.services, name="services"),
    path("services/<slug:code>/", catalogue.service, name="service"),
    path(f"{PANEL}/", requests.requests, name="requests"),
    path(f"{PANEL}/new/", asking.new, name="request_new"),
    path(f"{PANEL}/<int:pk>/", requests.request, name="request"),
    path(f"{PANEL}/<int:pk>/edit/", asking.edit, name="request_edit"),
    path(f"{PANEL}/<int:pk>/fields/", asking.fields, name="request_fields"),
    path(f"{PANEL}/<int:pk>/check/", asking.check, name="request_check"),
    path(f"{PANEL}/<int:pk>/done/", asking.done, name="request_done"),
    path(f"{PANEL}/<int:pk>/drop/", asking.drop, name="request_drop"),
    path(f"{PANEL}/<int:pk>/say/", deeds.say, name="request_say"),
    path(f"{PANEL}/<int:pk>/answer/", deeds.answer, name="request_answer"),
    path(f"{PANEL}/<int:pk>/attach/", deeds.attach, name="request_attach"),
    path(f"{PANEL}/<int:pk>/cancel/", deeds.cancel, name="request_cancel"),
    path(f"{PANEL}/<int:pk>/restore/", deeds.restore, name="request_restore"),
    path(f"{PANEL}/<int:pk>/accept/", deeds.accept, name="request_accept"),
    path(f"{PANEL}/<int:pk>/reopen/", deeds.reopen, name="request_reopen"),
    path(f"{PANEL}/<int:pk>/withdraw/", deeds.withdraw, name="request_withdraw"),
    path(f"{PANEL}/<int:pk>/object/", deeds.object, name="request_object"),
    path(f"{PANEL}/files/<int:pk>/", requests.file, name="request_file"),
    path(f"{PANEL}/files/<int:pk>/drop/", asking.unattach, name="request_file_drop"),
]
