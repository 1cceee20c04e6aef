"""Admin pages of the house: people, their training, and openings. Who may use them is said by duty: these
are for administrators (superusers) alone.

Candidates, applications, interviews, messages and decisions are not registered, and neither is anything
that was judged: rank opens no candidate data.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest

from hiring.actions.people import DUTIES
from hiring.models import Opening, Qualification, User
from scorecards import audit


class Audited(admin.ModelAdmin):
    """Every change is on the audit trail. Nothing is deleted here: people leave, openings close."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        name = obj._meta.model_name
        audit.record(
            actor=request.user,
            action=f"{name}.{'edited' if change else 'added'}",
            subject=name,
            subject_id=obj.pk,
            scope=f"opening:{obj.pk}" if isinstance(obj, Opening) else "",
            fields=form.changed_data,
            details={key: bool(getattr(obj, key)) for key in DUTIES if key in form.changed_data},
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(Audited):
    """Duties and names. Inviting, training and leaving are actions of the people page."""

    list_display = ("name", "email", "is_coordinator", "is_rubric_admin", "is_auditor", "is_active")
    list_filter = ("is_active", "is_coordinator", "is_rubric_admin", "is_auditor", "is_superuser")
    search_fields = ("name", "email")
    ordering = ("name",)
    fields = (
        "name",
        "email",
        "time_zone",
        "is_coordinator",
        "is_rubric_admin",
        "is_auditor",
        "is_staff",
        "is_superuser",
        "joined_at",
        "left_at",
    )
    readonly_fields = ("joined_at", "left_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Opening)
class OpeningAdmin(Audited):
    """Without the team: who is on it decides who sees the candidates, and that is for its coordinators."""

    list_display = ("title", "role", "place", "status", "legal_hold")
    list_filter = ("status", "role", "legal_hold")
    list_select_related = ("role",)
    search_fields = ("title", "place")
    fields = ("role", "title", "place", "status", "retention_days", "legal_hold")
    readonly_fields = ("role", "title", "place", "status")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class PersonSelect(AutocompleteSelect):
    """Django looks up whatever was sent before it shows a form again: what is no number is nobody."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        known = [
            each for each in value if str(each).isascii() and str(each).isdecimal() and len(str(each)) < 18
        ]
        return super().optgroups(name, known, attr)


@admin.register(Qualification)
class QualificationAdmin(Audited):
    list_display = ("person", "kit_key", "level")
    list_filter = ("level",)
    list_select_related = ("person",)
    search_fields = ("person__name", "person__email")
    autocomplete_fields = ("person",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        return super().formfield_for_foreignkey(
            db_field, request, **options | {"widget": PersonSelect(db_field, self.admin_site)}
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def delete_model(self, request: HttpRequest, obj: Qualification) -> None:
        audit.record(
            actor=request.user, action="qualification.removed", subject="user", subject_id=obj.person_id
        )
        super().delete_model(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """One by one, so that each is on the trail."""
        return {}
