from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from scorecards.models import Role


@admin.register(Role)
class RoleAdmin(admin.ModelAdmin):
    list_display = ("name", "level", "versions")
    search_fields = ("name", "level")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Role]:
        rows: QuerySet[Role] = super().get_queryset(request)
        return rows.annotate(version_count=Count("rubrics"))

    @admin.display(description="versions", ordering="version_count")
    def versions(self, role: Role) -> int:
        return role.version_count  # type: ignore[attr-defined, no-any-return]
