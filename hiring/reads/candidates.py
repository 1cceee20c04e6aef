"""Finding candidates, and the page of one."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q
from django.db.models.functions import Lower

from hiring import access
from hiring.models import Application, Candidate, Opening, Resume, User

PAGE = 50


@dataclass(frozen=True)
class CandidatePage:
    candidate: Candidate
    applications: tuple[Application, ...]
    resumes: tuple[Resume, ...]
    namesakes: tuple[Candidate, ...]
    openings: tuple[Opening, ...]
    may_change: bool
    answers_for: bool


def search(user: User, *, words: str = "", page: str = "1") -> Page:
    """Candidates whose name, address or phone number holds every word. Three queries."""
    found = access.candidates_for(user)
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(phone__icontains=word))
    mine = access.applications_for(user).select_related("opening")
    found = found.prefetch_related(Prefetch("applications", mine, to_attr="shown_applications"))
    return Paginator(found.order_by(Lower("name"), "pk"), PAGE).get_page(page)


def candidate_page(candidate: Candidate, user: User) -> CandidatePage:
    """Six queries. Of the candidate's applications only those of openings that the reader may see."""
    applications = tuple(
        access.applications_for(user)
        .filter(candidate=candidate)
        .select_related("opening", "assessment__rubric")
    )
    may_change = access.candidates_planned_by(user).filter(pk=candidate.pk).exists()
    running = [row.opening_id for row in applications if row.status == Application.Status.IN_LOOP]
    openings = (
        access.openings_planned_by(user).filter(status=Opening.Status.OPEN).exclude(pk__in=running)
        if may_change
        else Opening.objects.none()
    )
    return CandidatePage(
        candidate=candidate,
        applications=applications,
        resumes=tuple(access.resumes_for(user).filter(candidate=candidate).defer("content")),
        namesakes=tuple(namesakes(candidate, user)),
        openings=tuple(openings),
        may_change=may_change,
        answers_for=access.candidates_answered_for(user).filter(pk=candidate.pk).exists(),
    )


@dataclass(frozen=True)
class Side:
    """One of two that may be the same person. Of their applications only those that the reader may see."""

    label: str
    candidate: Candidate
    applications: tuple[Application, ...]
    resumes: int

    @property
    def running(self) -> set[Opening]:
        return {row.opening for row in self.applications if row.status == Application.Status.IN_LOOP}


@dataclass(frozen=True)
class Pair:
    """`clash` is the opening in whose loop both are: then they cannot be merged yet."""

    sides: tuple[Side, Side]
    clash: Opening | None


def side_by_side(kept: Candidate, duplicate: Candidate, user: User) -> Pair:
    """Two queries."""
    both = [kept.pk, duplicate.pk]
    known = access.applications_for(user).filter(candidate__in=both).select_related("opening")
    applications = list(known.order_by("created_at", "pk"))
    files = access.resumes_for(user).filter(candidate__in=both).order_by()
    resumes = Counter(candidate for _, candidate in files.values_list("pk", "candidate_id"))

    def side(label: str, candidate: Candidate) -> Side:
        mine = tuple(each for each in applications if each.candidate_id == candidate.pk)
        return Side(label, candidate, mine, resumes[candidate.pk])

    sides = side("Stays", kept), side("Moves into it", duplicate)
    return Pair(sides, next(iter(sides[0].running & sides[1].running), None))


def namesakes(candidate: Candidate, user: User) -> Iterator[Candidate]:
    """Who might be the same person: the same address or the same name."""
    same = Q()
    if candidate.name:
        same |= Q(name__iexact=candidate.name)
    if candidate.email:
        same |= Q(email__iexact=candidate.email)
    if not same:
        return iter(())
    return iter(access.candidates_planned_by(user).filter(same).exclude(pk=candidate.pk)[:10])
