"""Where contracts are listed."""

from django.urls import path

from kardad.contracts.views import lists, ties  # noqa: F401 – the links of ties stand on the contract's page

client = [path("panel/contracts/", lists.index, name="index")]
