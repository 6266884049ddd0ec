"""Addresses of the kartable."""

from django.urls import path

from kardad.inbox.views import certifying, dossiers, elsewhere, feeds, kartable, letters, notices, preferences, receipting, representing

app_name = "inbox"
urlpatterns = [
    path("panel/inbox/", kartable.inbox, name="inbox"),
    path("panel/inbox/preferences/", preferences.preferences, name="preferences"),
    path("panel/inbox/address/<str:key>/", preferences.address, name="address"),
    path("panel/inbox/dossiers/", dossiers.index, name="dossiers"),
    path("panel/inbox/dossiers/<slug:token>/", dossiers.dossier, name="dossier"),
    path("panel/inbox/dossiers/<slug:token>/everything.zip", dossiers.dossier_file, name="dossier_file"),
    path("panel/inbox/dossiers/<slug:token>/sides/<int:pk>/representative/", representing.represent, name="represent"),
    path("panel/inbox/representations/<int:pk>/end/", representing.end_representation, name="end_representation"),
    path("panel/inbox/join/", dossiers.join, name="join"),
    path("panel/inbox/elsewhere/", elsewhere.enter, name="elsewhere"),
    path("panel/inbox/calendar/", feeds.feed, name="feed"),
    path("calendar/<slug:secret>.ics", feeds.calendar, name="calendar"),
    path("panel/inbox/<int:pk>/", letters.letter, name="letter"),
    path("panel/inbox/<int:pk>/receipt.json", notices.receipt, name="receipt"),
    path("panel/inbox/<int:pk>/receipt/", receipting.receipt_paper, name="receipt_paper"),
    path("panel/inbox/<int:pk>/certificate/", certifying.certify_service, name="certify_service"),
    path("panel/inbox/<int:pk>/papers/<slug:token>/", notices.paper, name="paper"),
    path("panel/inbox/<int:pk>/correct/", elsewhere.correct, name="elsewhere_correct"),
    path("panel/inbox/<int:pk>/forget/", elsewhere.forget, name="elsewhere_forget"),
    path("panel/inbox/<int:pk>/brief/", elsewhere.brief, name="brief"),
    path("panel/inbox/<int:pk>/photos/<int:number>/", elsewhere.photo, name="photo"),
]
