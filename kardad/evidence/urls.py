"""Addresses of this room."""

from django.urls import path

from kardad.evidence import views
from kardad.evidence.check import views as check

app_name = "evidence"
urlpatterns = [
    path("evidence/roots/", views.roots, name="roots"),
    path("evidence/roots.json", views.roots_json, name="roots_json"),
    path("evidence/keys.json", views.keys_json, name="keys_json"),
    path("evidence/consistency.json", views.consistency_json, name="consistency_json"),
    path("check/", check.page, name="check"),
    path("check/kardad-check.html", check.kept, name="check_kept"),
]
