"""Addresses of organisations and workplace codes."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.people.views import organisations

urlpatterns: list[URLPattern] = [
    path("panel/organisations/", organisations.organisations, name="organisations"),
    path("panel/organisations/add/", organisations.organisation_add, name="organisation_add"),
    path("panel/organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("panel/organisations/<int:pk>/members/<int:member_id>/", organisations.member, name="member"),
    path("panel/organisations/<int:pk>/members/<int:member_id>/owner/", organisations.hand_over, name="hand_over"),
    path("panel/workplaces/", organisations.workplaces_page, name="workplaces"),
    path("panel/workplaces/<int:pk>/end/", organisations.workplace_end, name="workplace_end"),
]
