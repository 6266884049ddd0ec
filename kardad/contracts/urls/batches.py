"""Addresses of work on many contracts at once."""

from django.urls import path

from kardad.contracts.views.batches import choosing, files, signing, yearly

ONE = "panel/contracts/batches/<slug:token>"
client = [
    path("panel/contracts/batches/", files.batches, name="batches"),
    path("panel/contracts/batches/new/", files.begin, name="batch_begin"),
    path("panel/contracts/batches/choose/", choosing.choose, name="batch_choose"),
    path("panel/contracts/batches/yearly/", yearly.yearly, name="batch_yearly"),
    path("panel/contracts/batches/template.xlsx", files.template_xlsx, name="batch_template_xlsx"),
    path("panel/contracts/batches/template.csv", files.template_csv, name="batch_template_csv"),
    path(f"{ONE}/", files.batch, name="batch"),
    path(f"{ONE}/errors.xlsx", files.errors_workbook, name="batch_errors"),
    path(f"{ONE}/prepare/", signing.prepare, name="batch_prepare"),
    path(f"{ONE}/sign/", signing.sign, name="batch_sign"),
    path(f"{ONE}/leave/", choosing.leave, name="batch_leave"),
]
