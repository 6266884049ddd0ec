"""Addresses of papers."""

from django.urls import path

from kardad.documents import views

app_name = "documents"
urlpatterns = [
    path("papers/number/", views.look_up, name="look_up"),
    path("papers/<slug:token>/", views.file, name="file"),
    path("evidence/certificates.pem", views.published, name="certificates"),
]
