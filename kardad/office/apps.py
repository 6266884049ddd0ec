"""The app's registration with Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """The app as Django knows it."""

    name = "kardad.office"
    label = "office"
