"""Who may see and do what: the only place. The policy in words is docs/security.md.

Querysets answer "what may I see", predicates "may I do this". Views, templates, exports, mails, admin
pages and jobs ask here and never decide themselves. What a person may not see does not exist for
them: views fetch from these querysets, so the answer is 404.

Nothing here asks `has_perm`: rank opens no candidate data. A superuser manages people, no more.

The blind rule: whoever owes a scorecard on an application sees no other card of it, and nothing
computed from one. It binds everyone.
"""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value

from hiring.models import Application, Candidate, Decision, Interview, Message, Opening, Resume, User
from scorecards.models import AuditEntry, Role, Rubric, Scorecard
from scorecards.statements import built_once

# --- Rubrics --------------------------------------------------------------------------------------


def edits_rubrics(user: User) -> bool:
    return bool(user.is_active and user.is_rubric_admin)


def rubrics_for(user: User) -> QuerySet[Rubric]:
    """Published and retired versions are for everyone who signs in, drafts for rubric admins."""
    if edits_rubrics(user):
        return Rubric.objects.all()
    return Rubric.objects.exclude(status=Rubric.Status.DRAFT)


def drafts_to_try(user: User) -> QuerySet[Rubric]:
    """Drafts whose effect on past recommendations the person may see, as counts."""
    return Rubric.objects.filter(status=Rubric.Status.DRAFT) if edits_rubrics(user) else Rubric.objects.none()


def simulated_with(draft: Rubric) -> QuerySet[Application]:
    """Decided applications of the draft's role. Nobody owes a card on one; their counts name no candidate."""
    return Application.objects.filter(
        assessment__rubric__role=draft.role_id,
        status__in=[Application.Status.HIRED, Application.Status.NOT_HIRED],
    )


# --- What the navigation shows -----------------------------------------------------------------------


def reads_openings(user: User) -> bool:
    """Is there any opening for the person to read?"""
    return user.is_auditor or user.is_coordinator or bool(teams(user))


def plans_loops(user: User) -> bool:
    return user.is_coordinator or user.is_superuser


def reads_audit_log(user: User) -> bool:
    return user.is_auditor or bool(teams(user))


def opens_admin(user: User) -> bool:
    return user.is_staff


def teams(user: User) -> frozenset[str]:
    """ "manager" and "coordinator", as the person is one of some opening."""
    asked = with_standing(user)
    there = {"manager": asked.manages_some, "coordinator": asked.coordinates_some}
    return frozenset(name for name in there if there[name])


def unread(user: User) -> int:
    """Messages that the person has not seen yet."""
    return with_standing(user).waiting or 0


STANDING = ("manages_some", "coordinates_some", "waiting")


def with_standing(user: User) -> Any:
    """What the top of every page hangs on. Whoever is signed in came with it; anyone else is asked for once."""
    if not hasattr(user, "waiting"):
        (known,) = person(user.pk)
        for name in STANDING:
            setattr(user, name, getattr(known, name))
    return user


def ask_standing_again(user: User) -> None:
    """After a request changed what it hangs on."""
    if hasattr(user, "waiting"):
        del user.waiting


@built_once
def person(pk: int) -> QuerySet[Any]:
    """Who asks, with what their standing hangs on: one query for every request."""
    waiting = Message.objects.filter(recipient_id=OuterRef("pk"), read_at=None).order_by().values("recipient")
    return User.objects.filter(pk=pk).annotate(
        manages_some=Exists(Opening.managers.through.objects.filter(user_id=OuterRef("pk"))),
        coordinates_some=Exists(Opening.coordinators.through.objects.filter(user_id=OuterRef("pk"))),
        waiting=Subquery(waiting.annotate(number=Count("pk")).values("number")),
    )


# --- Openings and the hiring team -------------------------------------------------------------------


def on_team(user: User, prefix: str = "") -> Q:
    """Managers and coordinators of the opening that `prefix` leads to ("", "opening__" …).

    As two lookups by id: a join would repeat a row for whoever is both.
    """
    path = f"{prefix}pk__in" if prefix == "" else f"{prefix.removesuffix('__')}__in"
    managed = Opening.managers.through.objects.filter(user_id=user.pk).values("opening_id")
    coordinated = Opening.coordinators.through.objects.filter(user_id=user.pk).values("opening_id")
    return Q(**{path: managed}) | Q(**{path: coordinated})


