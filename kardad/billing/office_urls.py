"""Addresses of billing under /office/."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.billing.views import office_invoices, office_ledger, office_payments, office_payouts, office_receipts, office_refunds
from kardad.billing.views import office_tariff as tariff

app_name = "billing_office"
urlpatterns: list[URLPattern] = [
    path("tariff/", tariff.tariff, name="tariff"),
    path("tariff/setup/", tariff.setup, name="setup"),
    path("tariff/propose/<slug:kind>/", tariff.propose, name="propose"),
    path("tariff/prices/<int:pk>/", tariff.row, {"kind": "price"}, name="price"),
    path("tariff/vat/<int:pk>/", tariff.row, {"kind": "vat"}, name="vat_rate"),
    path("tariff/sellers/<int:pk>/", tariff.row, {"kind": "seller"}, name="seller"),
    path("tariff/discounts/<int:pk>/", tariff.row, {"kind": "discount"}, name="discount"),
    path("receipts/", office_receipts.receipts, name="receipts"),
    path("receipts/<int:pk>/", office_receipts.receipt, name="receipt"),
    path("receipts/<int:pk>/file/", office_receipts.receipt_file, name="receipt_file"),
    path("refunds/", office_refunds.refunds, name="refunds"),
    path("refunds/<int:pk>/", office_refunds.refund, name="refund"),
    path("credits/", office_payouts.creditors, name="creditors"),
    path("credits/<slug:holder>/", office_payouts.payout_new, name="payout_new"),
    path("payouts/", office_payouts.payouts, name="payouts"),
    path("payouts/<int:pk>/", office_payouts.payout, name="payout"),
    path("invoices/", office_invoices.invoices, name="invoices"),
    path("invoices/<int:pk>/", office_invoices.invoice, name="invoice"),
    path("invoices/<int:pk>/print/", office_invoices.paper, name="paper"),
    path("invoices/<int:pk>/void/", office_invoices.void, name="void"),
    path("invoices/<int:pk>/slip/", office_receipts.slip, name="slip"),
    path("invoices/<int:pk>/refund/", office_refunds.refund_new, name="refund_new"),
    path("payments/<int:pk>/", office_payments.payment, name="payment"),
    path("ledger/", office_ledger.ledger, name="ledger"),
    path("ledger/csv/", office_ledger.ledger_csv, name="ledger_csv"),
]
