"""All settings of one installation.

Everything that differs between installations comes from the environment. `THROUGHGATE_MODE` is `demo` (loopback,
invented people, a throw-away key), `test`, or `production` (the default): production refuses to start while anything in
`throughgate.config.deployment` is unsafe. What Django 6 takes over (CSP, tasks) is configured here and nowhere else.
"""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent

MODE = os.environ.get("THROUGHGATE_MODE", "production")
DEMO = MODE == "demo"
TESTING = MODE == "test"
PRODUCTION = not (DEMO or TESTING)
DEBUG = os.environ.get("DEBUG", "") in {"1", "true", "yes"}

VAR = Path(os.environ.get("THROUGHGATE_VAR", ROOT / "var"))
VAR.mkdir(parents=True, exist_ok=True)

DEFAULT_KEY = "throughgate-demonstration-key-never-for-real-people"
SECRET_KEY = os.environ.get("SECRET_KEY") or DEFAULT_KEY
# Keys for encrypted fields, newest first, as `id:secret` joined with commas. The id stands in each token, so keys can
# be rotated.
FIELD_KEYS = os.environ.get("THROUGHGATE_FIELD_KEYS") or f"demo:{SECRET_KEY}"

ORGANISATION = os.environ.get("THROUGHGATE_ORGANISATION", "Throughgate demonstration" if DEMO else "Throughgate")
# The word this organisation uses for the people it serves.
PERSON_WORD = os.environ.get("THROUGHGATE_PERSON_WORD", "person")
PEOPLE_WORD = os.environ.get("THROUGHGATE_PEOPLE_WORD", "people")

ALLOWED_HOSTS = [
    h for h in os.environ.get("ALLOWED_HOSTS", "" if PRODUCTION else "127.0.0.1,localhost,testserver").split(",") if h
]
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "throughgate.web",
    "throughgate.common",
    "throughgate.audit",
    "throughgate.sites",
    "throughgate.accounts",
    "throughgate.access",
    "throughgate.people",
    "throughgate.record",
    "throughgate.story",
    "throughgate.programmes",
    "throughgate.casework",
    "throughgate.measures",
    "throughgate.work",
    "throughgate.recovery",
    "throughgate.family",
    "throughgate.groups",
    "throughgate.fidelity",
    "throughgate.learning",
    "throughgate.practice",
    "throughgate.handover",
    "throughgate.reports",
    "throughgate.release",
    "throughgate.notices",
    "throughgate.outcomes",
    "throughgate.desk",
    "throughgate.demo",
    "throughgate.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "throughgate.accounts.middleware.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
    "throughgate.accounts.middleware.SecondFactorMiddleware",
    "throughgate.people.middleware.MovedRecordMiddleware",
]

ROOT_URLCONF = "throughgate.config.urls"
WSGI_APPLICATION = "throughgate.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "throughgate.desk.frame.page_frame",
            ],
            "builtins": ["throughgate.web.templatetags.web"],
        },
    }
]
FORM_RENDERER = "throughgate.web.forms.GovukRenderer"

_database = dj_database_url.parse(
    os.environ.get("DATABASE_URL", f"sqlite:///{VAR / 'throughgate.sqlite3'}"), conn_max_age=60
)
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
        ),
    }
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by all processes: limits of sign-in and codes used once count in every worker. Made by `migrate`.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "throughgate_cache"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "throughgate.accounts.backends.SignInBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if TESTING:  # tests sign many people in; strength is not what they test
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "throughgate.accounts.adapters.AccountAdapter"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Wider than the lock-out below, so that a mistyped password meets the page that says when to try again.
# It holds back the codes of the second factor as well.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,10/5m/key"}
ACCOUNT_FORMS = {
    "login": "throughgate.accounts.forms.SignInForm",
    "reset_password": "throughgate.accounts.forms.ForgottenPasswordForm",  # nosec B105  # the path of a form, not a password
    "reset_password_from_key": "throughgate.accounts.forms.ChoosePasswordForm",  # nosec B105  # the path of a form, not a password
    "change_password": "throughgate.accounts.forms.ChangePasswordForm",  # nosec B105  # the path of a form, not a password
    "reauthenticate": "throughgate.accounts.forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "throughgate.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = ORGANISATION
# Addresses are given by an administrator, not by whoever signs up.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "throughgate.accounts.forms.CodeForm",
    "reauthenticate": "throughgate.accounts.forms.ConfirmCodeForm",
    "activate_totp": "throughgate.accounts.forms.ActivateForm",
}
# People who hold the records of others use a second factor; the demonstration lets visitors walk straight in.
SECOND_FACTOR_REQUIRED = (
    os.environ.get("THROUGHGATE_SECOND_FACTOR", "required" if PRODUCTION else "optional") == "required"
)

AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.5
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
# What was typed as an e-mail address is kept as a keyed hash: people type passwords there by mistake.
AXES_USERNAME_CALLABLE = "throughgate.accounts.lockout.fingerprint"
# Behind one proxy of ours the visitor's address is the last that the proxy added; any other may be made up.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if os.environ.get("THROUGHGATE_BEHIND_PROXY") else 0
AXES_CLIENT_IP_CALLABLE = "throughgate.accounts.lockout.client_ip"
AXES_LOCKOUT_CALLABLE = "throughgate.accounts.lockout.show_locked_out"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "email", "csrfmiddlewaretoken"]
# The audit trail records who signed in and when.
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = None

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "files"}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING
# Every client of a test would list all static files anew.
WHITENOISE_AUTOREFRESH = TESTING or DEBUG

# Django 6 will bring both of these; the names here are the only place that changes.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend" if TESTING else "django_tasks_db.DatabaseBackend",
    }
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "throughgate_session"
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "throughgate.accounts.views.from_an_old_tab"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION and os.environ.get("THROUGHGATE_TLS_COOKIES", "on") == "on"
SECURE_SSL_REDIRECT = PRODUCTION and os.environ.get("THROUGHGATE_TLS_REDIRECT", "on") == "on"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("THROUGHGATE_BEHIND_PROXY") else None

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Travel times on release day: the dotted path of a class or function that gives a `TravelTimes`; empty, estimates.
ROUTING_SERVICE = os.environ.get("THROUGHGATE_ROUTING", "")
# Texts to people's phones: the dotted path of a class or function that gives a `TextService`; empty, nobody is texted.
TEXT_SERVICE = os.environ.get("THROUGHGATE_TEXTS", "" if PRODUCTION else "throughgate.notices.texts.to_file.ToFile")
TEXT_INVENTED_NUMBERS = not PRODUCTION  # 07700 900…, which belong to nobody
# The number of the office, printed for people who come out where no worker's own is known; empty, none is printed.
OFFICE_PHONE = os.environ.get("THROUGHGATE_OFFICE_PHONE", "020 7946 0123" if DEMO else "")  # that one rings nowhere
# Days on which workers get their morning letter; bank holidays are left out besides.
WORKING_DAYS = os.environ.get("THROUGHGATE_WORKING_DAYS", "mon,tue,wed,thu,fri").lower().replace(" ", "").split(",")
# Where the application is reached, for letters that no request asks for: https://records.example.org
_reached_at = next((f"https://{host}" for host in ALLOWED_HOSTS if host[0] not in ".*"), "") if PRODUCTION else ""
SITE_URL = os.environ.get("THROUGHGATE_URL", _reached_at).rstrip("/")
EVALUATION_UPLOAD_LIMIT = int(os.environ.get("THROUGHGATE_EVALUATION_LIMIT_MB", "200")) * 1024 * 1024

EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "") == "on"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "throughgate@localhost")

SIMPLE_HISTORY_ENFORCE_HISTORY_MODEL_PERMISSIONS = False

# Requests are logged by path pattern only (see SECURITY.md); no query strings, no bodies, no names.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    # The address of a calendar opens it: it stands in no log.
    "filters": {"no_secret_addresses": {"()": "throughgate.common.quiet_logs.WithoutSecretAddresses"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_secret_addresses"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # It warns of each style that it does not know; those of pictures are given to it in another way.
    "loggers": {
        "weasyprint": {"level": "ERROR"},
        "django.request": {"filters": ["no_secret_addresses"]},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
