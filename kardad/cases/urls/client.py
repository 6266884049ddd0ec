"""Addresses of disputes in the panel of their sides; each room brings its own list."""

from kardad.cases.urls import boards, decisions, enforcing, experts, following, petition, settling

app_name = "cases"
urlpatterns = [*petition.paths, *boards.client_paths, *decisions.client, *enforcing.client, *experts.client, *settling.client]
urlpatterns += following.paths
