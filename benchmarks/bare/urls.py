"""The bare application's addresses, the same as ours."""

from django.urls import path

from benchmarks.bare import calculators, codes, views

urlpatterns = [
    path("healthz", views.alive),
    path("panel/", views.panel),
    path("calculators/payslip/", calculators.payslip),
    path("panel/account/step-up/", codes.step_up),
]
