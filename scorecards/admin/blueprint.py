"""Import a page: upload or paste, look at source and draft side by side, then save. Nothing is saved before."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from scorecards.actions.import_blueprint import Plan, Refused, import_blueprint, plan
from scorecards.blueprints.blocks import BadPage
from scorecards.blueprints.draft import Draft, Reading
from scorecards.blueprints.reading import read
from scorecards.blueprints.words import called, choice
from scorecards.forms.blueprint import BlueprintForm

TEMPLATE = "admin/scorecards/blueprint/import.html"
MOST_SHOWN = 1500


def import_view(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """For rubric admins. Typed and pasted text comes back with every answer, errors included."""
    if not request.user.has_perm("scorecards.change_rubric"):
        raise PermissionDenied
    form = BlueprintForm(request.POST or None, request.FILES or None)
    context |= {"title": "Import a page", "form": form}
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        context["form"] = BlueprintForm(initial=form.with_text())
        context["source"] = values["source"]
        try:
            reading = read(values["content"], propose=values["propose"])
            draft = choice(reading.drafts, request.POST.get("level"))
            if "save" in request.POST:
                return saved(request, reading, draft, values)
        except (BadPage, Refused) as error:
            context["refused"] = str(error)
            if isinstance(error, BadPage):
                return TemplateResponse(request, TEMPLATE, context)
        context |= preview(reading, draft, values)
    return TemplateResponse(request, TEMPLATE, context)


def saved(
    request: HttpRequest, reading: Reading, draft: Draft | None, values: dict[str, Any]
) -> HttpResponse:
    done = import_blueprint(
        reading=reading,
        draft=draft or reading.drafts[0],
        role_name=values["role"] or None,
        source=values["source"],
        by=request.user,
        next_version=True,
    )
    if done.rubric is None:
        newest = done.plan.newest
        why = "Nothing differs from it" if done.plan.same else "It is a draft: edit it, or publish it first"
        raise Refused(f"There is {newest} already. {why}. Nothing was saved.")
    messages.success(request, f"Saved as a draft: {done.rubric}. Look it over, add kits, then publish it.")
    return redirect("admin:scorecards_rubric_change", done.rubric.pk)


def preview(reading: Reading, draft: Draft | None, values: dict[str, Any]) -> dict[str, Any]:
    """What the template shows. The page's words are plain text here and there: templates escape them."""
    shown = draft or reading.drafts[0]
    planned, hint = planned_or_why(reading, shown, values)
    return {
        "reading": reading,
        "draft": shown,
        "called": called(shown),
        "choices": [called(each) for each in reading.drafts] if len(reading.drafts) > 1 else [],
        "dimensions": dimension_rows(shown, planned),
        "signals": signal_groups(shown),
        "questions": list(zip(shown.assess, shown.links.assess, strict=True)),
        "exercises": list(zip(shown.exercises, shown.links.exercises, strict=True)),
        "blocks": reading.page.blocks[:MOST_SHOWN],
        "more": max(0, len(reading.page.blocks) - MOST_SHOWN),
        "plan": planned,
        "changes": changes(planned) if planned and planned.differences else [],
        "hint": hint,
    }


def planned_or_why(reading: Reading, draft: Draft, values: dict[str, Any]) -> tuple[Plan | None, str]:
    if draft.scorecard is None:
        return None, ""
    try:
        return plan(
            reading=reading, draft=draft, role_name=values["role"] or None, source=values["source"]
        ), ""
    except Refused:
        return (
            None,
            "The page does not say what the role is called: write its name below and read the page again.",
        )


def changes(planned: Plan) -> list[str]:
    """ "7 signals added", in the order of the list below it."""
    found = planned.differences
    counts = Counter((part.kind, part.change) for part in found.parts) if found else Counter()
    return [
        f"{count} {kind[:-1] if count == 1 else kind} {change}" for (kind, change), count in counts.items()
    ]


def dimension_rows(draft: Draft, planned: Plan | None) -> list[dict[str, Any]]:
    """Each dimension with its share of the draft, which is what counts, and with the weight as the page has it."""
    dimensions = draft.scorecard.dimensions if draft.scorecard else ()
    weights = (
        [each["weight"] for each in planned.document["dimensions"]] if planned else [1] * len(dimensions)
    )
    total = sum(weights)
    return [
        {"dimension": each, "share": 100 * weight / total}
        for each, weight in zip(dimensions, weights, strict=True)
    ]


def signal_groups(draft: Draft) -> list[tuple[str, list[Any]]]:
    labels = (("strong", "Strong signals"), ("weak", "Weak signals"), ("red", "Red flags"))
    pairs = list(zip(draft.signals, draft.links.signals, strict=True))
    return [
        (label, [(each, link) for each, link in pairs if each.kind == kind])
        for kind, label in labels
        if any(each.kind == kind for each, _ in pairs)
    ]