def opens_openings(user: User) -> bool:
    return bool(user.is_active and user.is_coordinator)


def roles_to_open(user: User) -> QuerySet[Role]:
    """A role can be opened once it has a published rubric."""
    return Role.objects.filter(rubrics__status=Rubric.Status.PUBLISHED)


def openings_for(user: User) -> QuerySet[Opening]:
    if user.is_auditor:
        return Opening.objects.all()
    return Opening.objects.filter(on_team(user))


def openings_with_duties(user: User) -> QuerySet[Any]:
    """Openings to read, each with `plans` and `coordinates`: what the page may offer, in its own query."""
    managed = Opening.managers.through.objects.filter(user_id=user.pk, opening_id=OuterRef("pk"))
    coordinated = Opening.coordinators.through.objects.filter(user_id=user.pk, opening_id=OuterRef("pk"))
    return openings_for(user).annotate(
        plans=Exists(managed) | Exists(coordinated), coordinates=Exists(coordinated)
    )


@built_once
def opening_with_duties(user: User, pk: int) -> QuerySet[Any]:
    return openings_with_duties(user).filter(pk=pk).select_related("role")


def openings_planned_by(user: User) -> QuerySet[Opening]:
    """Where the person may add candidates and plan loops: an auditor only reads."""
    return Opening.objects.filter(on_team(user))


def openings_coordinated_by(user: User) -> QuerySet[Opening]:
    """Where the person may change the opening itself, close it and say who is on its team."""
    return Opening.objects.filter(coordinators=user)


def openings_managed_by(user: User) -> QuerySet[Opening]:
    return Opening.objects.filter(managers=user)


# --- The blind rule ---------------------------------------------------------------------------------


def owed_interviews(user: User) -> QuerySet[Interview]:
    """Live interviews, future ones and shadowed ones included, whose card the person has not submitted."""
    return Interview.objects.filter(
        interviewer_id=user.pk,
        status__in=Interview.LIVE,
        scorecard__submitted_at__isnull=True,
        application__status=Application.Status.IN_LOOP,
    )


def owing(user: User, reference: str = "pk") -> Exists:
    """For filter and annotate: does the person owe a card on the application that `reference` names?"""
    return Exists(owed_interviews(user).filter(application_id=OuterRef(reference)))


def owers_of(application: Application) -> Exists:
    """For a queryset of people: does each owe a card on the application?"""
    return Exists(
        Interview.objects.filter(
            interviewer_id=OuterRef("pk"),
            application_id=application.pk,
            status__in=Interview.LIVE,
            scorecard__submitted_at__isnull=True,
            application__status=Application.Status.IN_LOOP,
        )
    )


def owes_card(user: User, application: Application) -> bool:
    return owed_interviews(user).filter(application=application).exists()


def handed_in(user: User, reference: str = "pk") -> Exists:
    """Has the person submitted a card of the loop that `reference` names?"""
    return Exists(
        Interview.objects.filter(
            interviewer_id=user.pk,
            status__in=Interview.LIVE,
            scorecard__submitted_at__isnull=False,
            application_id=OuterRef(reference),
        )
    )


# --- Applications and candidates ----------------------------------------------------------------------


def applications_for(user: User) -> QuerySet[Application]:
    """Applications that the person may know of as a member of the hiring team or as an auditor."""
    if user.is_auditor:
        return Application.objects.all()
    return Application.objects.filter(on_team(user, "opening__"))


def applications_planned_by(user: User) -> QuerySet[Application]:
    return Application.objects.filter(on_team(user, "opening__"))


def exportable_by(user: User) -> QuerySet[Application]:
    """What may leave in a file: nothing of an application on which the person owes a card."""
    return applications_for(user).exclude(owing(user))


