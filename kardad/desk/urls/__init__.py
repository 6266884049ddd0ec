"""Addresses of the desk outside the office, by area; those under /office/ are in `office`."""

from kardad.desk.urls import client, clients, delivery

app_name = "desk"
urlpatterns = [*client.urlpatterns, *delivery.client, *clients.urlpatterns]
