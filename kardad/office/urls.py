"""Addresses of the office."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.office import views

app_name = "office"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("incidents/", views.incident_list, name="incidents"),
    path("incidents/<int:pk>/", views.incident, name="incident"),
]
