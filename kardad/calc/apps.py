"""The app's registration with Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """Calculators, kept sheets, values of the law."""

    name = "kardad.calc"
    label = "calc"

    def ready(self) -> None:
        """What people tell is heard."""
        from kardad.calc import receivers  # noqa: F401 – models are ready only now
