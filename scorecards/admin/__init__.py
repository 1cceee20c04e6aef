"""Rubrics in the admin pages. What was judged is never registered here."""

from scorecards.admin.role import RoleAdmin
from scorecards.admin.rubric import RubricAdmin

__all__ = ["RoleAdmin", "RubricAdmin"]
