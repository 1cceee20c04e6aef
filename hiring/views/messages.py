"""Every message that was mailed, and those that were not, in the product."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hiring import access
from hiring.actions.read_messages import read_messages
from hiring.reads import messages as reads
from hiring.views.request import Request


@never_cache
@require_safe
def messages(request: Request) -> HttpResponse:
    """What is shown was new until now; the page still marks it, the navigation no longer does."""
    found = reads.messages(request.user, page=request.GET.get("page", "1"))
    new = [row.pk for row in found.rows if row.new]
    if new:
        read_messages(user=request.user, pks=new, at=timezone.now())
        access.ask_standing_again(request.user)
    return render(request, "hiring/messages/messages.html", {"found": found})
