"""The app's registration with Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """Public questions and their answers."""

    name = "kardad.qa"
    label = "qa"

    def ready(self) -> None:
        """What people ask is answered."""
        from kardad.qa import receivers  # noqa: F401
