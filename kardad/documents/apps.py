"""The app's registration with Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """Papers that are rendered, sealed and kept."""

    name = "kardad.documents"
    label = "documents"

    def ready(self) -> None:
        """The page that checks proofs knows by which certificates papers are sealed here."""
        from kardad.documents import auditing, certificates  # noqa: F401 – models are ready only now
        from kardad.evidence.check import known

        known.certificates_from(certificates.published)
