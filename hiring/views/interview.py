"""The interview page: kit and scorecard on one screen. What a person may not see is a 404."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hiring.actions.decline import decline as decline_interview
from hiring.actions.refusal import Refusal
from hiring.models import Application, Interview
from hiring.reads import interview as reads
from hiring.reads.interview import card_of, scope
from hiring.views.amend import submitted_context
from hiring.views.offline import may_be_copied
from hiring.views.request import Request, one_or_404, plain
from hiring.views.signed_out import signed_out
from scorecards import audit
from scorecards.actions.save_draft import Change, Saved, save_draft
from scorecards.actions.submit import CardClosed
from scorecards.actions.submit import submit as submit_card
from scorecards.forms.interview import InterviewForm
from scorecards.sheets import Sheet, sheet_of

CLOSED = "This scorecard is closed: it was submitted or cancelled, perhaps in another tab. Reload the page."
UNREADABLE = (
    "The page sent something that could not be read. Reload it; what you typed is kept on this device."
)
MOST_BYTES = 2_000_000
MODULES = [
    f"js/interview/{name}.js"
    for name in (
        "again",
        "answers",
        "asking",
        "clocks",
        "copies",
        "fields",
        "kept",
        "keys",
        "page",
        "progress",
        "saving",
    )
]


@never_cache
@require_safe
def interview(request: Request, pk: int) -> HttpResponse:
    row = one_or_404(reads.one_for_page(request.user, pk))
    if card_of(row).submitted_at:
        note(request, row, "scorecards.read")
        return render(request, "hiring/interview/submitted.html", submitted_context(request, row))
    draft = reads.draft_of(card_of(row))
    fresh = not draft and card_of(row).is_open
    note(request, row, "scorecard.opened" if fresh else "scorecard.viewed")
    values = {name: held.value for name, held in draft.items()}
    versions = {name: held.version for name, held in draft.items()}
    saved_at = max((held.saved_at for held in draft.values()), default=None)
    answer = page(request, row, values, versions, saved_at=saved_at)
    return may_be_copied(answer, request) if is_open(row) else answer


@login_not_required
@require_POST
def save(request: Request, pk: int) -> HttpResponse:
    """Autosave: {"changes": [{"name", "value", "version"}]}. 401 asks the page for a sign-in."""
    if not request.user.is_authenticated:
        return JsonResponse({"problem": "You are signed out. Sign in to go on."}, status=401)
    row = one_or_404(reads.one_for_saving(request.user, pk))
    try:
        changes = changes_in(request)
    except (ValueError, TypeError, KeyError):
        return JsonResponse({"problem": UNREADABLE}, status=400)
    if not card_of(row).is_open:
        return JsonResponse({"problem": CLOSED}, status=409)
    try:
        saved = save_draft(card_of(row), changes, reads.keys_of(row))
    except IntegrityError:  # submitted at this very moment, in another tab
        return JsonResponse({"problem": CLOSED}, status=409)
    return JsonResponse(answer(saved))


@login_not_required
@require_POST
def submit(request: Request, pk: int) -> HttpResponse:
    """Save what the form brings, then hand in. Errors answer with the form and every typed word."""
    wants_json = request.headers.get("Accept") == "application/json"
    if not request.user.is_authenticated:
        if wants_json:
            return JsonResponse({"problem": "You are signed out. Sign in to go on."}, status=401)
        return signed_out(request, pk)
    row = one_or_404(reads.one_for_page(request.user, pk))
    done = HttpResponse() if wants_json else redirect("interview", row.pk)
    if card_of(row).submitted_at:
        return JsonResponse({"submitted": True}) if wants_json else done
    sheet = sheet_of(card_of(row).rubric, row.kit)
    typed, versions = typed_in(request, sheet)
    lacking: list[tuple[str, str]] = []
    try:
        # Saved on its own first: what was typed stays, whatever becomes of the submission.
        saved = save_typed(row, sheet, typed, versions)
        if not saved.conflicts and not saved.refused and "save" not in request.POST:
            with transaction.atomic():
                result = submit_card(card_of(row), sheet, scope=scope(row))
                if result.fresh:
                    Interview.objects.filter(pk=row.pk).update(status=Interview.Status.DONE)
            lacking = result.missing
    except (CardClosed, IntegrityError):
        return closed(request, row, typed, wants_json)
    if wants_json:
        body = answer(saved) | {"missing": lacking}
        return JsonResponse(body | {"submitted": not (lacking or saved.conflicts or saved.refused)})
    if saved.conflicts or saved.refused or lacking:
        now = {
            **versions,
            **saved.versions,
            **{k: int(str(c["version"])) for k, c in saved.conflicts.items()},
        }
        return page(request, row, typed, now, sheet=sheet, missing=lacking, saved=saved, status=422)
    if "save" in request.POST:
        messages.success(request, "Saved. Nobody else sees it until you submit.")
    return done


@login_not_required
@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return signed_out(request, pk)
    row = one_or_404(reads.one_for_page(request.user, pk))
    try:
        decline_interview(interview=row, by=request.user, reason=plain(request.POST.get("reason", ""))[:2000])
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("interview", row.pk)
    messages.success(request, "Thank you. The coordinators know, and you owe no scorecard for it.")
    return redirect("home")


# --- Pieces --------------------------------------------------------------------------------------


def page(
    request: Request, row: Interview, values: dict[str, str], versions: dict[str, int], **more: Any
) -> HttpResponse:
    sheet = more.pop("sheet", None) or sheet_of(card_of(row).rubric, row.kit)
    saved, status = more.pop("saved", None), more.pop("status", 200)
    context = more | {
        "interview": row,
        "form": InterviewForm(sheet, initial=values, auto_id="f-%s"),
        "versions": json.dumps(versions),
        "conflicts": saved.conflicts if saved else {},
        "refused": saved.refused if saved else {},
        "resumes": reads.resumes_of(request.user, row.application.candidate_id),
        "profiles": reads.profiles(row.application.candidate) if row.is_live else [],
        "is_open": is_open(row),
        "to_come": row.starts_at is not None and row.starts_at > timezone.now(),
        "modules": MODULES,
        "sheet": sheet,
    }
    return render(request, "hiring/interview/interview.html", context, status=status)


def changes_in(request: Request) -> list[Change]:
    if len(request.body) > MOST_BYTES:
        raise ValueError
    found: list[Change] = []
    for each in json.loads(request.body)["changes"]:
        name, value, version = each["name"], each["value"], each["version"]
        if not (isinstance(name, str) and isinstance(value, str) and type(version) is int):
            raise TypeError
        if not 0 <= version < 2**31 - 1 or len(found) > 1000:
            raise ValueError
        found.append(Change(name, value.replace("\r\n", "\n"), version))
    return found


def typed_in(request: Request, sheet: Sheet) -> tuple[dict[str, str], dict[str, int]]:
    """Every field as the form brings it (a box that is not ticked is not sent), and the versions it was
    written on."""
    if "flushed" in request.POST:  # the page has saved every change by itself
        return {}, {}
    names = list(InterviewForm(sheet).fields)
    typed = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in names}
    try:
        given = json.loads(request.POST.get("versions", "{}"))
        versions = {
            name: given[name]
            for name in names
            if type(given.get(name)) is int and 0 <= given[name] < 2**31 - 1
        }
    except (ValueError, AttributeError):
        versions = {}
    return typed, versions


def save_typed(row: Interview, sheet: Sheet, typed: dict[str, str], versions: dict[str, int]) -> Saved:
    """Save what differs from the draft: what nobody touched is nobody's conflict."""
    if not typed:
        return Saved()
    held = {name: each.value for name, each in reads.draft_of(card_of(row)).items()}
    changes = [
        Change(name, value, versions.get(name, 0))
        for name, value in typed.items()
        if held.get(name, "") != value
    ]
    return save_draft(card_of(row), changes, reads.keys_on(sheet))


def closed(request: Request, row: Interview, typed: dict[str, str], wants_json: bool) -> HttpResponse:
    if wants_json:
        return JsonResponse({"problem": CLOSED}, status=409)
    messages.error(request, CLOSED)
    card_of(row).refresh_from_db()
    return page(request, row, typed, {}, status=409)


def answer(saved: Saved) -> dict[str, Any]:
    return {
        "versions": saved.versions,
        "conflicts": saved.conflicts,
        "refused": saved.refused,
        "at": f"{timezone.localtime():%H:%M:%S}",
    }


def is_open(row: Interview) -> bool:
    return card_of(row).is_open and row.application.status == Application.Status.IN_LOOP


def note(request: Request, row: Interview, action: str) -> None:
    audit.record(
        actor=request.user,
        action=action,
        subject="scorecard",
        subject_id=row.scorecard_id or "",
        scope=scope(row),
    )
