"""The app's registration with Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """One index of everything that may be found."""

    name = "kardad.search"
    label = "search"
