"""Every address of the site; each app adds its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("kardad.core.urls")),
    path("", include("kardad.portal.urls")),
    path("", include("kardad.api.urls")),
    path("", include("kardad.people.urls")),
    path("", include("kardad.calc.urls")),
    path("", include("kardad.ui.urls")),
    path("office/", include("kardad.office.urls")),
    path("office/", include("kardad.people.office_urls")),
    path("", include("kardad.people.urls.security")),
]

handler400 = "kardad.core.views.bad_request"
handler403 = "kardad.core.views.forbidden"
handler404 = "kardad.core.views.not_found"
handler500 = "kardad.core.views.failed"
