"""What do I have to do?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hiring.reads.home import home as read


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "hiring/home.html", {"home": read(request.user, at=timezone.now())})
