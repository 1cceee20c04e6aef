"""What comes first where nothing is there yet: for whoever sets a new house up."""

from dataclasses import dataclass

from django.urls import reverse

from hiring import access
from hiring.models import Opening, User


@dataclass(frozen=True)
class Step:
    """`url` is empty where it is for somebody else to do."""

    title: str
    why: str
    url: str
    done: bool = False


def first_steps(user: User) -> tuple[Step, ...]:
    """Nothing once there is an opening. No query for whoever is on a team or cannot help; else one, and two more
    while there is no opening."""
    rubrics, people = access.edits_rubrics(user), access.manages_people(user)
    if not (rubrics or people) or access.teams(user) or Opening.objects.exists():
        return ()
    return (
        Step(
            "Make a rubric and publish it",
            "What is judged for a role, and what weighs how much. The page of the role can be imported.",
            reverse("rubrics") if rubrics else "",
            done=access.roles_to_open(user).exists(),
        ),
        Step(
            "Invite people",
            "Interviewers with what they are trained for, one by one or from a table.",
            reverse("people") if people else "",
            done=User.objects.exclude(pk=user.pk).exists(),
        ),
        Step(
            "Open an opening",
            "With its hiring managers, who decide, and its coordinators, who plan the loops.",
            reverse("new_opening") if access.opens_openings(user) else "",
        ),
        Step(
            "Add candidates there, and plan their loops",
            "Interviewers are told by mail, and find what they owe on this page.",
            "",
        ),
    )
