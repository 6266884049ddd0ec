"""Addresses of this room."""

from django.urls import path

from kardad.availability import views

app_name = "availability"
urlpatterns = [
    path("panel/availability/", views.certificates, name="certificates"),
    path("panel/availability/<str:token>.json", views.certificate_file, name="certificate_file"),
    path("panel/availability/<str:token>/", views.certificate, name="certificate"),
]
