"""Settings: one file, values from the environment (docs/manual/settings.md lists them)."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from tuphap.config import embedded_database, logs, menu, task_names
from tuphap.foundation.audit.client_address import proxies_from
from tuphap.foundation.files.limits import MOST_FILES_AT_ONCE
from tuphap.foundation.papers.signing.place import SigningPlace

BASE = Path(__file__).resolve().parents[2]
env = environ.Env()

DATA = Path(env.str("TUPHAP_DATA", default=str(BASE / ".data"))).resolve()
DEBUG = env.bool("TUPHAP_DEBUG", default=False)
# Illustration data are marked on every page; the marker file is written by `run.py demo`.
DEMO = env.bool("TUPHAP_DEMO", default=(DATA / "demo").exists())


def _secret_key() -> str:
    """From the environment or the data folder; never a default (O8)."""
    key = env.str("SECRET_KEY", default="")
    stored = DATA / "secret-key"
    if not key and stored.exists():
        key = stored.read_text().strip()
    if len(key) < 40:
        raise ImproperlyConfigured(
            "No secret key. Start with `python3 run.py`, or set SECRET_KEY (40 characters or more)."
        )
    return key


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("TUPHAP_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
# Whose X-Forwarded-For and X-Forwarded-Proto are believed.
TRUSTED_PROXIES = proxies_from(env.list("TUPHAP_PROXIES", default=[]))
CSRF_TRUSTED_ORIGINS = env.list("TUPHAP_ORIGINS", default=[])

# The office that runs this installation; the names are data of the installation.
OFFICE = {
    "upper": env.str("TUPHAP_OFFICE_UPPER", default="Ủy ban nhân dân tỉnh"),
    "name": env.str("TUPHAP_OFFICE_NAME", default="Sở Tư pháp"),
}

# What units sign with, by their codes: files of certificates, settings of tokens, the hand.
SIGNING = SigningPlace(
    folder=Path(env.str("TUPHAP_SIGNING_FOLDER", default=str(DATA / "signing"))),
    tsa=env.str("TUPHAP_TSA", default=""),
    words=env.bool("TUPHAP_SIGNATURE_WORDS", default=True),
    module=env.str("TUPHAP_PKCS11_MODULE", default=""),
)

# django_cotton is named in TEMPLATES and made ready by ui: its own app imports the admin pages.
INSTALLED_APPS = [
    "tuphap.config",  # for its command generate_docs; it has no tables
    "tuphap.foundation.ui",
    "tuphap.foundation.audit",
    "tuphap.foundation.request_keys",
    "tuphap.foundation.calendar",
    "tuphap.foundation.units",
    "tuphap.foundation.accounts",
    "tuphap.foundation.second_factor",
    "tuphap.foundation.access",
    "tuphap.foundation.mergers",
    "tuphap.foundation.presence",
    "tuphap.foundation.jobs",
    "tuphap.foundation.files",
    "tuphap.foundation.workflow",
    "tuphap.foundation.publication",
    "tuphap.foundation.notices",
    "tuphap.foundation.made_papers",  # for its pieces of pages; its rows are the modules'
    "tuphap.foundation.site",
    "tuphap.foundation.seals",
    "tuphap.modules.criteria",
    "tuphap.modules.criteria.library",
    "tuphap.modules.assigned_work",
    "tuphap.modules.assessments",
    "tuphap.modules.assessments.agencies",
    "tuphap.modules.assessments.council",
    "tuphap.modules.assessments.decision_papers",
    "tuphap.modules.assessments.feedback",
    "tuphap.modules.assessments.former_years",
    "tuphap.modules.assessments.import_progress",
    "tuphap.modules.assessments.papers",
    "tuphap.modules.assessments.province_desk",
    "tuphap.modules.assessments.reports",
    "tuphap.modules.assessments.second_appraisal",
    "tuphap.modules.assessments.remedies",
    "tuphap.modules.assessments.trial_run",
    "tuphap.outlets.portal",
    "tuphap.outlets.exchange",
    "tuphap.outlets.demo",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_structlog",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "tuphap.foundation.access.border.scheme_middleware",
    "django.middleware.security.SecurityMiddleware",
    # Finished public pages leave from here; they are the same for everybody.
    "tuphap.outlets.portal.kept.kept_pages_middleware",
    "tuphap.foundation.access.border.border_middleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tuphap.foundation.access.middleware.RequestLog",
    "tuphap.foundation.access.middleware.access_middleware",
    "tuphap.foundation.access.border.BodyBorder",
    "tuphap.foundation.request_keys.middleware.RequestKey",
    "tuphap.foundation.access.middleware.SignInRequired",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "tuphap.config.urls"
WSGI_APPLICATION = "tuphap.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "tuphap.foundation.request_keys.templatetags.keyed_forms",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tuphap.foundation.ui.context.page",
                "tuphap.foundation.notices.context.unread",
            ],
        },
    }
]

_database = conninfo_to_dict(env.str("DATABASE_URL", default="") or embedded_database.url_of(DATA))
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database.get("dbname", embedded_database.DATABASE),
        "HOST": _database.get("host", ""),
        "PORT": str(_database.get("port", "")),
        "USER": _database.get("user", "postgres"),
        "PASSWORD": _database.get("password", ""),
        "CONN_MAX_AGE": env.int("TUPHAP_CONNECTION_SECONDS", default=600),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "application_name": "tuphap",
            # A lock or a statement that hangs must not hold up everybody else (R11, O3).
            "options": "-c lock_timeout=2000 -c statement_timeout=30000",
            # For foundation/database/prepared.py alone; 0 or more, or nothing where a pool between
            # here and the server keeps no prepared statements.
            "prepare_threshold": 0 if env.bool("TUPHAP_PREPARED", default=True) else None,
        },
    }
}

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "tuphap.foundation.accounts.backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/lam-viec/"
LOGOUT_REDIRECT_URL = "/dang-nhap/"
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
CSRF_FAILURE_VIEW = "tuphap.foundation.access.errors.csrf_failure"
ACCOUNT_ADAPTER = "tuphap.foundation.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "tuphap.foundation.accounts.forms.LoginForm",
    "reset_password": "tuphap.foundation.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "tuphap.foundation.accounts.forms.ResetPasswordKeyForm",
    "change_password": "tuphap.foundation.accounts.forms.ChangePasswordForm",
    "reauthenticate": "tuphap.foundation.accounts.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
# A whole office may stand behind one address (L4); wrong passwords are counted by axes.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": False}
MFA_ADAPTER = "tuphap.foundation.second_factor.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "tuphap.foundation.second_factor.forms.AuthenticateForm",
    "reauthenticate": "tuphap.foundation.second_factor.forms.ReauthenticateForm",
    "activate_totp": "tuphap.foundation.second_factor.forms.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# Addresses are registered by whoever gives the post, nobody verifies an own one.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Clocks of telephones run up to half a minute before or behind.
MFA_TOTP_TOLERANCE = 1
AXES_FAILURE_LIMIT = 10
# Not by the package for proxies that axes finds: it believes every header.
AXES_CLIENT_IP_CALLABLE = "tuphap.foundation.audit.client_address.address_of"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
# The lock ends when the page says it does, however often somebody knocks meanwhile.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "tuphap.foundation.accounts.lockout.locked_out"
# Kept apart from the journal: what was typed into the form is nobody's business (P5).
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "csrfmiddlewaretoken"]
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # log-ins stand in our journal

SESSION_ENGINE = "tuphap.foundation.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
# Behind TLS (production) cookies are Secure; the demo speaks plain HTTP on the loopback.
SECURE = env.bool("TUPHAP_TLS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
# Whoever watches over the processes asks them past the proxy.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
# Off: templates would write the year 2026 as "2.026" and put it into links and forms so; counts are
# grouped where they are shown, by the filter `count`.
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = "tuphap.foundation.ui.formats"
LOCALE_PATHS = [BASE / "locale"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE / "static"]
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "files"
# What pages show of the settings of the site; made from the database (foundation/site).
SITE_FOLDER = DATA / "site"
# The end of the chain of seals: a folder, best on another machine, and who gets it by mail.
SEAL_HEADS_FOLDER = Path(env.str("TUPHAP_SEAL_HEADS", default=str(DATA / "seal-heads")))
SEAL_HEADS_TO = env.list("TUPHAP_SEAL_HEADS_TO", default=[])
# Borders an office may place here; read at the start (docs/manual/maps.md).
MAP_FOLDER = DATA / "maps"

# What was tracked stays as it was written, whoever asks (U2).
PGHISTORY_APPEND_ONLY = True

# Bounds of a request: beyond them 400 or 413, never silence (I5).
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_HANDLERS = ["tuphap.foundation.files.uploads.BoundedUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FILES = MOST_FILES_AT_ONCE
# clamd, as unix:/path or tcp:host:port; without it nothing is scanned and nothing waits (F11).
VIRUS_SCANNER = env.str("TUPHAP_CLAMAV", default="")
# LibreOffice, for pictures of Word and Excel pages; without it such files are downloaded only.
OFFICE_PROGRAM = env.str("TUPHAP_SOFFICE", default="")

# Letters go to a mail server where one is named, else into files.
EMAIL_HOST = env.str("TUPHAP_EMAIL_HOST", default="")
_MAIL = "django.core.mail.backends.{}.EmailBackend"
EMAIL_BACKEND = env.str(
    "TUPHAP_EMAIL_BACKEND", default=_MAIL.format("smtp" if EMAIL_HOST else "filebased")
)
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_PORT = env.int("TUPHAP_EMAIL_PORT", default=587)
EMAIL_HOST_USER = env.str("TUPHAP_EMAIL_USER", default="")
EMAIL_HOST_PASSWORD = env.str("TUPHAP_EMAIL_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("TUPHAP_EMAIL_STARTTLS", default=True)
EMAIL_USE_SSL = not EMAIL_USE_TLS and env.bool("TUPHAP_EMAIL_SSL", default=False)
EMAIL_TIMEOUT = 20  # seconds; a silent server must not hold up the letters behind
DEFAULT_FROM_EMAIL = env.str("TUPHAP_EMAIL_FROM", default="tuphap@localhost")
# What stands before an address of ours in a letter; a letter is written without a request.
SITE_ADDRESS = env.str(
    "TUPHAP_SITE_ADDRESS",
    default=next(iter(CSRF_TRUSTED_ORIGINS), f"http://127.0.0.1:{env.int('PORT', default=8000)}"),
).rstrip("/")

# Under what open data may be used again; the office that publishes chooses.
DATA_LICENCE = {
    "name": env.str(
        "TUPHAP_DATA_LICENCE", default="Creative Commons Ghi công 4.0 Quốc tế (CC BY 4.0)"
    ),
    "address": env.str(
        "TUPHAP_DATA_LICENCE_ADDRESS",
        default="https://creativecommons.org/licenses/by/4.0/deed.vi",
    ),
}

PROCRASTINATE_ON_APP_READY = "tuphap.foundation.jobs.faults.install"
TASK_NAMES = task_names.TASK_NAMES

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DJANGO_STRUCTLOG_USER_ID_FIELD = ""  # the person is bound when somebody asks who acts
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
LOGGING = logs.configure(env.str("TUPHAP_LOG_LEVEL", default="WARNING"))

# Public pages learn of a new publication after at most so many seconds.
PUBLISHED_FRESH_SECONDS = env.float("TUPHAP_FRESH_SECONDS", default=1.0)

# Figures that modules offer to one another (foundation/measures); a module without a line is mute.
MEASURES = ["tuphap.modules.assigned_work.measures.OFFER"]
# Who keeps the rows behind a figure from being changed by their unit once it was handed in.
MEASURE_HOLDERS = ["tuphap.modules.assessments.queries.held.why_held"]

# What modules say of units that change (foundation/mergers).
UNIT_CHANGE_CONCERNS = [
    "tuphap.modules.assessments.queries.unit_changes.CONCERN",
    "tuphap.modules.assessments.feedback.unit_changes.CONCERN",
    "tuphap.modules.assigned_work.unit_changes.CONCERN",
]

# Papers that the queue makes (foundation/made_papers), by module.
PAPER_KINDS = [
    "tuphap.modules.assessments.papers.table.KIND",
    "tuphap.modules.assessments.council.paper_table.KIND",
    "tuphap.modules.assessments.decision_papers.table.KIND",
    "tuphap.modules.assessments.reports.table.KIND",
]

PUBLIC_MENU = menu.PUBLIC_MENU
STAFF_MENU = menu.STAFF_MENU
FOLDED_FIRST = menu.FOLDED_FIRST
ADMINISTRATION = menu.ADMINISTRATION
