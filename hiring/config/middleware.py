"""What happens around every request: its id and log line, the person's time zone, the session's end."""

import ipaddress
import logging
import re
import secrets
import time
import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from scorecards.origin import NOWHERE, Origin, origin

log = logging.getLogger("requests")
Handler = Callable[[HttpRequest], HttpResponse]
KNOWN_ID = re.compile(r"[A-Za-z0-9-]{8,40}")
# How stale the session's "seen" mark may get: a write for each request would cost more than it says.
SEEN_EVERY = 300
HOLD_SECRETS = {"calendar", "account_reset_password_from_key"}


def request_id(get_response: Handler) -> Handler:
    """Gives each request an id (a proxy's is kept), tells the audit trail where it comes from, logs one line."""

    def handle(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        identity = given if KNOWN_ID.fullmatch(given) else secrets.token_hex(8)
        request.request_id = identity  # type: ignore[attr-defined]
        token = origin.set(Origin(address_of(request), identity))
        started = time.perf_counter()
        try:
            response = get_response(request)
            response["X-Request-ID"] = identity
            took = (time.perf_counter() - started) * 1000
            user = getattr(request, "user", None)
            log.info(
                "%s %s %s %.0f ms [%s]",
                request.method,
                shown_path(request),
                response.status_code,
                took,
                identity,
                extra={
                    "method": request.method,
                    "path": shown_path(request),
                    "status": response.status_code,
                    "milliseconds": round(took, 1),
                    "user": user.pk if user and user.is_authenticated else None,
                },
            )
            return response
        finally:
            origin.set(NOWHERE)
            origin.reset(token)

    return handle


def shown_path(request: HttpRequest) -> str:
    """The path for the log, without a secret that is part of it: a calendar's address, the key of a new password."""
    found = request.resolver_match
    if found is not None and found.url_name in HOLD_SECRETS:
        return f"/{found.route}"
    return request.path


def address_of(request: HttpRequest) -> str | None:
    """The visitor's address; the proxy's word for it only where a proxy is declared."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        # The last entry is the one that our own proxy wrote; those before it are the visitor's to forge.
        address = request.headers.get("X-Forwarded-For", address).split(",")[-1].strip()
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return None


def without_null(get_response: Handler) -> Handler:
    """The database holds no null character: what is searched or filtered by, in the admin pages too, is without.
    Texts of forms are checked where they are read."""

    def handle(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "").replace("\0", "")
        while "%00" in query:  # taking one out may put another together
            query = query.replace("%00", "")
        request.META["QUERY_STRING"] = query
        return get_response(request)

    return handle


def time_zone(get_response: Handler) -> Handler:
    """Times are shown and read in the signed-in person's time zone."""

    def handle(request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            with timezone.override(zoneinfo.ZoneInfo(user.time_zone)):
                return get_response(request)
        return get_response(request)

    return handle


def session_end(get_response: Handler) -> Handler:
    """A session ends after SESSION_COOKIE_AGE without a request: each use pushes the end on."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get("seen", 0) > SEEN_EVERY:
                request.session["seen"] = now
        return get_response(request)

    return handle


# What no page needs: a script that got in could not ask for it either.
UNUSED = (
    "camera",
    "display-capture",
    "geolocation",
    "microphone",
    "payment",
    "publickey-credentials-get",
    "usb",
)
PERMISSIONS = ", ".join(f"{name}=()" for name in UNUSED)


def headers(get_response: Handler) -> Handler:
    """Beside the content policy: nothing is lent to other sites. A page of somebody who is signed in is kept
    in no shared cache."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return handle
