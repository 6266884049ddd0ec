"""Addresses of who follows a case."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.cases.views import amending, following, practice, reading, taking
from kardad.cases.views.petition import declaring

paths: list[URLPattern] = [
    path("cases/", following.start, name="start"),
    path("cases/status/", following.status, name="status"),
    path("panel/cases/", following.cases, name="cases"),
    path("panel/practice/", practice.practice, name="practice"),
    path("panel/cases/<str:token>/", following.case, name="case"),
    path("panel/cases/<str:token>/petition/", reading.petition_text, name="petition_text"),
    path("panel/cases/<str:token>/respondent/", amending.name_respondent, name="name_respondent"),
    path("panel/cases/<str:token>/take/", taking.take, name="take"),
    path("panel/cases/<str:token>/file/", following.file, name="file"),
    path("panel/cases/<str:token>/file/diary/<str:diary>/", declaring.filing_diary, name="filing_diary"),
    path("panel/cases/<str:token>/files/<int:pk>/", following.filing_file, name="filing_file"),
]
