"""Where an employer writes a contract."""

from django.urls import path

from kardad.contracts.views.writing import annexes, beginning, parts, review

client = [
    path("panel/contracts/drafts/", beginning.drafts, name="drafts"),
    path("panel/contracts/new/", beginning.new, name="new"),
    path("panel/contracts/<str:token>/again/", beginning.again, name="again"),
    path("panel/contracts/<str:token>/write/<str:part>/", parts.part, name="part"),
    path("panel/contracts/<str:token>/write/<str:part>/law/", parts.part_findings, name="part_findings"),
    path("panel/contracts/<str:token>/annexes/", annexes.annexes, name="annexes"),
    path("panel/contracts/<str:token>/annexes/<int:pk>/", annexes.annex, name="annex"),
    path("panel/contracts/<str:token>/annexes/<int:pk>/drop/", annexes.annex_drop, name="annex_drop"),
    path("panel/contracts/<str:token>/review/", review.review, name="review"),
    path("panel/contracts/<str:token>/drop/", beginning.drop, name="drop"),
]
