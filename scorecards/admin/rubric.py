"""One screen for a rubric: the version with all its parts, reordered, weighed, checked and published."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max, QuerySet, Value
from django.db.models.functions import Concat
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from scorecards import audit, checks
from scorecards.actions import publish as actions
from scorecards.admin.blueprint import import_view
from scorecards.documents import document_of
from scorecards.forms.interview import interview_form
from scorecards.forms.rubric import (
    DimensionForm,
    ExerciseForm,
    KitForm,
    PartFormSet,
    QuestionForm,
    RubricForm,
    SignalForm,
)
from scorecards.models import (
    Dimension,
    Exercise,
    ExerciseDimension,
    Kit,
    KitDimension,
    KitQuestion,
    Question,
    Role,
    Rubric,
    Signal,
)


def parts_of(rubric: Rubric | None) -> dict[str, Any]:
    """What the choices on the screen offer and what is chosen: six queries for any size."""
    if rubric is None or rubric.pk is None:
        return {"dimensions": [], "questions": [], "exercises": []}
    found: dict[str, Any] = {
        "dimensions": list(rubric.dimensions.all()),
        "questions": list(rubric.questions.all()),
        "exercises": list(rubric.exercises.all()),
    }
    judged = ExerciseDimension.objects.filter(exercise__rubric=rubric)
    focus = KitDimension.objects.filter(kit__rubric=rubric)
    asked = KitQuestion.objects.filter(kit__rubric=rubric)
    for name, rows in (
        ("judged_on", judged.values_list("exercise_id", "dimension_id")),
        ("focus_on", focus.values_list("kit_id", "dimension_id")),
        ("ask", asked.values_list("kit_id", "question_id")),
    ):
        chosen: dict[int, list[int]] = {}
        for one, other in rows:
            chosen.setdefault(one, []).append(other)
        found[name] = chosen
    return found


# Of one kind: more do not fit into the 1,000 fields that a form may have. One that only claims more would keep
# a process busy for a minute.
MOST_PARTS = 250


class PartInline(admin.StackedInline):
    extra = 0
    formset = PartFormSet
    template = "admin/scorecards/parts.html"
    show_change_link = False

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        most = {"max_num": MOST_PARTS, "absolute_max": MOST_PARTS}
        made = super().get_formset(request, obj, **options | most)
        if not hasattr(request, "rubric_parts"):
            request.rubric_parts = parts_of(obj)  # type: ignore[attr-defined]
        parts = request.rubric_parts  # type: ignore[attr-defined]
        return type(made.__name__, (made,), {"rubric_parts": parts})

    def has_add_permission(self, request: HttpRequest, obj: Rubric | None = None) -> bool:
        return editable(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Rubric | None = None) -> bool:
        return editable(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Rubric | None = None) -> bool:
        return editable(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: Rubric | None = None) -> bool:
        return request.user.has_perm("scorecards.view_rubric")


def editable(request: HttpRequest, rubric: Rubric | None) -> bool:
    return request.user.has_perm("scorecards.change_rubric") and (rubric is None or rubric.is_draft)


class DimensionInline(PartInline):
    model = Dimension
    form = DimensionForm


class SignalInline(PartInline):
    model = Signal
    form = SignalForm


class QuestionInline(PartInline):
    model = Question
    form = QuestionForm


class ExerciseInline(PartInline):
    model = Exercise
    form = ExerciseForm


class KitInline(PartInline):
    model = Kit
    form = KitForm


@admin.register(Rubric)
class RubricAdmin(admin.ModelAdmin):
    form = RubricForm
    inlines = (DimensionInline, SignalInline, QuestionInline, ExerciseInline, KitInline)
    list_display = ("role", "version", "status", "published_at")
    list_filter = ("status", "role")
    list_select_related = ("role",)
    search_fields = ("role__name", "introduction", "dimensions__name")
    change_form_template = "admin/scorecards/rubric.html"
    change_list_template = "admin/scorecards/rubrics.html"
    view_on_site = False  # "Read and print" leads there
    fieldsets = (
        (None, {"fields": ("role", "introduction", "change_note", "weight_reason", "seen")}),
        ("Scale", {"fields": ("scale_max", "level_labels", "level_texts")}),
        (
            "Policy",
            {
                "classes": ("collapse",),
                "description": "The numbers of the rule. The defaults are the ones that the documentation argues for.",
                "fields": (
                    ("cut_no", "cut_yes", "cut_strong_yes"), ("min_coverage", "min_interviewers"),
                    ("must_have_raters", "floor"), ("red_flag_interviewers", "disagreement"),
                ),
            },
        ),
    )  # fmt: skip

    class Media:
        css = {"all": ("css/rubric-admin.css",)}
        js = (Script("js/rubric-admin/page.js", type="module"),)

    # --- Who may -------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Rubric | None = None) -> bool:
        """A published version is shown, never changed."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_draft)

    def has_delete_permission(self, request: HttpRequest, obj: Rubric | None = None) -> bool:
        return super().has_delete_permission(request, obj) and obj is not None and obj.is_draft

    def get_readonly_fields(self, request: HttpRequest, obj: Rubric | None = None) -> tuple[str, ...]:
        return ("role",) if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "role":
            options["queryset"] = Role.objects.exclude(rubrics__status=Rubric.Status.DRAFT)
        return super().formfield_for_foreignkey(db_field, request, **options)

    # --- Saving --------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Rubric, form: Any, change: bool) -> None:
        if not change:
            obj.version = (obj.role.rubrics.aggregate(most=Max("version"))["most"] or 0) + 1
            obj.created_by = request.user  # type: ignore[assignment]
        obj.edits += 1
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Rubric) -> None:
        audit.record(actor=request.user, action="rubric.deleted", subject="rubric", subject_id=obj.pk)
        super().delete_model(request, obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        free_names(formset)
        super().save_formset(request, form, formset, change)
        for each in formset.forms:
            if not each.instance.pk or formset._should_delete_form(each) or not hasattr(each, "cleaned_data"):
                continue
            if isinstance(each.instance, Exercise) and "judged_on" in each.cleaned_data:
                link(
                    ExerciseDimension, each.instance, "exercise", "dimension", each.cleaned_data["judged_on"]
                )
            if isinstance(each.instance, Kit) and "focus_on" in each.cleaned_data:
                link(KitDimension, each.instance, "kit", "dimension", each.cleaned_data["focus_on"])
                link(KitQuestion, each.instance, "kit", "question", each.cleaned_data["ask"])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        fields = {
            *form.changed_data,
            *(name for each in formsets for f in each.forms for name in f.changed_data),
        }
        audit.record(
            actor=request.user,
            action="rubric.edited" if change else "rubric.drafted",
            subject="rubric",
            subject_id=form.instance.pk,
            fields=fields,
        )

    # --- Pages of its own ------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        def named(name: str, view: Any) -> URLPattern:
            route = f"<int:pk>/{name}/" if name != "preview" else "<int:pk>/preview/<int:kit>/"
            view = self.admin_site.admin_view(view)
            found: URLPattern = path(route, view, name=f"scorecards_rubric_{name}")
            return found

        own = [
            path("import/", self.admin_site.admin_view(self.import_view), name="scorecards_rubric_import"),
            named("publish", self.publish_view),
            named("edit", require_POST(self.edit_view)),
            named("duplicate", self.duplicate_view),
            named("preview", self.preview_view),
        ]
        return own + super().get_urls()

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **options: Any
    ) -> HttpResponse:
        rubric = options.get("obj")
        context["parts_known"] = getattr(request, "rubric_parts", {})
        if rubric is not None and rubric.pk:
            context["kits"] = [each for each in context["inline_admin_formsets"] if each.opts.model is Kit]
            context["versions"] = list(rubric.role.rubrics.exclude(pk=rubric.pk).order_by("-version"))
        return super().render_change_form(request, context, *args, **options)

    def fetch(self, request: HttpRequest, pk: int) -> Rubric:
        if not request.user.has_perm("scorecards.change_rubric"):
            raise PermissionDenied
        return get_object_or_404(Rubric.objects.select_related("role"), pk=pk)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is still missing; or, when nothing is, the button that publishes."""
        rubric = self.fetch(request, pk)
        if request.method == "POST":
            try:
                actions.publish(rubric=rubric, by=request.user, at=timezone.now())
            except actions.NotADraft:
                messages.warning(request, f"{rubric} is published already.")
                return redirect("admin:scorecards_rubric_change", pk)
            except actions.NotReady:
                messages.error(request, "Not published yet: something is missing.")
                return redirect("admin:scorecards_rubric_publish", pk)
            messages.success(
                request, f"{rubric} is published. Running applications keep the version they have."
            )
            return redirect("admin:scorecards_rubric_change", pk)
        document = document_of(rubric)
        context = self.admin_site.each_context(request) | {
            "rubric": rubric,
            "title": f"Publish {rubric}",
            "missing": checks.missing(document),
            "before": rubric.role.rubrics.filter(status=Rubric.Status.PUBLISHED).first(),
        }
        return TemplateResponse(request, "admin/scorecards/publish.html", context)

    def edit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The next draft as a copy; where there is one, that one."""
        rubric = self.fetch(request, pk)
        try:
            draft = actions.edit_as_draft(rubric=rubric, by=request.user)
        except actions.DraftExists:
            draft = rubric.role.rubrics.get(status=Rubric.Status.DRAFT)
            messages.info(request, "There was a draft already: here it is.")
        return redirect("admin:scorecards_rubric_change", draft.pk)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        return import_view(request, self.admin_site.each_context(request))

    def duplicate_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        rubric = self.fetch(request, pk)
        roles: QuerySet[Role] = Role.objects.exclude(pk=rubric.role_id).exclude(
            rubrics__status=Rubric.Status.DRAFT
        )
        if request.method == "POST":
            given = request.POST.get("role", "")
            role = get_object_or_404(Role, pk=int(given) if given.isdecimal() and len(given) < 18 else 0)
            try:
                draft = actions.duplicate(rubric=rubric, role=role, by=request.user)
            except actions.DraftExists:
                messages.error(request, f"{role} has a draft already. Nothing was copied.")
                return redirect("admin:scorecards_rubric_duplicate", pk)
            messages.success(request, f"Copied to a draft of {role}.")
            return redirect("admin:scorecards_rubric_change", draft.pk)
        context = self.admin_site.each_context(request) | {
            "rubric": rubric,
            "title": f"Copy {rubric} to another role",
            "roles": roles,
            "add_role": reverse("admin:scorecards_role_add"),
        }
        return TemplateResponse(request, "admin/scorecards/duplicate.html", context)

    def preview_view(self, request: HttpRequest, pk: int, kit: int) -> HttpResponse:
        """The real interview form of a kit, with nothing behind it that saves."""
        rubric = self.fetch(request, pk)
        chosen = get_object_or_404(rubric.kits, pk=kit)
        form = interview_form(rubric=rubric, kit=chosen)
        context = {"rubric": rubric, "kit": chosen, "form": form, "kits": rubric.kits.all()}
        return TemplateResponse(request, "scorecards/preview.html", context)


