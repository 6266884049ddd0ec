"""Addresses of the gallery."""

from django.urls import path

from kardad.ui import views

app_name = "ui"
urlpatterns = [
    path("gallery/", views.gallery, name="gallery"),
    path("gallery/<slug:slug>/", views.gallery_part, name="gallery_part"),
]
