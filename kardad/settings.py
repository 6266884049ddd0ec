"""Every setting of Kardad, read once from the environment; a production start with something missing fails at once."""

import base64
import hashlib
from pathlib import Path
from typing import Any

from environs import Env

BASE = Path(__file__).resolve().parent.parent
env = Env()

DEMO = env.bool("KARDAD_DEMO", True)  # demo accounts, console gateways and the page that shows what they sent
DEMO_IS_MEANT = env.str("KARDAD_DEMO", "") != ""  # a demo that somebody asked for may be shown to other machines
HOST = env.str("HOST", "127.0.0.1")
DEBUG = False
VAR = Path(env.str("KARDAD_VAR", str(BASE / "var")))
VAR.mkdir(parents=True, exist_ok=True)


def secret(name: str) -> str:
    """A secret from the environment; in a demo a fixed one made from its own name, so that a newcomer needs none."""
    if DEMO:
        return env.str(name, base64.urlsafe_b64encode(hashlib.sha256(f"demo {name}".encode()).digest()).decode())
    return env.str(name)


SECRET_KEY = secret("KARDAD_SECRET_KEY")
# Versioned keys of sealed columns and files, newest first: "2:<fernet key>,1:<fernet key>" (docs/security.md says how to rotate).
FIELD_KEYS = env.list("KARDAD_FIELD_KEYS", [f"1:{secret('KARDAD_FIELD_KEY')}"]) if DEMO else env.list("KARDAD_FIELD_KEYS")
INDEX_KEY = secret("KARDAD_INDEX_KEY")  # blind indexes; never changes while the data lives
CODE_PEPPER = secret("KARDAD_CODE_PEPPER")  # one-time codes

OPERATOR = env.str("KARDAD_OPERATOR", "authority")  # authority | bureau, see core.operator
GOVERNING_CHANNEL = env.str(
    "KARDAD_GOVERNING_CHANNEL", "account"
)  # account | sana: of record where law/data/serving.toml leaves the choice
OPERATOR_NAME = env.str("KARDAD_OPERATOR_NAME", "کارداد")
CONTRACT_CAP_BINDS = env.bool("KARDAD_CONTRACT_CAP_BINDS", False)  # whether the cap on temporary work forbids, or only warns
CONTRACT_CAP_FROM = env.date("KARDAD_CONTRACT_CAP_FROM", None)  # the day it was notified: earlier work does not count towards it
OPERATOR_CONTACT = env.str("KARDAD_OPERATOR_CONTACT", "")  # address and telephone, for /about/ and complaints
SITE_URL = env.str("KARDAD_SITE_URL", f"http://{env.str('HOST', '127.0.0.1')}:{env.str('PORT', '8000')}")
# From where the site is asked each minute whether it can be reached (kardad.availability); empty: nobody asks.
OWN_HOST = "127.0.0.1" if HOST in ("0.0.0.0", "::") else HOST  # noqa: S104 – whoever listens everywhere listens here too
PROBE_URL = env.str("KARDAD_PROBE_URL", env.str("KARDAD_SITE_URL", f"http://{OWN_HOST}:{env.str('PORT', '8000')}"))
ALLOWED_HOSTS = env.list("KARDAD_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("KARDAD_ORIGINS", [])
SECURE = env.bool("KARDAD_HTTPS", not DEMO)
TRUSTED_PROXIES = env.int("KARDAD_PROXIES", 0)  # how many proxies of ours stand in front and add to X-Forwarded-For

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "django_q",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "kardad.core",
    "kardad.outbox",
    "kardad.work",
    "kardad.search",
    "kardad.evidence",
    "kardad.documents",
    "kardad.availability",
    "kardad.ui",
    "kardad.people",
    "kardad.inbox",
    "kardad.billing",
    "kardad.calc",
    "kardad.contracts",
    "kardad.qa",
    "kardad.desk",
    "kardad.cases",
    "kardad.office",
    "kardad.portal",
    "kardad.api",
]

MIDDLEWARE = [
    "kardad.core.middleware.request_id",
    "kardad.core.middleware.no_null_bytes",
    "kardad.api.middleware.one_shape",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kardad.core.middleware.security_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kardad.people.middleware.actor",
    "kardad.qa.middleware.old_addresses",  # outside the refusals, so that it sees their 404
    "kardad.core.middleware.body_limit",  # nothing above reads the body; the refusal page wants the actor and the headers
    "kardad.core.middleware.refusals",
]

