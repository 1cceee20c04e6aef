"""The loop of an application. Each change answers with the plan anew: to htmx the part, else the page."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hiring import access
from hiring.actions import plan_loop
from hiring.actions.refusal import Refusal
from hiring.actions.swap import swap as swap_interviewer
from hiring.forms.loop import AddForm, DayForm, PersonForm, SlotForm
from hiring.models import Application, Interview, User
from hiring.reads import loop as reads
from hiring.views.request import Request, plain
from hiring.views.summary import note

CLASHED = "Somebody planned the same at this moment. Look again."


@require_safe
def loop(request: Request, pk: int) -> HttpResponse:
    application = readable(request, pk)
    note(request, application, "loop.viewed")
    return render(request, "hiring/loop/loop.html", context_of(request, application))


@require_POST
def standard(request: Request, pk: int) -> HttpResponse:
    application = planned(request, pk)
    return act(
        request, application, lambda: plan_loop.apply_standard_loop(application=application, by=request.user)
    )


@require_POST
def add(request: Request, pk: int) -> HttpResponse:
    application = planned(request, pk)
    form = AddForm(request.POST, application=application)
    return act(
        request,
        application,
        lambda: plan_loop.add_interview(application=application, by=request.user, **form.cleaned_data),
        form,
    )


@require_POST
def assign(request: Request, pk: int, interview: int) -> HttpResponse:
    application, row = interview_of(request, pk, interview)
    form = PersonForm(request.POST)
    return act(
        request,
        application,
        lambda: plan_loop.assign(
            interview=row, interviewer=form.cleaned_data["interviewer"], by=request.user
        ),
        form,
    )


@require_POST
def swap(request: Request, pk: int, interview: int) -> HttpResponse:
    application, row = interview_of(request, pk, interview)
    form = PersonForm(request.POST)
    return act(
        request,
        application,
        lambda: swap_interviewer(interview=row, by=request.user, **form.cleaned_data),
        form,
    )


@require_POST
def schedule(request: Request, pk: int, interview: int) -> HttpResponse:
    application, row = interview_of(request, pk, interview)
    form = SlotForm(request.POST)
    return act(
        request,
        application,
        lambda: plan_loop.schedule(interview=row, by=request.user, **form.cleaned_data),
        form,
    )


@require_POST
def day(request: Request, pk: int) -> HttpResponse:
    """Every interview without a time, one after another."""
    application = planned(request, pk)
    form = DayForm(request.POST)
    return act(
        request,
        application,
        lambda: plan_loop.schedule_in_a_row(application=application, by=request.user, **form.cleaned_data),
        form,
    )


@require_POST
def cancel(request: Request, pk: int, interview: int) -> HttpResponse:
    application, row = interview_of(request, pk, interview)
    reason = plain(request.POST.get("reason", ""))[:2000]
    return act(request, application, lambda: plan_loop.cancel(interview=row, by=request.user, reason=reason))


@require_POST
def no_show(request: Request, pk: int, interview: int) -> HttpResponse:
    application, row = interview_of(request, pk, interview)
    return act(request, application, lambda: plan_loop.no_show(interview=row, by=request.user))


@require_POST
def replace(request: Request, pk: int, interview: int) -> HttpResponse:
    application, row = interview_of(request, pk, interview)
    return act(request, application, lambda: plan_loop.replace(interview=row, by=request.user))


@require_http_methods(["GET", "POST"])
def fill(request: Request, pk: int) -> HttpResponse:
    """Show who would hold what and what nobody can cover; a person confirms exactly what was shown."""
    application = planned(request, pk)
    if request.method == "POST":
        chosen = {
            int(name.removeprefix("place-")): int(value)
            for name, value in request.POST.dict().items()
            if isinstance(value, str)
            and name.startswith("place-")
            and name[6:].isdecimal()
            and value.isdecimal()
        }
        people = User.objects.in_bulk(chosen.values())
        rows = set(application.interviews.filter(pk__in=chosen).values_list("pk", flat=True))
        wanted = {
            place: people[person] for place, person in chosen.items() if person in people and place in rows
        }
        return act(
            request,
            application,
            lambda: plan_loop.fill(application=application, people=wanted, by=request.user),
        )
    filling = reads.filling(application, at=timezone.now())
    return render(request, "hiring/loop/fill.html", {"application": application, "filling": filling})


# --- Pieces --------------------------------------------------------------------------------------


def readable(request: Request, pk: int) -> Application:
    rows = access.applications_for(request.user)
    return get_object_or_404(rows.select_related("candidate", "opening", "assessment__rubric__role"), pk=pk)


def planned(request: Request, pk: int) -> Application:
    rows = access.applications_planned_by(request.user)
    return get_object_or_404(rows.select_related("candidate", "opening", "assessment__rubric__role"), pk=pk)


def interview_of(request: Request, pk: int, interview: int) -> tuple[Application, Interview]:
    application = planned(request, pk)
    return application, get_object_or_404(
        application.interviews.select_related("application", "kit"), pk=interview
    )


def context_of(request: Request, application: Application) -> dict[str, object]:
    may_plan = access.applications_planned_by(request.user).filter(pk=application.pk).exists()
    return {
        "application": application,
        "loop": reads.loop(application, at=timezone.now()),
        "swappable": reads.swappable(application) if may_plan else [],
        "may_plan": may_plan and application.status == Application.Status.IN_LOOP,
    }


def act(
    request: Request, application: Application, change: Callable[[], object], form: Form | None = None
) -> HttpResponse:
    """Do it, or say why not; then the plan as it is now."""
    problem = ""
    if form is not None and not form.is_valid():
        problem = " ".join(str(message) for found in form.errors.values() for message in found)
    else:
        try:
            change()
        except Refusal as refusal:
            problem = str(refusal)
        except ValidationError as error:
            problem = " ".join(str(each) for each in error.messages)
        except IntegrityError:
            problem = CLASHED
    if request.headers.get("HX-Request"):
        context = context_of(request, application) | {"problem": problem, "partial": True}
        return render(request, "hiring/loop/plan.html", context)
    if problem:
        messages.error(request, problem)
    return redirect("loop", application.pk)
