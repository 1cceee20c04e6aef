"""The root of all addresses. Of the account pages only those that we use exist."""

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from procrastinate.contrib.django.models import ProcrastinateJob

from hiring import single_sign_on
from hiring.views import account as views

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = "Scorecards"
admin.site.index_title = "What is judged, and who takes part"
# Libraries register tables of theirs. Groups grant nothing here, what signs a person in is theirs alone, and
# the queue's pages carry styles that the content policy refuses.
for each in (Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, ProcrastinateJob):
    admin.site.unregister(each)


@login_not_required
def nowhere(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """The account library names these addresses; here they lead nowhere."""
    raise Http404


accounts = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        # The key holds dashes, the id none.
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("second-factor/", login_not_required(mfa.authenticate), name="mfa_authenticate"),
    path("second-factor/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "single-sign-on/",
        views.single_sign_on,
        {"provider_id": single_sign_on.PROVIDER},
        name="openid_connect_login",
    ),
    path(
        "single-sign-on/back/",
        views.back_from_single_sign_on,
        {"provider_id": single_sign_on.PROVIDER},
        name="openid_connect_callback",
    ),
    path("signup/", nowhere, name="account_signup"),
    path("password/set/", nowhere, name="account_set_password"),
    path("email/", nowhere, name="account_email"),
    path("social/signup/", nowhere, name="socialaccount_signup"),
    path("social/connections/", nowhere, name="socialaccount_connections"),
    path("social/cancelled/", views.cancelled_single_sign_on, name="socialaccount_login_cancelled"),
]

# One's own second factor, below one's settings.
second_factor = [
    path("", mfa.index, name="mfa_index"),
    path("app/", totp.activate_totp, name="mfa_activate_totp"),
    path("app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]

urlpatterns = [
    path("accounts/", include(accounts)),
    path("account/second-factor/", include(second_factor)),
    # One door each: the admin pages' own would go past the audit trail and the second factor.
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/logout/", RedirectView.as_view(pattern_name="account_logout")),
    path("admin/", admin.site.urls),
    path("", include("hiring.urls")),
]
handler400 = "hiring.views.errors.bad_request"
handler403 = "hiring.views.errors.forbidden"
handler404 = "hiring.views.errors.not_found"
handler429 = "hiring.views.errors.too_many"
handler500 = "hiring.views.errors.server_error"
