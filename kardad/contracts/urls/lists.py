"""Where contracts are listed."""

from django.urls import path

from kardad.contracts.views import ends, lists, ties  # noqa: F401 – the links of ties stand on the contract's page

client = [
    path("panel/contracts/", lists.index, name="index"),
    path("panel/contracts/ends/", ends.ends, name="ends"),
    path("panel/contracts/ends/<slug:what>/", ends.ends_day, name="ends_day"),
]
