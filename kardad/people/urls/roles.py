"""Addresses of roles and mandates."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.people.views import mandates, roles

urlpatterns: list[URLPattern] = [
    path("panel/act-as/", roles.act_as, name="act_as"),
    path("panel/roles/", roles.my_roles, name="roles"),
    path("panel/roles/add/<slug:role>/", roles.role_add, name="role_add"),
    path("panel/roles/<int:pk>/", roles.role_papers, name="role_papers"),
    path("panel/papers/<slug:token>/", roles.paper, name="paper"),
    path("panel/mandates/", mandates.mandates, name="mandates"),
    path("panel/mandates/new/", mandates.mandate_invite, name="mandate_invite"),
    path("panel/mandates/accept/", mandates.mandate_accept, name="mandate_accept"),
    path("panel/mandates/<int:pk>/", mandates.mandate, name="mandate"),
    path("panel/mandates/<int:pk>/revoke/", mandates.mandate_end, {"how": "revoke"}, name="mandate_revoke"),
    path("panel/mandates/<int:pk>/resign/", mandates.mandate_end, {"how": "resign"}, name="mandate_resign"),
    path("panel/mandates/undo/<int:pk>/", mandates.mandate_undo, name="mandate_undo"),
]
