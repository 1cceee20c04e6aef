"""A form that arrives after its sender's sign-in has ended: what was typed waits until they are back.

The text waits in the visitor's own session, in the database, and is shown again to the same person alone: a
signed cookie remembers who was signed in on this browser. Signing out takes the cookie away.
"""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

COOKIE, SALT, PLACE = "person", "who was signed in here", "kept"
MOST = 300_000
SECRET = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code"}
Handler = Callable[[HttpRequest], HttpResponse]


def keep_typed_text(get_response: Handler) -> Handler:
    def handle(request: HttpRequest) -> HttpResponse:
        before = person_before(request)
        response = get_response(request)
        if request.user.is_authenticated:
            if before != str(request.user.pk):
                remember(response, request.user.pk)
            if request.method == "POST" and request.session.get(PLACE, {}).get("path") == request.path:
                del request.session[PLACE]
        elif request.path == reverse("account_logout"):
            response.delete_cookie(COOKIE)
            # What the browser remembers of pages goes with the sign-in: "back" shows nobody's candidates.
            response["Clear-Site-Data"] = '"cache"'
        elif before and refused(request, response):
            return keep(request, before)
        return response

    return handle


def remember(response: HttpResponse, person: int) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps(str(person), salt=SALT),
        max_age=30 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def person_before(request: HttpRequest) -> str:
    try:
        return str(signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=30 * 24 * 3600))
    except signing.BadSignature:
        return ""


def refused(request: HttpRequest, response: HttpResponse) -> bool:
    """A form of ours, with its token, that was sent to the sign-in. Files cannot wait: they are chosen again."""
    return (
        request.method == "POST"
        and response.status_code == 302
        and response.headers.get("Location", "").startswith(settings.LOGIN_URL)
        and not request.path.startswith("/accounts/")
        and request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data")
    )


def keep(request: HttpRequest, person: str) -> HttpResponse:
    typed = [[name, value] for name, values in request.POST.lists() for value in values if name not in SECRET]
    if sum(len(name) + len(str(value)) for name, value in typed) <= MOST:
        request.session[PLACE] = {
            "path": request.path,
            "person": person,
            "typed": typed,
            "files": bool(request.FILES),
        }
    target = f"{settings.LOGIN_URL}?{urlencode({'next': reverse('kept')})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)
