"""Addresses of service under /office/."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.inbox.views.office import announcements, certifying, deliveries, dossiers, joining, notices, paper, proof, representing, risks

app_name = "inbox_office"
urlpatterns: list[URLPattern] = [
    path("service/", dossiers.index, name="dossiers"),
    path("service/dossiers/new/", dossiers.new, name="dossier_new"),
    path("service/dossiers/<int:pk>/", dossiers.dossier, name="dossier"),
    path("service/dossiers/<int:pk>/sides/", dossiers.side, name="side"),
    path("service/sides/<int:pk>/representative/", representing.represent, name="represent"),
    path("service/representations/<int:pk>/end/", representing.end_representation, name="end_representation"),
    path("service/dossiers/<int:pk>/evidence/", proof.check, name="evidence"),
    path("service/dossiers/<int:pk>/evidence.jsonl", proof.export, name="evidence_file"),
    path("service/dossiers/<int:pk>/notices/", notices.choose, name="notice_choose"),
    path("service/dossiers/<int:pk>/notices/<slug:code>/", notices.write, name="notice_write"),
    path("service/notices/<int:pk>/", notices.notice, name="notice"),
    path("service/notices/<int:pk>/sheets/<int:variant>/<int:number>.png", notices.sheet, name="notice_sheet"),
    path("service/notices/<int:pk>/place/", notices.place, name="notice_place"),
    path("service/notices/<int:pk>/drop/", notices.drop, name="notice_drop"),
    path("service/paper/", paper.queue, name="papers"),
    path("service/paper/<int:pk>/", paper.paper, name="paper"),
    path("service/paper/<int:pk>/print/", paper.printed, name="paper_print"),
    path("service/visits/<int:pk>/photo/", paper.photo, name="visit_photo"),
    path("service/failures/", deliveries.failures, name="failures"),
    path("service/deliveries/<int:pk>/", deliveries.delivery, name="delivery"),
    path("service/deliveries/<int:pk>/next/", deliveries.next_way, name="next_way"),
    path("service/deliveries/<int:pk>/void/", deliveries.void, name="void"),
    path("service/deliveries/<int:pk>/again/", deliveries.again, name="again"),
    path("service/deliveries/<int:pk>/sana/", certifying.note_by_hand, name="note_by_hand"),
    path("service/deliveries/<int:pk>/certificates/", certifying.certify_service, name="certify_service"),
    path("service/deliveries/<int:pk>/certificates/<slug:token>/", certifying.service_certificate, name="service_certificate"),
    path("service/deliveries/<int:pk>/certify/", proof.certify, name="certify"),
    path("service/certificates/<str:token>.json", proof.certificate_file, name="certificate_file"),
    path("service/certificates/<str:token>/", proof.certificate, name="certificate"),
    path("service/risks/", risks.risks, name="risks"),
    path("service/risks/<int:pk>/", risks.risk, name="risk"),
    path("service/joining/", joining.asking, name="joinings"),
    path("service/joining/<int:pk>/", joining.joining, name="joining"),
    path("service/announcements/", announcements.announcements, name="announcements"),
    path("service/announcements/<int:pk>/withdraw/", announcements.withdraw, name="announcement_withdraw"),
]
