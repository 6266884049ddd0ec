"""Addresses of calculators, kept sheets and the law."""

from django.urls import path

from kardad.calc.views import calculators, deadlines, law, owed, payroll, sheets

app_name = "calc"
urlpatterns = [
    path("calculators/", calculators.index, name="index"),
    path("calculators/deadline/", deadlines.deadline, name="deadline"),
    path("calculators/owed/", owed.owed, name="owed"),
    path("calculators/owed/check/", owed.owed_check, name="owed_check"),
    path("calculators/owed/result/", owed.owed_result, name="owed_result"),
    path("calculators/owed/keep/", owed.owed_keep, name="owed_keep"),
    path("calculators/owed/<slug:step>/", owed.owed_step, name="owed_step"),
    path("calculators/payroll-list/", payroll.payroll_list, name="payroll_list"),
    path("calculators/payroll-list/template.xlsx", payroll.template_xlsx, name="payroll_template_xlsx"),
    path("calculators/payroll-list/template.csv", payroll.template_csv, name="payroll_template_csv"),
    path("calculators/payroll-list/<slug:token>/", payroll.made, name="payroll_list_made"),
    path("calculators/payroll-list/<slug:token>/list.xlsx", payroll.workbook, name="payroll_workbook"),
    path("calculators/payroll-list/<slug:token>/errors/", payroll.errors, name="payroll_errors"),
    path("calculators/payroll-list/<slug:token>/errors.xlsx", payroll.errors_workbook, name="payroll_errors_workbook"),
    path("calculators/payroll-list/<slug:token>/forget/", payroll.forget, name="payroll_forget"),
    path("calculators/payroll-list/<slug:token>/<int:place>/", payroll.payslip, name="payroll_payslip"),
    path("panel/payroll-lists/", payroll.payroll_lists, name="payroll_lists"),
    path("calculators/<slug:name>/", calculators.calculator, name="calculator"),
    path("calculators/<slug:name>/print/", calculators.paper, name="paper"),
    path("calculators/<slug:name>/sheet.json", calculators.sheet_json, name="sheet_json"),
    path("calculators/<slug:name>/keep/", sheets.keep, name="keep"),
    path("panel/sheets/", sheets.sheets, name="sheets"),
    path("panel/sheets/<int:pk>/", sheets.sheet, name="sheet"),
    path("panel/sheets/<int:pk>/again/", sheets.again, name="again"),
    path("panel/sheets/<int:pk>/rename/", sheets.rename, name="rename"),
    path("panel/sheets/<int:pk>/forget/", sheets.forget, name="forget"),
    path("law/", law.values, name="values"),
    path("law/policies/", law.readings, name="readings"),
    path("law/values/<str:key>", law.value_answer, name="value_answer"),
    path("law/values/<str:key>/", law.value_answer),
    path("law/<str:key>/", law.value, name="value"),
]
