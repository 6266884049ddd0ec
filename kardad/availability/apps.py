"""The app's registration with Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """Whether the site could be reached, and when."""

    name = "kardad.availability"
    label = "availability"

    def ready(self) -> None:
        """What the base tells of outages is heard."""
        from kardad.availability import auditing, receivers  # noqa: F401 – models are ready only now
