"""What the desk answers when search, below it, asks what may be found: the services that are offered."""

from django.dispatch import receiver
from django.urls import reverse

from kardad.desk import catalogue
from kardad.search import signals as search
from kardad.search.actions import Named


@receiver(search.gathering)
def services(sender: object, **_: object) -> list[Named]:
    """Every service that can be asked for, by its title, its words and what it gives."""
    return [
        Named(
            kind="service",
            name=one.code,
            title=one.title,
            text=" ".join([one.text, *one.gives]),
            url=reverse("desk:service", args=[one.code]),
            weight=3,
        )
        for one in catalogue.offered()
    ]
