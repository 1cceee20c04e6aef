"""All settings. What the product decides is written here; what a place decides comes from the environment.

MODE is `demo`, `development`, `test` or `production` (the default: nothing insecure by accident).
"""

from hiring.config import database, env, logs, mail, single_sign_on

ROOT = env.ROOT
environment = env.load()
MODE = environment.choice("MODE", ("production", "demo", "development", "test"), "production")
PRODUCTION = MODE == "production"

# --- What the environment decides ---------------------------------------------------------------

if PRODUCTION:
    SECRET_KEY = environment.needed("SECRET_KEY", "production needs a long random text of its own.")
    if len(SECRET_KEY) < 50:
        raise env.BadEnvironment("SECRET_KEY is too short; it accepts 50 characters or more, best at random.")
    ALLOWED_HOSTS = environment.listed("ALLOWED_HOSTS")
    if not ALLOWED_HOSTS:
        raise env.BadEnvironment("ALLOWED_HOSTS is not set; it accepts host names with commas between.")
    MAIL_URL = environment.needed(
        "MAIL_URL", "it accepts smtp://user:password@host:port, smtps://… or smtp+tls://…"
    )
else:
    SECRET_KEY = environment.text("SECRET_KEY", "for development and demonstration alone " * 3)
    ALLOWED_HOSTS = environment.listed("ALLOWED_HOSTS") or ["127.0.0.1", "localhost", "[::1]", "testserver"]
    MAIL_URL = environment.text("MAIL_URL")

# Signs the audit trail. Apart from SECRET_KEY, so that changing that one does not break the chain.
AUDIT_KEY = environment.text("AUDIT_KEY", "audit trail of " + SECRET_KEY)
# Keys that were in use before, oldest first: what they sealed is checked with them.
AUDIT_KEYS_BEFORE = environment.listed("AUDIT_KEYS_BEFORE")
# Where the head of the audit trail is exported to: a folder that the database cannot reach.
AUDIT_HEADS = env.folder(environment, "AUDIT_HEADS", "audit-heads")

DEBUG = MODE == "development"
DATABASES = {"default": database.settings(environment)}
if MAIL_URL:
    vars().update(mail.settings(MAIL_URL))
else:
    # Without a mail server, mails are files that anyone can open.
    EMAIL_BACKEND = "hiring.config.outbox.EmailBackend"
    EMAIL_FILE_PATH = env.var_folder(environment) / "mail"
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", "scorecards@example.org")
SITE_URL = environment.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")

# Without a word there is no /metrics.
METRICS_TOKEN = environment.text("METRICS_TOKEN")
BEHIND_PROXY = environment.flag("BEHIND_PROXY")
HTTPS = environment.flag("HTTPS", PRODUCTION)
SESSION_COOKIE_AGE = environment.number("SESSION_HOURS", 12, least=1, most=720) * 3600
LOG_LEVELS = {"test": "WARNING", "demo": "WARNING"}
LOGGING = logs.settings(
    as_json=PRODUCTION,
    level=environment.choice(
        "LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), LOG_LEVELS.get(MODE, "INFO")
    ),
)

if HTTPS:
    SECURE_SSL_REDIRECT = environment.flag("HTTPS_REDIRECT", True)
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = environment.listed("TRUSTED_ORIGINS")

# --- What the product decides -------------------------------------------------------------------

INSTALLED_APPS = [
    "hiring",
    "scorecards",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "crispy_forms",
    "crispy_bootstrap5",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "csp",
]
PROCRASTINATE_IMPORT_PATHS = ["hiring.jobs"]

MIDDLEWARE = [
    "hiring.config.middleware.request_id",
    "hiring.config.metrics.count_requests",
    "hiring.config.middleware.without_null",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "hiring.config.middleware.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every page asks for a sign-in unless it says that it does not.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "hiring.config.kept.keep_typed_text",
    "hiring.config.middleware.session_end",
    "hiring.config.middleware.time_zone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "hiring.config.urls"
WSGI_APPLICATION = "hiring.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hiring.navigation.context",
            ],
        },
    }
]

# Holds the counts of wrong passwords. In the database, so that every web server counts together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "hiring_throttle",
        # Expired counts go first when there are more; far above what honest people make.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "hiring.User"
AUTHENTICATION_BACKENDS = [
    "hiring.sign_in.Backend",
    "hiring.sign_in.DutyBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"

# People are invited; nobody signs up by themselves.
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_ADAPTER = "hiring.sign_in.Adapter"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "hiring.forms.account.SignInForm",
    "change_password": "hiring.forms.account.PasswordForm",
}
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/5m/key"}
# A changed password or second factor is told by mail: whoever did not do it learns of it.
ACCOUNT_EMAIL_NOTIFICATIONS = True

MFA_ADAPTER = "hiring.sign_in.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # people are invited by mail, nobody types an address of their own
MFA_TOTP_ISSUER = "Scorecards"
MFA_FORMS = {
    "authenticate": "hiring.forms.account.SecondFactorForm",
    "reauthenticate": "hiring.forms.account.SecondFactorAgainForm",
    "activate_totp": "hiring.forms.account.AppForm",
}

SINGLE_SIGN_ON = single_sign_on.settings(environment, production=PRODUCTION)
SOCIALACCOUNT_PROVIDERS = SINGLE_SIGN_ON.providers if SINGLE_SIGN_ON else {}
SOCIALACCOUNT_ADAPTER = "hiring.single_sign_on.Adapter"
# A link, not a form: the content policy sends forms nowhere else. Whom it signs in is checked on the way back.
SOCIALACCOUNT_LOGIN_ON_GET = True

if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "hiring.config.formats"

# Nothing is loaded from elsewhere, nothing inline runs.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "hiring.config.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "hiring.views.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

FIXTURE_DIRS = [ROOT / "fixtures"]

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "staticfiles"
STATICFILES_DIRS = [ROOT / "static"]
if not DEBUG and MODE != "test":
    # Names carry a hash of the content, files are compressed once, at start.
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "hiring.config.statics.StaticFiles"},
    }
