"""Addresses of the staff of disputes, under /office/."""

from kardad.cases.urls import boards, decisions, desk, enforcing, experts, intake, settling

app_name = "cases_office"
urlpatterns = [*intake.paths, *boards.paths, *decisions.staff, *desk.paths, *enforcing.staff, *experts.staff, *settling.staff]
