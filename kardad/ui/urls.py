"""Addresses of the ui."""

from django.urls.resolvers import URLPattern

app_name = "ui"
urlpatterns: list[URLPattern] = []
