"""Addresses of the portal."""

from django.urls import path

from kardad.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("panel/", views.panel, name="panel"),
    path("search/", views.search, name="search"),
    path("help/", views.help_list, name="help"),
    path("help/<slug:slug>/", views.help_page, name="help_page"),
    path("about/", views.about, name="about"),
    path("rules/", views.rules, name="rules"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("status/", views.status, name="status"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("app.webmanifest", views.manifest, name="manifest"),
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("offline/", views.offline, name="offline"),
]
