"""The app's registration with Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """Requests, their conversation, estimate, delivery."""

    name = "kardad.desk"
    label = "desk"

    def ready(self) -> None:
        """What those below tell is heard."""
        from kardad.desk import finding, receivers  # noqa: F401 – models are ready only now
