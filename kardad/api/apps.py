"""The app's registration with Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """The interface for programs."""

    name = "kardad.api"
    label = "api"
