"""Addresses of a petition: begun, filled in step by step, signed, filed, mended."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.cases import reading  # noqa: F401 – whoever has the address of a paper is asked for by its room
from kardad.cases.urls import official
from kardad.cases.views import groups
from kardad.cases.views.petition import counter, declaring, heirs, lists, monthly, signing, steps

ONE = "panel/cases/petition/<str:token>"
paths: list[URLPattern] = [
    path("panel/cases/new/", steps.new, name="petition_new"),
    path("panel/cases/counter/", counter.counter_petitions, name="counter_petitions"),
    path("panel/cases/counter/<str:token>/", counter.counter_consent, name="counter_consent"),
    path("panel/cases/counter/<str:token>/sign/", counter.counter_sign, name="counter_sign"),
    path("panel/cases/counter/<str:token>/done/", counter.counter_done, name="counter_done"),
    path("panel/cases/petitions/", steps.petitions, name="petitions"),
    path(f"{ONE}/heirs/", heirs.petition_heirs, name="petition_heirs"),
    path(f"{ONE}/heirs/<int:place>/drop/", heirs.petition_heir_drop, name="petition_heir_drop"),
    path(f"{ONE}/respondents/", lists.petition_respondents, name="petition_respondents"),
    path(f"{ONE}/respondents/<int:place>/", lists.petition_respondent, name="petition_respondent"),
    path(f"{ONE}/respondents/<int:place>/drop/", lists.petition_respondent_drop, name="petition_respondent_drop"),
    path(f"{ONE}/office/", steps.petition_office, name="petition_office"),
    path(f"{ONE}/claims/", lists.petition_claims, name="petition_claims"),
    path(f"{ONE}/claims/<int:place>/", lists.petition_claim, name="petition_claim"),
    path(f"{ONE}/claims/<int:place>/sheet/", lists.petition_claim_sheet, name="petition_claim_sheet"),
    path(f"{ONE}/claims/<int:place>/months/", monthly.petition_claim_months, name="petition_claim_months"),
    path(f"{ONE}/claims/<int:place>/drop/", lists.petition_claim_drop, name="petition_claim_drop"),
    path(f"{ONE}/evidence/", lists.petition_evidence, name="petition_evidence"),
    path(f"{ONE}/diary/<str:diary>/", declaring.petition_diary, name="petition_diary"),
    path(f"{ONE}/files/<int:pk>/", lists.petition_file, name="petition_file"),
    path(f"{ONE}/files/<int:pk>/drop/", lists.petition_file_drop, name="petition_file_drop"),
    path(f"{ONE}/check/", signing.petition_check, name="petition_check"),
    path(f"{ONE}/sign/", signing.petition_sign, name="petition_sign"),
    path(f"{ONE}/done/", signing.petition_done, name="petition_done"),
    path(f"{ONE}/cure/", signing.petition_cure, name="petition_cure"),
    path(f"{ONE}/prepared/", signing.petition_prepared, name="petition_prepared"),
    path(f"{ONE}/drop/", steps.petition_drop, name="petition_drop"),
    path(f"{ONE}/<slug:step>/", steps.petition_step, name="petition_step"),
    path("panel/cases/join/", groups.join_group, name="join_group"),
    path("panel/cases/<str:token>/group/", groups.group, name="group"),
    *official.paths,
]
