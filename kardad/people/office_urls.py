"""Staff addresses of people's affairs, under /office/."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.people.views import managers, offices, reviews, wards

app_name = "people_office"
urlpatterns: list[URLPattern] = [
    path("reviews/", reviews.reviews_list, name="reviews"),
    path("reviews/attempts/<int:pk>/", reviews.review_attempt, name="review_attempt"),
    path("reviews/roles/<int:pk>/", reviews.review_grant, name="review_grant"),
    path("reviews/mandates/<int:pk>/", reviews.review_mandate, name="review_mandate"),
    path("reviews/memberships/<int:pk>/", reviews.review_membership, name="review_membership"),
    path("reviews/deaths/<int:pk>/", managers.death_signal, name="death_signal"),
    path("accounts/<int:pk>/", wards.frozen_person, name="frozen"),
    path("methods/", managers.methods_list, name="methods"),
    path("methods/<slug:key>/", managers.method, name="method"),
    path("offices/", offices.offices_list, name="offices"),
    path("offices/add/", offices.office, name="office_add"),
    path("offices/<int:pk>/", offices.office, name="office"),
    path("staff/", managers.staff_list, name="staff"),
    path("staff/<int:pk>/", managers.relieve, name="staff_relieve"),
]
