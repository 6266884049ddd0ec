"""Addresses of the end of a contract and its settlement."""

from django.urls import path

from kardad.contracts.views.ending import naming, settlement

ONE = "panel/contracts/<str:token>"
client = [
    path(f"{ONE}/ending/", naming.ending, name="ending"),
    path(f"{ONE}/ending/accept/", naming.ending_accept, name="ending_accept"),
    path(f"{ONE}/ending/take-back/", naming.ending_take_back, name="ending_take_back"),
    path(f"{ONE}/ending/paper/", naming.ending_paper, name="ending_paper"),
    path(f"{ONE}/ending/<str:cause>/", naming.ending_named, name="ending_named"),
    path(f"{ONE}/settlement/", settlement.settlement, name="settlement"),
    path(f"{ONE}/settlement/facts/", settlement.settlement_facts, name="settlement_facts"),
    path(f"{ONE}/settlement/prepare/", settlement.settlement_prepare, name="settlement_prepare"),
    path(f"{ONE}/settlement/pay/", settlement.settlement_pay, name="settlement_pay"),
    path(f"{ONE}/settlement/undo/", settlement.settlement_undo, name="settlement_undo"),
    path(f"{ONE}/settlement/proof/", settlement.settlement_proof, name="settlement_proof"),
]
