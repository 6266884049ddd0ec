"""Addresses of the office."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.office import views

app_name = "office"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("incidents/", views.incident_list, name="incidents"),
    path("incidents/<int:pk>/", views.incident, name="incident"),
    path("incidents/<int:pk>/words/", views.incident_words, name="incident_words"),
    path("papers/<int:pk>/", views.paper, name="paper"),
    path("availability/", views.availability_list, name="availability"),
    path("availability/<str:token>.json", views.availability_file, name="availability_file"),
    path("availability/<str:token>/", views.availability_certificate, name="availability_certificate"),
]
