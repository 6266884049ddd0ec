"""Addresses of a petition that is followed at the office where its owner filed it."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.cases.views import official

paths: list[URLPattern] = [
    path("panel/cases/<str:token>/official/", official.course, name="official"),
    path("panel/cases/<str:token>/official/<int:pk>/void/", official.official_void, name="official_void"),
    path("panel/cases/<str:token>/official/<slug:kind>/", official.official_tell, name="official_tell"),
]