def free_names(formset: Any) -> None:
    """Names that are given up on this screen are free for others on it: for a swap, or after a deletion."""
    if not any(field.name == "name" for field in formset.model._meta.fields):
        return
    moved = [each.instance.pk for each in formset.forms if each.instance.pk and "name" in each.changed_data]
    moved += [each.instance.pk for each in formset.deleted_forms if each.instance.pk]
    formset.model.objects.filter(pk__in=moved).update(name=Concat("key", Value(" (being saved)")))


def link(model: Any, owner: Any, one: str, other: str, chosen: Any) -> None:
    """Make the links the chosen ones, in the order given."""
    rows = model.objects.filter(**{one: owner})
    # Read anew: a part may have been deleted on the same screen.
    there = set(
        chosen_model(model, other)
        .objects.filter(pk__in=[each.pk for each in chosen])
        .values_list("pk", flat=True)
    )
    wanted = [each.pk for each in chosen if each.pk in there]
    if list(rows.values_list(f"{other}_id", flat=True)) == wanted:
        return
    rows.delete()
    ordered = any(field.name == "position" for field in model._meta.fields)
    model.objects.bulk_create(
        model(**{one: owner, f"{other}_id": pk}, **({"position": place} if ordered else {}))
        for place, pk in enumerate(wanted, start=1)
    )


def chosen_model(model: Any, other: str) -> Any:
    return model._meta.get_field(other).related_model
