"""The app's registration with Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """Contracts, their versions, signatures, amendments, endings and settlements."""

    name = "kardad.contracts"
    label = "contracts"

    def ready(self) -> None:
        """What those below tell is heard."""
        from kardad.contracts import auditing, diary_auditing, readers, receivers, signed_endings, signed_life  # noqa: F401 – models are ready only now
