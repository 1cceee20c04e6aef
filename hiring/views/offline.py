"""Opening one's own interview without a connection: docs/decisions/0008-offline.md."""

import time
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hiring.views.request import Request


@login_not_required
@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The service worker. Served from here, not from /static/, as its address is its scope: /interviews/.

    Never from a cache: the browser compares it and takes a new one at once. It holds nobody's data, but the
    answer may renew a session: no cache on the way keeps it.
    """
    code = Path(str(finders.find("js/interview/offline.js"))).read_bytes()
    return HttpResponse(code, content_type="text/javascript", headers={"Cache-Control": "private, no-cache"})


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What shows when nothing answers and there is no copy. Names nobody."""
    return render(request, "hiring/interview/offline.html")


def may_be_copied(response: HttpResponse, request: Request) -> HttpResponse:
    """Mark a page as one that its reader's device may keep, for as long as the sign-in would last."""
    response["X-Copy-For"] = str(request.user.pk)
    response["X-Copy-Until"] = str(int(time.time()) + settings.SESSION_COOKIE_AGE)
    return response
