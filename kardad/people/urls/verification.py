"""Addresses of verification."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
