"""Candidates: adding, finding, changing, applying again, merging; their résumés."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hiring import access
from hiring.actions.candidates import add_candidate, add_resume, edit_candidate, openings_of, record
from hiring.actions.merge import merge as merge_candidates
from hiring.actions.reapply import reapply
from hiring.actions.refusal import Refusal
from hiring.actions.reopen import reopen as reopen_application
from hiring.actions.withdraw import withdraw as withdraw_application
from hiring.forms.candidates import ApplyForm, CandidateForm, ReasonForm, ResumeForm
from hiring.models import Candidate
from hiring.reads import candidates as reads
from hiring.resumes import TYPES
from hiring.views.request import Request, search_words
from scorecards import audit


@require_safe
def candidates(request: Request) -> HttpResponse:
    if not access.reads_openings(request.user):
        raise Http404
    words = search_words(request)
    page = reads.search(request.user, words=words, page=request.GET.get("page", "1"))
    # That somebody searched, and how much it showed; not the words, which may name a candidate.
    audit.record(
        actor=request.user,
        action="candidates.searched",
        subject="candidates",
        fields=["search"] if words else [],
        details={"rows": len(page.object_list)},
    )
    return render(request, "hiring/candidates/candidates.html", {"page": page, "search": words})


@require_http_methods(["GET", "POST"])
def new_candidate(request: Request, pk: int) -> HttpResponse:
    """Add someone to an opening; what comes next is their loop."""
    opening = get_object_or_404(access.openings_planned_by(request.user), pk=pk)
    form = CandidateForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            application = add_candidate(
                opening=opening, by=request.user, fields=form.known(), resume=form.cleaned_data["resume"]
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{application.candidate} is added. Next: the loop.")
            return redirect("loop", application.pk)
    return render(request, "hiring/candidates/new_candidate.html", {"form": form, "opening": opening})


@require_safe
def candidate(request: Request, pk: int) -> HttpResponse:
    """One candidate. A merged row leads on to the one that was kept."""
    merged = Candidate.objects.filter(pk=pk, merged_into__in=access.candidates_for(request.user)).first()
    if merged:
        return redirect("candidate", merged.merged_into_id)
    found = get_object_or_404(access.candidates_for(request.user), pk=pk)
    page = reads.candidate_page(found, request.user)
    # One entry, whatever the number of applications: the newest opening's managers read it.
    record(found, request.user, "candidate.viewed", [row.opening_id for row in page.applications[:1]], [])
    context = {"page": page, "candidate": found, "resume_form": ResumeForm()}
    return render(request, "hiring/candidates/candidate.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(access.candidates_planned_by(request.user), pk=pk)
    form = CandidateForm(request.POST or None, request.FILES or None, instance=found)
    if form.is_valid():
        edit_candidate(candidate=found, by=request.user, fields=form.known())
        if resume := form.cleaned_data["resume"]:
            add_resume(candidate=found, resume=resume, by=request.user)
        messages.success(request, "Saved.")
        return redirect("candidate", pk)
    return render(request, "hiring/candidates/edit_candidate.html", {"form": form, "candidate": found})


@require_POST
def upload_resume(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(access.candidates_planned_by(request.user), pk=pk)
    form = ResumeForm(request.POST, request.FILES)
    if form.is_valid():
        add_resume(candidate=found, resume=form.cleaned_data["resume"], by=request.user)
        messages.success(request, "The résumé is stored.")
    else:
        messages.error(request, " ".join(str(each) for each in form.errors["resume"]))
    return redirect("candidate", pk)


@require_safe
def resume(request: Request, pk: int) -> HttpResponse:
    """The file, as an attachment: a browser never shows or runs what a stranger sent."""
    found = get_object_or_404(access.resumes_for(request.user).select_related("candidate"), pk=pk)
    record(found.candidate, request.user, "resume.read", openings_of(found.candidate), [])
    response = HttpResponse(bytes(found.content), content_type=TYPES[found.kind])
    ascii_name = found.name.encode("ascii", "ignore").decode() or f"resume.{found.kind}"
    response["Content-Disposition"] = f'attachment; filename="{ascii_name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def apply(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(access.candidates_planned_by(request.user), pk=pk)
    form = ApplyForm(request.POST, openings=access.openings_planned_by(request.user))
    if not form.is_valid():
        messages.error(request, "Choose an opening.")
        return redirect("candidate", pk)
    try:
        application = reapply(candidate=found, opening=form.cleaned_data["opening"], by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("candidate", pk)
    return redirect("loop", application.pk)


@require_http_methods(["GET", "POST"])
def merge(request: Request, pk: int, other: int) -> HttpResponse:
    """Side by side first; then the other one's applications and résumés move to this one."""
    mine = access.candidates_planned_by(request.user)
    kept, duplicate = get_object_or_404(mine, pk=pk), get_object_or_404(mine, pk=other)
    if request.method == "POST":
        try:
            merge_candidates(kept=kept, duplicate=duplicate, by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "The two are one now.")
        return redirect("candidate", pk)
    pair = reads.side_by_side(kept, duplicate, request.user)
    context = {"kept": kept, "duplicate": duplicate, "pair": pair}
    return render(request, "hiring/candidates/merge.html", context)


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    application = get_object_or_404(access.applications_planned_by(request.user), pk=pk)
    form = ReasonForm(request.POST)
    try:
        if form.is_valid():
            withdraw_application(application=application, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, "Withdrawn. Planned interviews are cancelled and their people told.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("candidate", application.candidate_id)


@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    application = get_object_or_404(access.applications_planned_by(request.user), pk=pk)
    try:
        reopen_application(application=application, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("candidate", application.candidate_id)
    messages.success(request, "Back in the loop. Cancelled interviews stay cancelled.")
    return redirect("loop", application.pk)
