"""What do I have to do?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hiring.reads.first_steps import first_steps
from hiring.reads.home import home as read
from hiring.views.request import Request


@require_safe
def home(request: Request) -> HttpResponse:
    context = {"home": read(request.user, at=timezone.now()), "steps": first_steps(request.user)}
    return render(request, "hiring/home.html", context)
