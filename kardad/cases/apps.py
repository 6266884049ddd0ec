"""The app's registration with Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """Petitions, boards, hearings, decisions, objections, enforcement."""

    name = "kardad.cases"
    label = "cases"

    def ready(self) -> None:
        """What those below tell is heard."""
        from kardad.cases import (  # noqa: F401 – models are ready only now
            readers,
            receivers,
            receivers_contracts,
            receivers_enforcing,
            receivers_experts,
            receivers_naming,
            receivers_settling,
        )
