"""The interview page: saving as one types, saving and submitting by the form, and declining."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hiring import access
from hiring.actions.decline import AlreadyHandedIn, decline_interview
from hiring.models import Interview
from hiring.reads.interview import InterviewPage, interview_page
from hiring.views.request import Request
from scorecards.actions.save_draft import Closed, draft_of, save_draft
from scorecards.actions.submit import Incomplete, submit_scorecard
from scorecards.forms.interview import InterviewForm
from scorecards.models import Scorecard
from scorecards.sheets import LONGEST_TEXT


def fetch(request: Request, pk: int) -> Interview:
    """One's own interview; anybody else's does not exist."""
    rows = access.interviews_for(request.user).select_related(
        "kit__exercise", "scorecard", "application__candidate", "application__opening",
        "application__assessment__rubric",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def interview(request: Request, pk: int) -> HttpResponse:
    """The page. Without JavaScript the form saves and submits by itself."""
    found = fetch(request, pk)
    page = interview_page(request.user, found)
    card = found.scorecard
    if request.method == "POST" and card is not None and card.is_open:
        return save_or_submit(request, found, page, card)
    if page.submitted or card is None or not card.is_open:
        return render(request, "hiring/interview/closed.html", {"page": page, "draft": kept_draft(page)})
    return show(request, page, draft_of(card))


def kept_draft(page: InterviewPage) -> list[tuple[str, str]]:
    """What was typed on a card that was cancelled: it stays its author's."""
    card = page.interview.scorecard
    if card is None or card.cancelled_at is None:
        return []
    names = {f"evidence-{each.key}": each.name for each in page.sheet.dimensions} | {"summary": "Summary"}
    draft = draft_of(card)
    return [
        (label, draft[name][0]) for name, label in names.items() if name in draft and draft[name][0].strip()
    ]


def show(
    request: Request,
    page: InterviewPage,
    draft: Any,
    gaps: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    form = InterviewForm(
        page.sheet, initial={name: value for name, (value, _) in draft.items()}, auto_id="f-%s"
    )
    versions = {name: version for name, (_, version) in draft.items()}
    context = {"page": page, "form": form, "versions": versions, "gaps": gaps or []}
    return render(request, "hiring/interview/page.html", context, status=status)


def save_or_submit(request: Request, found: Interview, page: InterviewPage, card: Scorecard) -> HttpResponse:
    """The form's own way: every field is sent, and what differs from the draft is saved first."""
    form = InterviewForm(page.sheet, data=request.POST, auto_id="f-%s")
    before = draft_of(card)
    if not form.is_valid():
        typed = {name: (value, before.get(name, ("", 0))[1]) for name, value in request.POST.items()}
        texts = [(f"f-{name}", f"{label(page, name)}: {error[0]}") for name, error in form.errors.items()]
        return show(request, page, {**before, **typed}, texts, status=422)
    seen = versions_of(request.POST.get("versions", ""))
    changes = {name: value for name, value in form.draft().items() if value != before.get(name, ("", 0))[0]}
    known = {name: seen.get(name, before.get(name, ("", 0))[1]) for name in changes}
    now = timezone.now()
    saved = save_draft(scorecard=card, changes=changes, seen=known, at=now)
    draft = draft_of(card)
    if saved.conflicts:
        gaps = [(f"f-{name}", conflict(page, name, text)) for name, (text, _) in saved.conflicts.items()]
        typed = {name: (changes[name], version) for name, (_, version) in saved.conflicts.items()}
        return show(request, page, {**draft, **typed}, gaps, status=409)
    if request.POST.get("action") != "submit":
        messages.success(request, f"Saved {timezone.localtime(now):%H:%M:%S}.")
        return redirect("interview", found.pk)
    try:
        submit_scorecard(
            scorecard=card,
            sheet=page.sheet,
            by=request.user,
            at=now,
            scope=f"opening:{found.application.opening_id}",
        )
    except Incomplete as refusal:
        return show(request, page, draft, [(f"f-{name}", text) for name, text in refusal.missing], status=422)
    Interview.objects.filter(pk=found.pk, status=Interview.Status.PLANNED).update(
        status=Interview.Status.DONE
    )
    return redirect("interview", found.pk)


def label(page: InterviewPage, name: str) -> str:
    kind, _, key = name.partition("-")
    return next((each.name for each in page.sheet.dimensions if each.key == key), kind.capitalize())


def conflict(page: InterviewPage, name: str, text: str) -> str:
    shown = text if len(text) < 300 else f"{text[:300]}…"
    return (
        f"{label(page, name)} was changed in another tab or device. There it says: “{shown}”. "
        "Yours is below; save to keep it."
    )


def versions_of(text: str) -> dict[str, int]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return {k: v for k, v in found.items() if isinstance(v, int)} if isinstance(found, dict) else {}


@require_POST
def draft(request: Request, pk: int) -> JsonResponse:
    """Save changed fields: {"changes": {name: text}, "seen": {name: version}}."""
    found = get_object_or_404(
        access.interviews_for(request.user).select_related("scorecard", "kit", "application__assessment"),
        pk=pk,
    )
    if found.scorecard is None:
        return JsonResponse({"error": "This interview has no scorecard."}, status=410)
    try:
        sent = json.loads(request.body)
        changes, seen = sent["changes"], sent["seen"]
        ok = all(isinstance(k, str) and len(k) <= 60 and isinstance(v, str) for k, v in changes.items())
        ok = ok and all(isinstance(v, int) and not isinstance(v, bool) for v in seen.values())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        ok = False
    if not ok:
        return JsonResponse({"error": "That was not a draft. Nothing was saved."}, status=400)
    for name, text in changes.items():
        if "\x00" in text or (not text.isprintable() and any(0xD800 <= ord(c) <= 0xDFFF for c in text)):
            return JsonResponse({"error": "The text holds a character that cannot be saved."}, status=400)
        if len(text) > LONGEST_TEXT:
            return JsonResponse({"error": f"{name} is longer than {LONGEST_TEXT} characters."}, status=400)
    try:
        saved = save_draft(scorecard=found.scorecard, changes=changes, seen=seen, at=timezone.now())
    except Closed:
        return JsonResponse({"error": "This scorecard is closed. Your text is still here."}, status=410)
    return JsonResponse(
        {
            "saved": saved.versions,
            "conflicts": {name: {"text": text, "version": v} for name, (text, v) in saved.conflicts.items()},
        }
    )


@require_http_methods(["GET", "POST"])
def decline(request: Request, pk: int) -> HttpResponse:
    """ "I did not hold this interview": with a reason, which the coordinators read."""
    found = fetch(request, pk)
    reason = request.POST.get("reason", "").strip()
    if request.method == "POST" and reason:
        try:
            decline_interview(interview=found, by=request.user, reason=reason, at=timezone.now())
        except AlreadyHandedIn:
            messages.warning(request, "Your scorecard is submitted already, so the interview took place.")
            return redirect("interview", pk)
        messages.success(request, "Declined. The coordinators know and find someone else.")
        return redirect("home")
    context = {"interview": found, "missing": request.method == "POST"}
    return render(
        request, "hiring/interview/decline.html", context, status=422 if context["missing"] else 200
    )
