"""Settings of an installation. Everything starts without any; docs/operating.md lists what may be set."""

from pathlib import Path

from django.utils.csp import CSP

from kiezkontor.config import env
from kiezkontor.config.folders import ROOT

DATA = Path(env.text("KONTOR_DATA", str(ROOT / "var"))).resolve()

DEBUG = env.flag("KONTOR_DEBUG", default=False)
SECRET_KEY = env.secret_key(DATA)
# Hosts are checked by the district middleware, which knows the districts' own host names.
ALLOWED_HOSTS = ["*"]
INSTALLATION_HOSTS = env.words("KONTOR_HOSTS", ["localhost", "127.0.0.1", "[::1]", "testserver"])
INSTALLATION_URL = env.text("KONTOR_URL", "http://localhost:8000")
HTTPS = INSTALLATION_URL.startswith("https://")
# What phones in the local network trust once `kontor serve --tls` has made it.
AUTHORITY = DATA / "tls" / "authority.crt"
# Who runs the installation, its parts divided by |: name, street, postcode and town, e-mail, telephone.
PROVIDER = env.text("KONTOR_PROVIDER", "")
SHOW_MAIL = env.flag("KONTOR_SHOW_MAIL", default=False)

INSTALLED_APPS = [
    # The house first: its templates and its words come before those of what it stands on.
    "kiezkontor.shared",
    "kiezkontor.search",
    "kiezkontor.accounts",
    "kiezkontor.audit",
    "kiezkontor.notices",
    "kiezkontor.security",
    "kiezkontor.districts",
    "kiezkontor.organisations",
    "kiezkontor.premises",
    "kiezkontor.calendar",
    "kiezkontor.desk",
    "kiezkontor.directory",
    "kiezkontor.outreach",
    "kiezkontor.surveys",
    "kiezkontor.members",
    "kiezkontor.voices",
    "kiezkontor.meetings",
    "kiezkontor.vacancies",
    "kiezkontor.api",
    "kiezkontor.home",
    "kiezkontor.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.admin",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_ox",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kiezkontor.shared.policy.PolicyWhereItCounts",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kiezkontor.shared.compression.PublicGZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kiezkontor.districts.middleware.DistrictMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Before the check against forged forms, which reads the whole form: what is too large is not read at all.
    "kiezkontor.districts.viewing.ViewerMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "kiezkontor.shared.readable.ReadableTexts",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "kiezkontor.config.urls"
DISTRICT_URLCONF = "kiezkontor.config.district_urls"
WSGI_APPLICATION = "kiezkontor.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kiezkontor.districts.context.district",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.database("DATABASE_URL", DATA)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Full caches throw out at random, and what limits guessing must not be thrown out by asking a lot.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
TASKS = {
    "default": {
        "BACKEND": "django_ox.backend.OxBackend",
        "QUEUES": ["default"],
        "OPTIONS": {
            "LOCK_TIMEOUT": 300,
            "MAX_ATTEMPTS": 3,
            "SCHEDULES": {
                "calendar": {"task": "kiezkontor.directory.tasks.refresh_what_the_day_changed", "cron": "5 0 * * *"},
                "forgetting": {"task": "kiezkontor.home.tasks.forget", "cron": "35 3 * * *"},
                "mail": {"task": "kiezkontor.notices.delivery.deliver_what_waits", "cron": "*/5 * * * *"},
                "mailbox": {"task": "kiezkontor.notices.imap.fetch_mail", "cron": "*/5 * * * *"},
                "mail in": {"task": "kiezkontor.notices.treatment.treat_what_waits", "cron": "*/5 * * * *"},
                "events": {"task": "kiezkontor.calendar.tasks.follow_the_clock", "cron": "* * * * *"},
                "calendars": {"task": "kiezkontor.calendar.tasks.read_feeds", "cron": "35 * * * *"},
                "series": {"task": "kiezkontor.calendar.tasks.make_series_ahead", "cron": "25 2 * * *"},
                "reminders": {"task": "kiezkontor.home.tasks.remind", "cron": "15 6 * * *"},
                "memberships": {"task": "kiezkontor.outreach.tasks.follow_memberships", "cron": "15 0 * * *"},
                "attendance": {"task": "kiezkontor.meetings.tasks.follow_attendance", "cron": "25 0 * * *"},
                "courses": {"task": "kiezkontor.meetings.tasks.follow_courses", "cron": "5 7 * * *"},
                "swaps": {"task": "kiezkontor.meetings.tasks.follow_swaps", "cron": "15 7 * * *"},
                "rooms on offer": {"task": "kiezkontor.vacancies.tasks.tell_subscribers", "cron": "5 8 * * *"},
                "seekers": {"task": "kiezkontor.vacancies.tasks.follow_seekers", "cron": "25 6 * * *"},
                "duplicates": {"task": "kiezkontor.organisations.tasks.find_duplicates", "cron": "45 2 * * *"},
                "hours": {"task": "kiezkontor.organisations.tasks.extend_opening_hours", "cron": "20 * * * *"},
            },
        },
    }
}

# Where public pages are kept as they are sent; None where each is made anew for every visitor.
PUBLISHED = env.folder("KONTOR_PUBLISHED", DATA / "published")

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
FORMAT_MODULE_PATH = "kiezkontor.config.formats"
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kiezkontor.shared.static_files.HashedStaticFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:office"
ACCOUNT_LOGOUT_REDIRECT_URL = "home:front"
ACCOUNT_ADAPTER = "kiezkontor.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_TIMEOUT = 16 * 60
ACCOUNT_EMAIL_VERIFICATION = "none"  # a code or an invitation has proven the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # accounts.views sends that mail itself, without a way to sign up
ACCOUNT_RATE_LIMITS = {"request_login_code": None}  # accounts.limits counts them, so that nobody is locked out
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("KONTOR_PROXIES", 0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey stands for both steps
MFA_ADAPTER = "kiezkontor.accounts.adapter.FactorAdapter"
# Roles that may enter the office only with a second step; "operator" is whoever administers the installation.
SECOND_STEP_ROLES = env.some_of("KONTOR_SECOND_STEP", {"coordinator", "editor", "field_worker", "operator"})
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
]

MAILERS = {"default": env.mailer("KONTOR_MAIL_URL", DATA / "mail")}
DEFAULT_FROM_EMAIL = env.text("KONTOR_MAIL_FROM", "Kiezkontor <kiezkontor@localhost>")
# Where answers and mail that could not be delivered come in; empty where no mail comes in.
MAIL_REPLY = env.address("KONTOR_MAIL_REPLY")
# The mailbox they are fetched from; None where a mail server hands them over.
MAILBOX = env.mailbox("KONTOR_IMAP_URL")

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF],
    "media-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
if HTTPS and ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "kiezkontor.home.errors.csrf_failure"

# How many days the data of a survey round stay readable on a device without word from the office.
WALK_LEASE_DAYS = env.number("KONTOR_WALK_DAYS", 7, at_least=1)

DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Broken links and refused hosts are the visitors' affair; what breaks in the program is ours.
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        "django.security.TooManyFieldsSent": {"handlers": ["nowhere"], "propagate": False},
    },
}
