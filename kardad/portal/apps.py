"""The app's registration with Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """The front door."""

    name = "kardad.portal"
    label = "portal"
