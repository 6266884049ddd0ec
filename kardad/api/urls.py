"""Addresses of the interface and of the page that explains it."""

from django.urls import path, re_path

from kardad.api import views
from kardad.api.interface import interface

urlpatterns = [
    path("api/v1/", interface.urls),
    # Typed by hand, it is found with a slash and without.
    re_path(r"^api/docs/?$", views.docs, name="api_docs"),
]
