"""Addresses of people's affairs, by area."""

from kardad.people.urls import accounts, counters, joining, organisations, roles, verification

app_name = "people"
urlpatterns = [
    *joining.urlpatterns,
    *verification.urlpatterns,
    *accounts.urlpatterns,
    *organisations.urlpatterns,
    *roles.urlpatterns,
    *counters.urlpatterns,
]