ROOT_URLCONF = "kardad.urls"
WSGI_APPLICATION = "kardad.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "kardad.core.context.site",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "kardad.ui.templatetags.persian"],
        },
    }
]
COTTON_DIR = "ui"  # <c-button> is kardad/ui/templates/ui/button.html
FORM_RENDERER = "kardad.ui.rendering.Renderer"

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR / 'kardad.sqlite3'}", conn_max_age=60)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Untuned, SQLite answers "database is locked" under two writers; each pragma here was measured (docs/decisions/002).
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;",
        },
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kardad.core.views.csrf_failure"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'", *env.list("KARDAD_FORM_TARGETS", [])],
        "frame-ancestors": ["'none'"],
    }
}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORD_LENGTH = 10
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": PASSWORD_LENGTH}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "people:login"
LOGIN_REDIRECT_URL = "portal:panel"
ACCOUNT_ADAPTER = "kardad.people.allauth.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login_key"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_ADAPTER = "kardad.people.allauth.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Kardad"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
USERSESSIONS_TRACK_ACTIVITY = False

LANGUAGE_CODE = "fa"
TIME_ZONE = "Asia/Tehran"
USE_TZ = True
USE_I18N = True
LANGUAGES = [("fa", "فارسی")]
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_ROOT = VAR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kardad.ui.storage.Statics"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
UPLOAD_MAX_BYTES = env.int("KARDAD_UPLOAD_MAX_BYTES", 10 * 1024 * 1024)

SEARCH_ROOT = env.str("KARDAD_SEARCH", str(VAR / "search"))  # this machine's own index; made again from the database when it is gone
SEARCH_FRESH = 1.0  # seconds in which a process does not look for news again

# The key and certificate (PKCS#12) that seal official papers; none: the house makes its own at the first need.
PAPER_SEAL = env.str("KARDAD_PAPER_SEAL", "")
PAPER_SEAL_PASSWORD = env.str("KARDAD_PAPER_SEAL_PASSWORD", "")

API_PER_MINUTE = env.int("KARDAD_API_PER_MINUTE", 300)  # turns of one address at /api/v1

# The operator's cards to which payers may transfer, each «number|holder|bank»; none: no transfers from card to card.
CARDS = env.list("KARDAD_CARDS", ["۶۰۳۷۹۹۰۰۰۰۰۰۰۰۰۶|کارداد (نمایشی)|بانک ملی ایران"] if DEMO else [])

# Outside services: a name, or several in order of preference; kardad.gateways.choose knows the names (docs/how-to/add-a-vendor.md).
GATEWAYS = {
    "registry": env.list("KARDAD_REGISTRY", ["console"]),
    "sms": env.list("KARDAD_SMS", ["console"]),
    "mail": env.list("KARDAD_MAIL", ["console"] if DEMO else []),  # none: no e-mail is sent
    "sso": env.list("KARDAD_SSO", ["console"]),
    "scanner": env.list("KARDAD_SCANNER", ["console"]),
    "calls": env.list("KARDAD_CALLS", ["console"]),
    "payments": env.list("KARDAD_PAYMENTS", ["console"] if DEMO else []),  # none: nothing is paid online
    "sana": env.list("KARDAD_SANA", ["console"] if DEMO else []),  # none: no paper goes by the judiciary's service
    "signature": env.list("KARDAD_SIGNATURE", []),  # none: contracts are signed by one-time codes alone
    "timestamp": env.list("KARDAD_TIMESTAMP", ["local"] if DEMO else []),  # none: daily roots are signed and not time-stamped
}
GATEWAY_OPTIONS: dict[str, Any] = dict(env.json("KARDAD_GATEWAY_OPTIONS", {}))

Q_CLUSTER = {
    "name": "kardad",
    "orm": "default",
    "workers": env.int("KARDAD_JOB_WORKERS", 1),
    "timeout": 300,
    "retry": 360,
    "max_attempts": 3,
    "poll": 1,
    # Every so many seconds the guard looks after its workers and writes its state into the cache, which is a table here.
    # It ends a worker only when a count of timeout + 3 meets zero in these steps, so they divide it.
    "guard_cycle": 3,
    "catch_up": False,
    "save_limit": 250,
    "label": "jobs",
}

LOG_LEVEL = env.str("KARDAD_LOG_LEVEL", "INFO")
LOGGING_CONFIG = "kardad.core.logs.configure"
LOGGING = {"level": LOG_LEVEL}
TEST_RUNNER = "django.test.runner.DiscoverRunner"
