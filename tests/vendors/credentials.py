"""The room of the made-up keys that the local vendors accept; none of them opens anything anywhere."""

FINNOTECH_CLIENT_ID = "kardad-tests"
FINNOTECH_CLIENT_SECRET = "fake-finnotech-secret"
FINNOTECH_NID = "9990002029"
FINNOTECH_SCOPES = (
    "kyc:sms-shahkar-send:get",
    "facility:sms-shahkar-verification:get",
    "kyc:death-status-inquiry:get",
    "kyc:iban-owner-verification:get",
    "kyb:match-legal-id-with-members:get",
    "ecity:cc-postal-code-inquiry:get",
    "oak:iban-inquiry:get",
)
FINNOTECH_CONSENT_SCOPE = "kyc:sms-nid-verification:get"

JIBIT_API_KEY = "fake-jibit-api-key"
JIBIT_SECRET_KEY = "fake-jibit-secret-key"

ZOHAL_TOKEN = "fake-zohal-token"

KAVENEGAR_KEY = "fake-kavenegar-key"
KAVENEGAR_SENDER = "10009990001"
KAVENEGAR_TEMPLATE = "kardadcode"
KAVENEGAR_TEMPLATES = {
    "kardadcode": "کد تأیید کارداد: %token به کسی ندهید.",
    "kardadnotice": "کارداد: %token10 با شماره %token ثبت شد.",
}
KAVENEGAR_CREDIT = 1_500_000

SMSIR_KEY = "fake-smsir-key"
SMSIR_LINE = 30009990001
SMSIR_TEMPLATE = 100001
SMSIR_TEMPLATES = {
    100001: "کد تأیید کارداد: #CODE# به کسی ندهید.",
    100002: "کارداد: #TITLE# با شماره #NUMBER# ثبت شد.",
}

SSO_CLIENT_ID = "kardad-tests"
SSO_CLIENT_SECRET = "fake-window-client-secret-0123456789"

PAY_DOMAINS = ("kardad.example", "kardad.local", "testserver", "localhost", "127.0.0.1")
"""The domains that the made-up merchant has registered with every bank: payers come from there and go back there."""

ZARINPAL_MERCHANT = "7e1f0c7a-0000-4000-8000-000000009990"
ZARINPAL_OTHER_MERCHANT = "7e1f0c7a-0000-4000-8000-000000009991"

ZIBAL_MERCHANT = "zibal"
ZIBAL_CLOSED_MERCHANT = "fake-closed-merchant"

SAMAN_TERMINAL = "99900012"
SAMAN_CLOSED_TERMINAL = "99900013"

MELLAT_TERMINAL = "9990001"
MELLAT_USER = "fake-mellat-user"
MELLAT_PASSWORD = "fake-mellat-password"
