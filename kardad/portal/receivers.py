"""What the front door answers when search, below it, asks what may be found."""

import re
from pathlib import Path

from django.dispatch import receiver

from kardad.portal import leaves
from kardad.search import signals as search
from kardad.search.actions import Named

TEMPLATES = Path(__file__).parent / "templates"
_MARKUP = re.compile(r"\{[%#{].*?[%#}]\}|<[^>]+>", re.S)


@receiver(search.gathering)
def guides(sender: object, **_: object) -> list[Named]:
    """Every guide of the help by its question and its words."""
    return [
        Named(kind="help", name=key, title=guide.title, text=f"{guide.description} {_words_of(guide)}", url=guide.path, weight=2)
        for key, guide in leaves.guides().items()
    ]


def _words_of(guide: leaves.Leaf) -> str:
    return " ".join(_MARKUP.sub(" ", (TEMPLATES / guide.template).read_text("utf-8")).split())
