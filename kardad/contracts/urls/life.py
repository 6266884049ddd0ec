"""Addresses of a contract between its signature and its end."""

from django.urls import path

from kardad.contracts.views.life import amending, running

ONE = "panel/contracts/<str:token>/life"
client = [
    path(f"{ONE}/", running.life, name="life"),
    path(f"{ONE}/amend/", amending.amend, name="amend"),
    path(f"{ONE}/yearly/", amending.yearly_annex, name="yearly_annex"),
    path(f"{ONE}/suspend/", running.suspend, name="suspend"),
    path(f"{ONE}/resume/", running.resume, name="resume"),
    path(f"{ONE}/pauses/<int:pk>/paper/", running.pause_paper, name="pause_paper"),
    path(f"{ONE}/void/", running.void, name="void"),
    path(f"{ONE}/ministry/", running.ministry, name="ministry"),
    path(f"{ONE}/renewal/", running.renewal, name="renewal"),
]
