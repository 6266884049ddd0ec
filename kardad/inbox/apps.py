"""The app's registration with Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """Letters to persons and what each wants to be told how."""

    name = "kardad.inbox"
    label = "inbox"

    def ready(self) -> None:
        """What people tell is heard."""
        from kardad.inbox import auditing, receivers  # noqa: F401 – models are ready only now
