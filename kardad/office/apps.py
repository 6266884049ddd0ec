"""The app's registration with Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """The app as Django knows it."""

    name = "kardad.office"
    label = "office"

    def ready(self) -> None:
        """Rooms below know whom the office lets in."""
        from kardad.office import receivers  # noqa: F401 – models are ready only now
