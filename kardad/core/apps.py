"""The app's registration with Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """The base."""

    name = "kardad.core"
    label = "core"

    def ready(self) -> None:
        """The settings are judged with Django's own checks."""
        from kardad.core import checks  # noqa: F401
