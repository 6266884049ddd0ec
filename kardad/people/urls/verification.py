"""Addresses of verification."""

from django.urls import path

from kardad.people.views import following, verification

urlpatterns = [
    path("verify/", verification.verify, name="verify"),
    path("verify/role/", verification.verify_role, name="verify_role"),
    path("verify/details/", verification.verify_details, name="verify_details"),
    path("verify/checks/", verification.verify_checks, name="verify_checks"),
    path("verify/code/", verification.verify_code, name="verify_code"),
    path("verify/profile/", verification.verify_profile, name="verify_profile"),
    path("verify/done/", verification.verify_done, name="verify_done"),
    path("verify/ticket/", verification.verify_ticket, name="verify_ticket"),
    path("verify/follow/", following.follow, name="follow"),
    path("verify/window/", following.verify_window, name="verify_window"),
    path("verify/window/back/", following.verify_window_back, name="verify_window_back"),
    path("demo/messages/", following.demo_messages, name="demo_messages"),
    path("demo/sso/", following.demo_sso, name="demo_sso"),
]