def saw_others(user: User, application: Application) -> bool:
    """Can the person read a card of someone else about this application already? Asked before
    scheduling them: their own card is then marked as not independent."""
    others = Scorecard.objects.filter(
        assessment_id=application.assessment_id, submitted_at__isnull=False
    ).exclude(author_id=user.pk)
    return others.exists() and summaries_for(user).filter(pk=application.pk).exists()


def summaries_for(user: User) -> QuerySet[Application]:
    """Applications whose cards and score the person may see: the team, auditors, and the loop's
    interviewers after their own submit; nobody who owes a card."""
    team = Q() if user.is_auditor else on_team(user, "opening__") | Q(handed_in(user))
    return Application.objects.filter(team).exclude(owing(user))


def blinded_for(user: User) -> QuerySet[Application]:
    """Applications whose summary is shut to someone who may know of them, until their own card is in."""
    return applications_for(user).filter(owing(user))


def debriefs_for(user: User) -> QuerySet[Application]:
    """The panel: hiring team and interviewers who submitted. Auditors read the summary instead."""
    return Application.objects.filter(on_team(user, "opening__") | Q(handed_in(user))).exclude(owing(user))


def with_duties(rows: QuerySet[Application], user: User) -> QuerySet[Any]:
    """Annotate what a page may offer, in the page's own query: `manages`, `plans` (managers and coordinators)
    and `takes_part` (in the debrief). Only for rows of `summaries_for` or `debriefs_for`."""
    managed = Opening.managers.through.objects.filter(user_id=user.pk, opening_id=OuterRef("opening_id"))
    coordinated = Opening.coordinators.through.objects.filter(
        user_id=user.pk, opening_id=OuterRef("opening_id")
    )
    return rows.annotate(
        manages=Exists(managed),
        plans=Exists(managed) | Exists(coordinated),
        # Of those who read these rows only an auditor may have no part in it.
        takes_part=Exists(managed) | Exists(coordinated) | handed_in(user)
        if user.is_auditor
        else Value(True),
    )


def decidable_by(user: User) -> QuerySet[Application]:
    """A manager of the opening who owes no card on it."""
    return Application.objects.filter(opening__in=openings_managed_by(user)).exclude(owing(user))


def readers_of(application: Application) -> QuerySet[User]:
    """The other way round: the panel that may read the summary and come to the debrief. Auditors look in by
    themselves and are not in here."""
    wrote = Interview.objects.filter(
        interviewer_id=OuterRef("pk"),
        application_id=application.pk,
        status__in=Interview.LIVE,
        scorecard__submitted_at__isnull=False,
    )
    team = Q(pk__in=application.opening.managers.values("pk")) | Q(
        pk__in=application.opening.coordinators.values("pk")
    )
    people = User.objects.filter(is_active=True).filter(team | Q(Exists(wrote)))
    return people.exclude(owers_of(application)).order_by("pk")


def deciders_of(application: Application) -> QuerySet[User]:
    """Managers of the opening who owe no card on the application."""
    people = application.opening.managers.filter(is_active=True)
    return people.exclude(owers_of(application)).order_by("pk")


def decisions_for(user: User) -> QuerySet[Decision]:
    return Decision.objects.filter(application__in=summaries_for(user))


def candidates_answered_for(user: User) -> QuerySet[Candidate]:
    """Whose personal data the person looks after: a coordinator of an opening that the candidate applied for.
    They may put a legal hold on it, and lift it."""
    mine = Application.objects.filter(opening__coordinators=user).values("candidate_id")
    return Candidate.objects.filter(pk__in=mine, merged_into=None)


def candidates_erasable_by(user: User) -> QuerySet[Candidate]:
    """Whose data the person may export as a whole or erase: a coordinator of every opening that the candidate
    applied for, who owes no card on any of the applications."""
    foreign = Application.objects.exclude(opening__in=openings_coordinated_by(user))
    owed = Application.objects.filter(owing(user))
    return candidates_answered_for(user).exclude(
        Exists(foreign.filter(candidate_id=OuterRef("pk"))) | Exists(owed.filter(candidate_id=OuterRef("pk")))
    )


