"""One's own account, and the demo's one-click sign-in."""

from collections.abc import Callable

from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings as django_settings
from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from requests import RequestException

from hiring import sign_in
from hiring.forms.account import SettingsForm
from hiring.views.request import Request
from hiring.views.signed_out import words_for
from scorecards import audit


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's people. Outside demo mode this page does not exist."""
    email = request.POST.get("email", "")
    if email not in {each[0] for each in sign_in.demo_people()}:
        raise Http404
    user = authenticate(request, email=email, password=sign_in.DEMO_PASSWORD)
    if user is None:
        raise Http404
    login(request, user)
    sign_in.signed_in(user, ["demonstration"])
    return redirect("home")


@login_not_required
@never_cache
@require_safe
def single_sign_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    """On to the provider. Where none is configured this page does not exist."""
    return through_the_provider(openid.login, request, provider_id)


@login_not_required
@never_cache
@require_safe
def back_from_single_sign_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    return through_the_provider(openid.callback, request, provider_id)


def through_the_provider(
    step: Callable[[HttpRequest, str], HttpResponse], request: HttpRequest, provider_id: str
) -> HttpResponse:
    """A step that asks the provider; a page that says so where it does not answer, or not with what it should."""
    try:
        return step(request, provider_id)
    except (RequestException, KeyError, ValueError):
        return render(request, "socialaccount/unreachable.html", {"name": name_of()}, status=503)


@login_not_required
@require_safe
def cancelled_single_sign_on(request: HttpRequest) -> HttpResponse:
    if not django_settings.SINGLE_SIGN_ON:
        raise Http404
    return render(request, "socialaccount/authentication_error.html")


def name_of() -> str:
    return django_settings.SINGLE_SIGN_ON.name if django_settings.SINGLE_SIGN_ON else ""


@require_http_methods(["GET", "POST"])
def settings(request: Request) -> HttpResponse:
    form = SettingsForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        audit.record(
            actor=request.user,
            action="account.edited",
            subject="user",
            subject_id=request.user.pk,
            fields=form.changed_data,
        )
        messages.success(request, "Saved.")
        return redirect("account")
    address = request.build_absolute_uri(reverse("calendar", args=[request.user.calendar_token]))
    context = {"form": form, "feed": address, "feed_webcal": "webcal:" + address.partition(":")[2]}
    return render(request, "account/settings.html", context)


@never_cache
@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """What was typed when the sign-in had ended, for whoever typed it; for anyone else it goes away."""
    held = request.session.get("kept")
    if held is None or held["person"] != str(request.user.pk):
        request.session.pop("kept", None)
        return redirect("home")
    shown = [(words_for(name), value) for name, value in held["typed"] if len(value.split()) > 1]
    return render(request, "account/kept.html", {"kept": held | {"shown": shown}})
