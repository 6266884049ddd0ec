"""Staff addresses of people's affairs, under /office/."""

from django.urls import path

from kardad.people.views import wards

app_name = "people_office"
urlpatterns = [
    path("people/<int:pk>/frozen/", wards.frozen_person, name="frozen"),
]
