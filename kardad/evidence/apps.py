"""The app's registration with Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """Proof that nobody can forge or lose."""

    name = "kardad.evidence"
    label = "evidence"
