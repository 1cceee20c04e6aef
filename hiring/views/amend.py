"""After handing in: the card as it stands, the others' cards, and amending with a reason."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hiring import access
from hiring.actions.refusal import Refusal
from hiring.actions.reopen import refuse_erased
from hiring.models import Interview
from hiring.reads import interview as reads
from hiring.reads.cards import cards_for
from hiring.reads.interview import card_of, scope
from hiring.views.request import Request, plain
from hiring.views.signed_out import signed_out
from scorecards.actions.amend import NothingToAmend
from scorecards.actions.amend import amend as amend_card
from scorecards.actions.save_draft import Change
from scorecards.models import Revision
from scorecards.sheets import Sheet, sheet_of, whole_rubric


@login_not_required
@require_POST
def amend(request: Request, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return signed_out(request, pk)
    row = get_object_or_404(reads.for_page(request.user), pk=pk, scorecard__submitted_at__isnull=False)
    sheet = sheet_of(card_of(row).rubric, row.kit)
    try:
        refuse_erased(row.application)
        made = amend_card(
            card_of(row),
            sheet,
            kind=request.POST.get("kind", ""),
            reason=plain(request.POST.get("reason", "")),
            fields=amended_in(request, sheet),
            scope=scope(row),
        )
    except (NothingToAmend, Refusal) as refusal:
        context = submitted_context(request, row, request.POST.dict()) | {"problem": str(refusal)}
        return render(request, "hiring/interview/submitted.html", context, status=422)
    which = (
        "It corrects your independent rating."
        if made.independent
        else "It counts after the debrief; what you handed in before it stays as it was."
    )
    messages.success(request, f"Amended. {which}")
    return redirect("interview", row.pk)


# --- Pieces --------------------------------------------------------------------------------------


def submitted_context(
    request: Request, row: Interview, typed: dict[str, str] | None = None
) -> dict[str, Any]:
    sheet = whole_rubric(card_of(row).rubric)
    cards = cards_for(request.user, card_of(row).assessment_id, sheet)
    return {
        "interview": row,
        "own": cards[0],
        "others": cards[1:],
        "not_yet": reads.not_yet(request.user, row),
        "amendable": reads.amendable(cards[0], sheet, typed or {}),
        "typed": typed or {},
        "verdicts": Revision.Verdict.choices,
        "sheet": sheet,
        "owes": access.owes_card(request.user, row.application),
        "sees_summary": access.summaries_for(request.user).filter(pk=row.application_id).exists(),
    }


def amended_in(request: Request, sheet: Sheet) -> dict[str, str]:
    """What the form to amend brings. A signal's line is always sent, its tick only when it is ticked."""
    keys, found = reads.keys_on(sheet), {}
    for name, value in request.POST.items():
        if name.partition("-")[0] in {"rating", "evidence", "seen", "sighting", "verdict", "summary"}:
            text = plain(str(value))
            if problem := keys.problem(Change(name, text)):
                raise NothingToAmend(problem)
            found[name] = text
    ticks = [name.replace("sighting-", "seen-", 1) for name in found if name.startswith("sighting-")]
    return dict.fromkeys(ticks, "") | found
