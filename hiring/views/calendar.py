"""The personal calendar feed. Calendars cannot sign in: the address itself is the secret."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hiring import calendars
from hiring.actions.people import renew_calendar
from hiring.reads import calendar as reads
from hiring.views.request import Request


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    person = reads.subscriber(token)
    if person is None:
        raise Http404
    response = HttpResponse(reads.feed(person, at=timezone.now()), content_type=calendars.FEED_TYPE)
    response["Cache-Control"] = "private, max-age=300"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Disposition"] = 'inline; filename="interviews.ics"'
    return response


@require_POST
def renew(request: Request) -> HttpResponse:
    renew_calendar(person=request.user)
    messages.success(
        request,
        "Your calendar has a new address. The old one leads nowhere: put the new one into your calendar.",
    )
    return redirect("account")
