"""What the sides of a contract reach."""

from django.urls import path

from kardad.contracts.urls import batches, diary, ending, life, lists, papers, signing, writing
from kardad.contracts.views import reading

app_name = "contracts"
urlpatterns = [
    *diary.client,
    *batches.client,
    *lists.client,
    *ending.client,
    *life.client,
    *papers.client,
    *signing.client,
    *writing.client,
    path("panel/contracts/<str:token>/", reading.contract, name="contract"),
]
