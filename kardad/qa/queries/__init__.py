"""Reads over questions and answers, by noun."""

from kardad.qa.queries.figures import Figures, figures
from kardad.qa.queries.similar import similar

__all__ = ["Figures", "figures", "similar"]
