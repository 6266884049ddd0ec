"""Addresses of accounts."""

from django.urls import path

from kardad.people.views import accounts, mobiles, records, resets, stepping

urlpatterns = [
    path("login/", accounts.login, name="login"),
    path("logout/", accounts.logout, name="logout"),
    path("reset/", resets.reset, name="reset"),
    path("reset/code/", resets.reset_code, name="reset_code"),
    path("reset/password/", resets.reset_password, name="reset_password"),
    path("panel/account/", accounts.account, name="account"),
    path("panel/account/sessions/", accounts.own_sessions, name="sessions"),
    path("panel/account/password/", accounts.password, name="password"),
    path("panel/account/mobile/", mobiles.mobile, name="mobile"),
    path("panel/account/mobile/code/", mobiles.mobile_code, name="mobile_code"),
    path("panel/account/step-up/", stepping.step_up, name="step_up"),
    path("panel/account/export/", records.export, name="export"),
    path("panel/access-log/", records.access_log, name="access_log"),
    path("panel/history/", records.own_history, name="history"),
    path("panel/drafts/", records.draft, name="draft"),
]
