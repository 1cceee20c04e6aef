"""Pages for when something went wrong: what happened, what is safe, what to do next."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from hiring.views.signed_out import words_for

# Not typed by a person, or not to be shown again.
HIDDEN = {
    "csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword",
    "outcome", "seen", "last", "save", "versions", "version", "kept", "next", "confirm", "flushed",
}  # fmt: skip

COME_AGAIN = 5  # seconds
UNSURE = (
    "What was saved before is safe; what was sent just now may not have been saved. "
    "Keep what you typed, and send it again in a moment."
)
SAFE = "What was saved is safe. Load the page again in a moment."
BROKEN = "Something went wrong on our side. The error was noted."
UNREACHABLE = "The database does not answer at the moment."
BUSY = "It took too long: others are changing the same thing, or the service is very busy."
NO_ROOM = (
    "Nothing can be saved at the moment: the database has no room left. "
    "Tell the people who run the service, if they do not know yet."
)
BEING_UPDATED = "The service is being updated."
# By PostgreSQL's code for what went wrong, or the class that its first two letters name.
REASONS = {
    "40": BUSY,  # a deadlock
    "53": NO_ROOM,
    "53300": BUSY,  # too many connections
    "55P03": BUSY,  # a lock was not to be had in time
    "57014": BUSY,  # the time was up
    "25P03": BUSY,  # the transaction lay idle
    "42P01": BEING_UPDATED,  # a table, a column or a function is not there yet, or no longer
    "42703": BEING_UPDATED,
    "42883": BEING_UPDATED,
}
UPDATING = ("42P01", "42703", "42883")


def page(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"errors/{status}.html", {"request_id": request_id(request)}, status=status)


def request_id(request: HttpRequest) -> str:
    return getattr(request, "request_id", "")


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404)


@login_not_required
def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 429)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Needs no database and no session: they may be what is broken. Typed text is offered for copying.

    A database that cannot answer now is a 503 and no fault of the code: the sentence says so, a page's script
    and a proxy learn when to come again. Django calls this while it handles the exception.
    """
    if reason := passing(sys.exc_info()[1]):
        return answer(request, 503, reason, {"Retry-After": str(COME_AGAIN)})
    return answer(request, 500, BROKEN)


def answer(
    request: HttpRequest, status: int, reason: str, headers: dict[str, str] | None = None
) -> HttpResponse:
    sent = request.headers
    if "application/json" in (sent.get("Accept"), sent.get("Content-Type", "").partition(";")[0]):
        # The reason stands alone too, for a page that sends everything again by itself.
        said = {"problem": f"{reason} {UNSURE}", "reason": reason}
        return JsonResponse(said, status=status, headers=headers)
    context = {
        "request_id": request_id(request),
        "typed": typed_text(request),
        "reason": reason,
        "unsure": SAFE if request.method in ("GET", "HEAD") else UNSURE,
        "again": request.method in ("GET", "HEAD"),
    }
    return HttpResponse(render_to_string(f"errors/{status}.html", context), status=status, headers=headers)


def passing(error: BaseException | None) -> str:
    """Why the database could not do it this time, for the reader; empty when it is no matter of time.

    Looks behind the error too: the job queue and templates wrap what they meet.
    """
    while error is not None:
        state = getattr(error, "sqlstate", None) or getattr(error.__cause__, "sqlstate", None) or ""
        if isinstance(error, (OperationalError, InterfaceError)):
            return REASONS.get(state, REASONS.get(state[:2], UNREACHABLE))
        if isinstance(error, ProgrammingError) and state in UPDATING:
            return REASONS[state]
        error = error.__cause__
    return ""


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was not accepted; what was typed is shown, so that nothing is lost."""
    context = {"request_id": request_id(request), "typed": typed_text(request)}
    return HttpResponse(render_to_string("errors/csrf.html", context), status=403)


def typed_text(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed into the form that failed, for copying; it is escaped like any text."""
    try:
        posted = request.POST
    except Exception:
        return []
    texts = [(words_for(name), str(value)) for name, value in posted.items() if name not in HIDDEN]
    return [(name, value) for name, value in texts if value.strip()]
