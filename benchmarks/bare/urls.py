"""The bare application's addresses, the same as ours."""

from django.urls import path

from benchmarks.bare import calculators, codes, lists, views

urlpatterns = [
    path("healthz", views.alive),
    path("panel/", views.panel),
    path("calculators/payslip/", calculators.payslip),
    path("panel/requests/", lists.requests),
    path("questions/p<int:pk>/<str:slug>/", lists.question),
    path("panel/account/step-up/", codes.step_up),
]
