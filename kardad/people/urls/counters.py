"""Addresses of counters and of wards."""

from django.urls import path

from kardad.people.views import counters, wards

urlpatterns = [
    path("counter/", counters.counter, name="counter"),
    path("counter/new/", counters.counter_new, name="counter_new"),
    path("counter/<str:tracking>/", counters.counter_ticket, name="counter_ticket"),
    path("counter/<str:tracking>/key/", counters.counter_key, name="counter_key"),
    path("counter/<str:tracking>/second/", counters.counter_second, name="counter_second"),
    path("counter/<str:tracking>/receipt/", counters.counter_receipt, name="counter_receipt"),
    path("counter/<str:tracking>/scans/<str:token>/", counters.counter_scan, name="counter_scan"),
    path("panel/wards/", wards.wards_list, name="wards"),
    path("panel/wards/new/", wards.ward_new, name="ward_new"),
    path("panel/wards/<str:tracking>/", wards.ward_ticket, name="ward_ticket"),
]
