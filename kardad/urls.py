"""Every address of the site; each app adds its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("kardad.core.urls")),
    path("", include("kardad.portal.urls")),
    path("", include("kardad.api.urls")),
    path("", include("kardad.people.urls")),
    path("", include("kardad.calc.urls")),
    path("", include("kardad.evidence.urls")),
    path("", include("kardad.documents.urls")),
    path("", include("kardad.availability.urls")),
    path("", include("kardad.inbox.urls")),
    path("", include("kardad.billing.urls")),
    path("", include("kardad.qa.urls")),
    path("", include("kardad.desk.urls")),
    path("", include("kardad.contracts.urls.client")),
    path("", include("kardad.cases.urls.client")),
    path("", include("kardad.ui.urls")),
    path("office/", include("kardad.office.urls")),
    path("office/", include("kardad.people.office_urls")),
    path("office/", include("kardad.billing.office_urls")),
    path("office/", include("kardad.inbox.office_urls")),
    path("office/", include("kardad.qa.office_urls")),
    path("office/", include("kardad.desk.urls.office")),
    path("office/", include("kardad.cases.urls.office")),
    path("", include("kardad.people.urls.security")),
]

handler400 = "kardad.core.views.bad_request"
handler403 = "kardad.core.views.forbidden"
handler404 = "kardad.core.views.not_found"
handler500 = "kardad.core.views.failed"
