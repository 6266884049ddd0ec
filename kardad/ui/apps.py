"""The app's registration with Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """The design system."""

    name = "kardad.ui"
    label = "ui"
