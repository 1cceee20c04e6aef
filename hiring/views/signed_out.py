"""A form that arrived after its sign-in had ended: its words go back to their writer, and nowhere else."""

from django.http import HttpResponse
from django.shortcuts import render

from hiring.views.request import Request

WORDS = {
    "evidence": "What they said or did",
    "sighting": "What you saw",
    "summary": "Summary",
    "reason": "Why",
    "rationale": "Why",
    "override_reason": "Why against the recommendation",
}


def words_for(name: str) -> str:
    """What a form calls a field, or its name in words."""
    return WORDS.get(name.partition("-")[0]) or name.replace("_", " ").replace("-", " ").capitalize()


def signed_out(request: Request, pk: int) -> HttpResponse:
    """Shows its sender what they typed, for copying. The session is over, so nothing can be saved."""
    kept = [
        (words_for(name), str(value))
        for name, value in request.POST.items()
        if name.partition("-")[0] in WORDS and str(value).strip()
    ]
    return render(request, "hiring/interview/signed_out.html", {"kept": kept, "pk": pk}, status=401)
