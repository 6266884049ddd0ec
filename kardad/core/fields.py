"""Model fields of the base."""

from typing import Any

from django.db import models

from kardad.core import crypto


class Sealed(models.TextField):
    """A text that the database holds only encrypted; cannot be searched (keep a blind index beside it)."""

    def get_prep_value(self, value: Any) -> str | None:
        """Seal on the way in; empty stays empty."""
        value = super().get_prep_value(value)
        return crypto.seal(value) if value else value

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Open on the way out; a missing key is an error, never ciphertext shown as text."""
        return crypto.unseal(value) if value else value
