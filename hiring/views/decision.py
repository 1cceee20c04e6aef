"""What was decided, the list of decisions, and the record on paper."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hiring import access
from hiring.actions.decide import DecidedMeanwhile, RatingsChanged, record_decision
from hiring.actions.refusal import Refusal
from hiring.forms.decision import DecisionForm
from hiring.models import Application, Decision
from hiring.reads.decisions import decisions as read_decisions
from hiring.reads.summary import for_page, summary
from hiring.record import record_pdf
from hiring.record.values import record_values
from hiring.snapshots import differences
from hiring.views.request import Request
from hiring.views.summary import blind, note
from scorecards import audit

PAGE = 100


@never_cache
@require_http_methods(["GET", "POST"])
def decision(request: Request, pk: int) -> HttpResponse:
    """Record what was decided. An application of another team's opening is a 404."""
    application = for_page(request.user).filter(pk=pk, manages=True).first()
    if application is None:
        if access.openings_managed_by(request.user).filter(applications=pk).exists():
            return blind(request, pk)
        raise Http404
    shown = summary(request.user, application)
    seen, last = shown.result.outcome, shown.decisions[0].decision.pk if shown.decisions else 0
    form = DecisionForm(request.POST or None, recommended=seen, last=last)
    if form.is_valid():
        given = {
            name: form.cleaned_data[name]
            for name in ("outcome", "rationale", "override_reason", "seen", "last")
        }
        try:
            made = record_decision(application=application, by=request.user, **given)
        except (RatingsChanged, DecidedMeanwhile) as refusal:
            now = request.POST.copy() | {"seen": seen, "last": last}
            form = DecisionForm(now, recommended=seen, last=last)
            form.add_error(None, str(refusal))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, recorded(made))
            return redirect("summary", pk)
    context = {"application": application, "summary": shown, "form": form}
    return render(request, "hiring/decision/decision.html", context, status=422 if form.is_bound else 200)


def recorded(made: Decision) -> str:
    words = f"Recorded: {made.get_outcome_display().lower()}."
    if made.outcome == Decision.Outcome.MORE_EVIDENCE:
        return f"{words} The candidate is in the loop; plan there what is missing."
    return words


@require_safe
def decisions(request: Request) -> HttpResponse:
    """Decisions that the reader may see, newest first; those against the recommendation alone if asked."""
    if not access.reads_openings(request.user):
        raise Http404
    given = request.GET.get("opening", "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 18 else None
    overrides = request.GET.get("show") == "overrides"
    found = read_decisions(request.user, opening=number, overrides=overrides)
    page = Paginator(found, PAGE).get_page(request.GET.get("page", "1"))
    opening = access.openings_for(request.user).filter(pk=number).first() if number else None
    audit.record(
        actor=request.user,
        action="decisions.listed",
        subject="opening" if opening else "decisions",
        subject_id=opening.pk if opening else "",
        scope=f"opening:{opening.pk}" if opening else "",
        details={"rows": len(page.object_list)},
    )
    context = {"page": page, "opening": opening, "overrides": overrides}
    return render(request, "hiring/decision/decisions.html", context)


@never_cache
@require_safe
def record(request: Request, pk: int) -> HttpResponse:
    """The decision record as PDF, for whoever may read the summary. On the trail, because it leaves the house."""
    application: Application = get_object_or_404(for_page(request.user), pk=pk)
    found = summary(request.user, application)
    checked = {each.decision.pk: list(differences(each.decision)) for each in found.decisions}
    pdf = record_pdf(record_values(found, by=request.user, checked=checked))
    note(request, application, "record.exported")
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="decision-record-{application.pk}.pdf"'
    return response
