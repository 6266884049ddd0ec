"""The app's registration with Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """The front door."""

    name = "kardad.portal"
    label = "portal"

    def ready(self) -> None:
        """What search asks is heard."""
        from kardad.portal import receivers  # noqa: F401 – models are ready only now
