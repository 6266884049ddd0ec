"""What the pages ask."""

from kardad.calc.forms.answers import Answer
from kardad.calc.forms.asking import Asking, link_of
from kardad.calc.forms.names import Name

__all__ = ["Answer", "Asking", "Name", "link_of"]
