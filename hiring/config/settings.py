"""All settings. What the product decides is written here; what a place decides comes from the environment.

MODE is `demo`, `development`, `test` or `production` (the default: nothing insecure by accident).
"""

from hiring.config import database, env

ROOT = env.ROOT
environment = env.load()
MODE = environment.choice("MODE", ("production", "demo", "development", "test"), "production")
PRODUCTION = MODE == "production"

# --- What the environment decides ---------------------------------------------------------------

if PRODUCTION:
    SECRET_KEY = environment.needed("SECRET_KEY", "production needs a long random text of its own.")
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

DEBUG = MODE == "development"
DATABASES = {"default": database.settings(environment)}
EMAIL_FROM_NAME = "Scorecards"
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", "scorecards@example.org")
SITE_URL = environment.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")

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
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
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
            ],
        },
    }
]

AUTH_USER_MODEL = "hiring.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
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
ACCOUNT_ADAPTER = "allauth.account.adapter.DefaultAccountAdapter"

if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "staticfiles"
STATICFILES_DIRS = [ROOT / "static"]
