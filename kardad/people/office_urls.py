"""Staff addresses of people's affairs, under /office/."""

from django.urls.resolvers import URLPattern

app_name = "people_office"
urlpatterns: list[URLPattern] = []
