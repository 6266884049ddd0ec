"""The app's registration with Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """Calculators, kept sheets, values of the law."""

    name = "kardad.calc"
    label = "calc"