def candidates_for(user: User) -> QuerySet[Candidate]:
    """Candidates of the person's openings; all for an auditor."""
    if user.is_auditor:
        return Candidate.objects.filter(merged_into=None)
    known = applications_for(user).values("candidate_id")
    return Candidate.objects.filter(pk__in=known, merged_into=None)


def candidates_planned_by(user: User) -> QuerySet[Candidate]:
    """Candidates that the person may change: an auditor only reads, an erased row stays empty."""
    known = applications_planned_by(user).values("candidate_id")
    return Candidate.objects.filter(pk__in=known, merged_into=None, erased_at=None)


def resumes_for(user: User) -> QuerySet[Resume]:
    """The team, auditors, and interviewers with a live interview in one of the candidate's loops."""
    on_loop = Interview.objects.filter(interviewer_id=user.pk, status__in=Interview.LIVE)
    return Resume.objects.filter(
        Q(candidate__in=candidates_for(user)) | Q(candidate__applications__interviews__in=on_loop)
    ).distinct()


# --- People ------------------------------------------------------------------------------------------


def manages_people(user: User) -> bool:
    """Invite, say who is trained for what, and take leavers off their interviews."""
    return bool(user.is_active and plans_loops(user))


def grants_duties(user: User) -> bool:
    """A duty opens data, so only a superuser hands one out: a coordinator cannot make an auditor."""
    return bool(user.is_active and user.is_superuser)


def people_for(user: User) -> QuerySet[User]:
    return User.objects.all() if manages_people(user) else User.objects.none()


def people_changed_by(user: User) -> QuerySet[User]:
    """Whom the person may change: whoever has a duty of their own is changed by a superuser alone."""
    people = people_for(user)
    if grants_duties(user):
        return people
    return people.filter(is_superuser=False, is_staff=False, is_auditor=False, is_rubric_admin=False)


# --- Interviews and scorecards ------------------------------------------------------------------------


def interviews_for(user: User) -> QuerySet[Interview]:
    """One's own interviews, cancelled and declined ones too: their drafts stay their author's."""
    return Interview.objects.filter(interviewer_id=user.pk)


def scorecards_for(user: User) -> QuerySet[Scorecard]:
    """Submitted cards that the person may read: one's own always, others' where the summary opens.

    Drafts are seen by their author alone and are not in here.
    """
    visible = summaries_for(user).values("assessment_id")
    return Scorecard.objects.filter(submitted_at__isnull=False).filter(
        Q(author_id=user.pk) | Q(assessment_id__in=visible)
    )


def scorecards_behind(assessment: int) -> QuerySet[Scorecard]:
    """All submitted cards of an application that came from `summaries_for` or `debriefs_for`: whoever may read
    those reads every card, so nothing is asked a second time."""
    return Scorecard.objects.filter(assessment_id=assessment, submitted_at__isnull=False)


# --- Messages -----------------------------------------------------------------------------------------


def messages_for(user: User) -> QuerySet[Message]:
    """One's own. Nobody reads another's, of whatever rank."""
    return Message.objects.filter(recipient_id=user.pk)


# --- Audit --------------------------------------------------------------------------------------------


def audit_entries_for(user: User) -> QuerySet[AuditEntry]:
    """Auditors read all, hiring teams what belongs to their openings. Who owes a card reads nothing of what was
    done with that application and its cards: which rating was amended, or that a decision went against the
    rule, tells of what they may not know yet."""
    rows = AuditEntry.objects.all()
    if not user.is_auditor:
        team = Opening.objects.filter(on_team(user))
        scopes = [f"opening:{pk}" for pk in team.values_list("pk", flat=True)]
        rows = rows.filter(scope__in=scopes)
    owed = Application.objects.filter(pk__in=owed_interviews(user).values("application_id"))
    hidden = {"application": [str(pk) for pk in owed.values_list("pk", flat=True)]}
    if hidden["application"]:
        cards = Scorecard.objects.filter(assessment_id__in=owed.values("assessment_id"))
        hidden["scorecard"] = [str(pk) for pk in cards.values_list("pk", flat=True)]
        for subject, numbers in hidden.items():
            rows = rows.exclude(subject=subject, subject_id__in=numbers)
    return rows
