"""Addresses of how a dispute ends without a verdict, and of what a representative may do in it."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.cases.views.settling import conciliation, confirming, powers, table, withdrawal

MINE = "panel/cases/<str:token>"
client: list[URLPattern] = [
    path(f"{MINE}/powers/", powers.powers, name="powers"),
    path(f"{MINE}/powers/write/", powers.empower, name="empower"),
    path(f"{MINE}/powers/accept/", powers.accept_powers, name="accept_powers"),
    path(f"{MINE}/powers/decline/", powers.decline_powers, name="decline_powers"),
    path(f"{MINE}/withdraw/", withdrawal.withdraw, name="withdraw"),
    path(f"{MINE}/withdraw/consent/", withdrawal.withdrawal_consent, name="withdrawal_consent"),
    path(f"{MINE}/withdraw/refuse/", withdrawal.withdrawal_refuse, name="withdrawal_refuse"),
]
client += [
    path(f"{MINE}/settlement/", table.settlement, name="settlement"),
    path(f"{MINE}/settlement/open/", table.settlement_open, name="settlement_open"),
    path(f"{MINE}/settlement/offer/", table.settlement_offer, name="settlement_offer"),
    path(f"{MINE}/settlement/propose/", table.settlement_propose, name="settlement_propose"),
    path(f"{MINE}/settlement/agree/", table.settlement_agree, name="settlement_agree"),
    path(f"{MINE}/settlement/sign/", table.settlement_sign, name="settlement_sign"),
    path(f"{MINE}/settlement/drop/", table.settlement_drop, name="settlement_drop"),
    path(f"{MINE}/settlement/instalments/<int:pk>/", table.remit, name="remit"),
    path(f"{MINE}/settlement/remittances/<int:pk>/confirm/", table.confirm_remittance, name="confirm_remittance"),
    path(f"{MINE}/settlement/remittances/<int:pk>/deny/", table.deny_remittance, name="deny_remittance"),
]
client.append(path(f"{MINE}/conciliate/", conciliation.propose_conciliation, name="propose_conciliation"))
staff: list[URLPattern] = [
    path("cases/<int:pk>/settlement/", confirming.confirm_settlement, name="confirm_settlement"),
    path("cases/<int:pk>/powers/<int:representation>/", powers.record_powers, name="record_powers"),
    path("cases/<int:pk>/conciliate/", conciliation.conciliate, name="conciliate"),
    path("cases/<int:pk>/conciliation/end/", conciliation.end_conciliation, name="end_conciliation"),
]
