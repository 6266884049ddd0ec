"""Addresses of second factors, under the names by which the library finds them; its own pages are not mounted."""

from django.urls import path

from kardad.people.views import accounts, security

urlpatterns = [
    path("login/", accounts.login, name="account_login"),
    path("panel/security/", security.index, name="mfa_index"),
    path("panel/security/authenticate/", security.authenticate, name="mfa_authenticate"),
    path("panel/security/totp/activate/", security.add_totp, name="mfa_activate_totp"),
    path("panel/security/totp/deactivate/", security.remove_totp, name="mfa_deactivate_totp"),
    path("panel/security/recovery-codes/", security.recovery_codes, name="mfa_view_recovery_codes"),
    path("panel/security/recovery-codes/generate/", security.make_recovery_codes, name="mfa_generate_recovery_codes"),
    path("panel/security/webauthn/login/", security.login_passkey, name="mfa_login_webauthn"),
    path("panel/security/webauthn/add/", security.add_passkey, name="mfa_add_webauthn"),
    path("panel/security/webauthn/keys/<int:pk>/edit/", security.rename_passkey, name="mfa_edit_webauthn"),
    path("panel/security/webauthn/keys/<int:pk>/remove/", security.remove_passkey, name="mfa_remove_webauthn"),
]
