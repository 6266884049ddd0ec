"""The app's registration with Django."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "kardad.people"
    label = "people"
