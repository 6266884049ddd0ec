"""The payroll list: a roster computed for one month, kept sealed for its owner, shown as pages and as a workbook."""
