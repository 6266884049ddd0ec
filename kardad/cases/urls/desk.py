"""Addresses of deeds on many cases, and of figures."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.cases.views import batches, figures

paths: list[URLPattern] = [
    path("cases/batches/", batches.batch, name="batch"),
    path("cases/batches/<int:pk>/", batches.batch_done, name="batch_done"),
    path("cases/figures/", figures.figures, name="figures"),
]
