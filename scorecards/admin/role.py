from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from scorecards import audit
from scorecards.models import Role


@admin.register(Role)
class RoleAdmin(admin.ModelAdmin):
    list_display = ("name", "level", "versions")
    search_fields = ("name", "level")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Role]:
        rows: QuerySet[Role] = super().get_queryset(request)
        return rows.annotate(version_count=Count("rubrics"))

    def save_model(self, request: HttpRequest, obj: Role, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        note(request, obj, "role.edited" if change else "role.added", form.changed_data)

    def delete_model(self, request: HttpRequest, obj: Role) -> None:
        note(request, obj, "role.deleted")
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Role]) -> None:
        for role in queryset:
            note(request, role, "role.deleted")
        super().delete_queryset(request, queryset)

    @admin.display(description="versions", ordering="version_count")
    def versions(self, role: Role) -> int:
        return role.version_count  # type: ignore[attr-defined, no-any-return]


def note(request: HttpRequest, role: Role, action: str, fields: Iterable[str] = ()) -> None:
    audit.record(actor=request.user, action=action, subject="role", subject_id=role.pk, fields=fields)
