"""Addresses of billing: what a buyer sees of his money, and where banks send payers back to."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.billing.views import bank, credit, invoices, paying, payments

app_name = "billing"
urlpatterns: list[URLPattern] = [
    path("panel/invoices/", invoices.invoices, name="invoices"),
    path("panel/invoices/payout/", credit.payout, name="payout"),
    path("panel/invoices/<slug:token>/", invoices.invoice, name="invoice"),
    path("panel/invoices/<slug:token>/pay/", paying.pay, name="pay"),
    path("panel/invoices/<slug:token>/receipt/", paying.receipt, name="receipt"),
    path("panel/invoices/<slug:token>/credit/", paying.credit, name="credit"),
    path("panel/invoices/<slug:token>/print/", invoices.paper, name="paper"),
    path("panel/payments/<slug:token>/", payments.payment, name="payment"),
    path("panel/payments/<slug:token>/print/", payments.payment_paper, name="payment_paper"),
    path("panel/payments/<slug:token>/file/", payments.payment_file, name="payment_file"),
    path("pay/back/<slug:token>/", bank.back, name="back"),
    path("demo/pay/", bank.demo_bank, name="demo_bank"),
]
