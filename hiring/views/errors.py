"""Pages for when something went wrong: what happened, what is safe, what to do next."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

# Not typed by a person, or not to be shown again.
HIDDEN = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword"}


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
    """Needs no database and no session: they may be what is broken. Typed text is offered for copying."""
    context = {"request_id": request_id(request), "typed": typed_text(request)}
    return HttpResponse(render_to_string("errors/500.html", context), status=500)


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
    texts = [(name, str(value)) for name, value in posted.items() if name not in HIDDEN]
    return [(name, value) for name, value in texts if value.strip()]
