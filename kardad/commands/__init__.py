"""The commands of `kardad`, one module each, imported only when it is called."""

import os


def begin() -> None:
    """Django is ready; called inside `run`, so that commands without a database start fast."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kardad.settings")
    django.setup()
