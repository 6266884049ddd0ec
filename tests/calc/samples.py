"""Facts for every calculator, as an address holds them: those that give a sheet, those that are wrong, those the law is silent on."""

EVERY = {
    "settlement": "hired_on=1402/02/01&left_on=1404/05/31&end_reason=resignation&married=true&used_days=10",
    "claim": "hired_on=1400/02/01&left_on=1403/11/15&paid.0.from=1400/02/01&paid.0.to=1403/11/15&paid.0.monthly=35000000",
    "severance": "daily=3463656&from=1402/01/01&to=1404/05/31",
    "bonus": "year=1404&daily=4000000&days_worked=200",
    "leave": "from=1404/01/01&to=1404/08/30&used_days=5&daily=3463656&terminating=true",
    "back-pay": "dismissed_on=1404/02/01&reinstated_on=1404/06/01&daily=4000000",
    "unemployment": "average_insured_monthly=150000000&dependants=2&on=1404/05/01",
    "payslip": "month=1404-05&children=2&married=true&overtime_hours=10&other_benefits.0.title=پاداش&other_benefits.0.amount=5000000",
    "overtime": "on=1404/05/01&daily=3463656&hours=20&night_hours=8&friday_hours=8",
    "gross-up": "month=1404-05&net=200000000",
    "tax": "month=1404-05&taxable=420000000",
    "insurance": "month=1404-05&insurable=200000000",
    "wage-floor": "on=1404/05/01",
    "seniority": "hired_on=1395/03/10&on=1404/05/01",
    "next-wage": "daily=5000000&on=1405/01/01",
}
WRONG = (
    "on=چه&month=1404-15&daily=abc&year=1&from=1404/13/01&hired_on=12&left_on=x&net=-5"
    "&taxable=x&insurable=y&dismissed_on=q&average_insured_monthly=z"
)
SILENT = {"wage-floor": "on=1389/05/01", "tax": "month=1395-05&taxable=900000000", "insurance": "month=1389-01&insurable=1000"}
