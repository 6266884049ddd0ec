"""Addresses of the intake desk."""

from django.urls import path

from kardad.cases.views import amending, intake, reading, taking

paths = [
    path("cases/", intake.queue, name="queue"),
    path("cases/<int:pk>/", intake.case, name="case"),
    path("cases/<int:pk>/accept/", intake.accept, name="accept"),
    path("cases/<int:pk>/receive/", intake.receive, name="receive"),
    path("cases/<int:pk>/defect/", intake.mark_defect, name="mark_defect"),
    path("cases/<int:pk>/lapse/", intake.lapse, name="lapse"),
    path("cases/<int:pk>/transfer/", intake.transfer, name="transfer"),
    path("cases/<int:pk>/tie/", intake.tie, name="tie"),
    path("cases/<int:pk>/filings/", intake.filings, name="filings"),
    path("cases/<int:pk>/filings/<int:file>/", intake.filing_file, name="filing_file"),
    path("cases/<int:pk>/petition/", reading.petition_of, name="petition_text"),
    path("cases/<int:pk>/respondent/", amending.name_respondent_at_desk, name="name_respondent"),
    path("cases/<int:pk>/take/", taking.take_whole, name="take_whole"),
    path("cases/<int:pk>/restrict/", intake.restrict, name="restrict"),
    path("cases/access/", intake.ask_access, name="ask_access"),
    path("cases/access/<int:pk>/", intake.decide_access, name="decide_access"),
]
