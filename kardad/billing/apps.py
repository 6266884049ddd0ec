"""The app's registration with Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """Tariff, invoices, payments, refunds, ledger."""

    name = "kardad.billing"
    label = "billing"

    def ready(self) -> None:
        """What people tell is heard."""
        from kardad.billing import receivers  # noqa: F401 – models are ready only now
