"""Addresses of questions, guides and links under /office/."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.qa.views import keeping, moderating, writing

app_name = "qa_office"
urlpatterns: list[URLPattern] = [
    path("questions/", moderating.queue, name="queue"),
    path("questions/<int:pk>/", moderating.question, name="question"),
    path("questions/<int:pk>/reject/", moderating.reject, name="reject"),
    path("questions/<int:pk>/convert/", moderating.convert, name="convert"),
    path("questions/<int:pk>/merge/", moderating.merge, name="merge"),
    path("questions/<int:pk>/archive/", moderating.archive, name="archive"),
    path("questions/<int:pk>/answer/", writing.begin, name="begin"),
    path("answers/<int:pk>/", writing.write, name="write"),
    path("answers/<int:pk>/preview/", writing.preview, name="preview"),
    path("answers/<int:pk>/circular/", writing.circular, name="circular"),
    path("answers/<int:pk>/revise/", writing.revise, name="revise"),
    path("answers/<int:pk>/refresh/", writing.refresh, name="refresh"),
    path("answers/<int:pk>/outdate/", writing.outdate, name="outdate"),
    path("answers/<int:pk>/recall/", writing.recall, name="recall"),
    path("answers/<int:pk>/versions/", writing.versions, name="versions"),
    path("guides/", keeping.guides, name="guides"),
    path("guides/new/", keeping.guide_new, name="guide_new"),
    path("guides/<int:pk>/", keeping.guide, name="guide"),
    path("comments/", keeping.comments, name="comments"),
    path("comments/<int:pk>/", keeping.comment, name="comment"),
    path("links/", keeping.links, name="links"),
    path("links/<int:pk>/", keeping.link, name="link"),
]
