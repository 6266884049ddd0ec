"""Addresses of joining."""

from django.urls import path

from kardad.people.views import joining

urlpatterns = [
    path("join/", joining.join, name="join"),
    path("join/details/", joining.join_details, name="join_details"),
    path("join/code/", joining.join_code, name="join_code"),
]
