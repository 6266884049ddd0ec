"""Addresses of the client book: the practitioner's side, and the consents that a person gave."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.desk.views import clients

PANEL = "panel/clients"
urlpatterns: list[URLPattern] = [
    path(f"{PANEL}/", clients.clients, name="clients"),
    path(f"{PANEL}/new/", clients.new, name="client_new"),
    path(f"{PANEL}/<int:pk>/", clients.client, name="client"),
    path(f"{PANEL}/<int:pk>/drop/", clients.drop, name="client_drop"),
    path(f"{PANEL}/consent/", clients.consents, name="consents"),
    path(f"{PANEL}/consent/<slug:token>/", clients.consent, name="consent"),
    path(f"{PANEL}/consent/<slug:token>/withdraw/", clients.withdraw, name="consent_withdraw"),
]
