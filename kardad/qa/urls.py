"""Addresses of questions, guides and official links."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.qa.views import asking, guides, machines, reading

app_name = "qa"
urlpatterns: list[URLPattern] = [
    path("questions/", reading.questions, name="questions"),
    path("questions/ask/", asking.ask, name="ask"),
    path("questions/ask/similar/", asking.ask_similar, name="ask_similar"),
    path("questions/ask/mobile/", asking.ask_mobile, name="ask_mobile"),
    path("questions/ask/code/", asking.ask_code, name="ask_code"),
    path("questions/asked/", asking.asked, name="asked"),
    path("questions/similar.json", machines.similar, name="similar"),
    path("questions/feed.xml", machines.feed, name="feed"),
    path("questions/sitemap.xml", machines.sitemap, name="sitemap"),
    path("questions/sitemap-<slug:topic>.xml", machines.sitemap_topic, name="sitemap_topic"),
    path("questions/statistics/", reading.statistics, name="statistics"),
    path("questions/topics/<slug:topic>/", reading.topic, name="topic"),
    path("questions/p<int:pk>/opinion/<int:answer>/", reading.opinion, name="opinion"),
    path("questions/p<int:pk>/accept/<int:answer>/", reading.accept, name="accept"),
    path("questions/p<int:pk>/", reading.short, name="short"),
    path("questions/p<int:pk>/<str:slug>/", reading.question, name="question"),
    path("pors/p<int:pk>", reading.old, name="old"),
    path("panel/questions/", asking.mine, name="mine"),
    path("guides/", guides.guides, name="guides"),
    path("guides/<slug:slug>/", guides.guide, name="guide"),
    path("guides/<slug:slug>/comments/", guides.comments, name="comments"),
    path("links/", guides.links, name="links"),
]
