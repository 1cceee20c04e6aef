"""The words of the audit log: what each action is called, and under which heading it is found."""

# Group -> action -> what the person did. {what} is the subject in words.
GROUPS: dict[str, tuple[str, dict[str, str]]] = {
    "signing": (
        "Signing in and out",
        {
            "person.signed_in": "signed in",
            "person.signed_out": "signed out",
            "person.came_by_single_sign_on": "came in by single sign-on for the first time as {what}",
            "sign_in.failed": "was refused at sign-in as {what}",
            "sign_in.refused": "was turned away at single sign-on as {what}",
            "sign_in.throttled": "was refused at sign-in, after too many wrong passwords, as {what}",
            "second_factor.added": "added a second factor to {what}",
            "second_factor.removed": "removed the second factor of {what}",
            "second_factor.taken_away": "took the second factor of {what} away",
            "sign_in.wrong_code": "gave a wrong code for the second factor of {what}",
            "second_factor.codes_made": "made new recovery codes for {what}",
            "password.changed": "changed the password of {what}",
            "password.reset": "set a new password by mail for {what}",
        },
    ),
    "views": (
        "Views of candidate data",
        {
            "candidate.viewed": "opened the page of {what}",
            "candidates.searched": "looked through the list of candidates",
            "summary.viewed": "read the summary of {what}",
            "candidates.compared": "compared candidates of {what}",
            "debrief.viewed": "read the debrief of {what}",
            "decisions.listed": "read the list of decisions",
            "loop.viewed": "opened the loop of {what}",
            "pipeline.viewed": "opened the pipeline of {what}",
            "privacy.viewed": "opened the personal data of {what}",
            "resume.read": "downloaded a résumé of {what}",
            "scorecard.opened": "opened {what}, still empty",
            "scorecard.viewed": "opened {what}",
            "scorecards.read": "read {what} and those that it opens",
        },
    ),
    "scorecards": (
        "Scorecards and debriefs",
        {
            "scorecard.submitted": "handed in {what}",
            "scorecard.amended": "amended {what}",
            "debrief.opened": "opened the debrief of {what}",
            "debrief.noted": "wrote debrief notes on {what}",
        },
    ),
    "decisions": (
        "Decisions",
        {
            "application.decided": "decided on {what}",
            "application.withdrawn": "recorded that {what} was withdrawn",
            "application.reopened": "reopened {what}",
        },
    ),
    "exports": (
        "Exports",
        {
            "candidates.exported": "exported the candidates of {what}",
            "people.exported": "exported the people",
            "candidate.exported": "exported everything about {what}",
            "record.exported": "downloaded the decision record of {what}",
            "audit.exported": "exported the audit log",
            "audit.viewed": "read the audit log",
        },
    ),
    "erasures": (
        "Erasing and legal holds",
        {
            "candidate.erased": "erased the data of {what}",
            "candidate.held": "put a legal hold on {what}",
            "candidate.hold_lifted": "lifted the legal hold on {what}",
        },
    ),
    "candidates": (
        "Candidates and loops",
        {
            "candidate.added": "added {what}",
            "candidate.edited": "changed {what}",
            "candidate.merged": "merged a duplicate into {what}",
            "resume.added": "stored a résumé of {what}",
            "application.added": "added {what}",
            "loop.applied": "applied the standard loop to {what}",
            "interview.added": "added {what}",
            "interview.assigned": "gave {what} to an interviewer",
            "interview.moved": "set the time of {what}",
            "interview.swapped": "had another person take over {what}",
            "interview.cancelled": "cancelled {what}",
            "interview.declined": "declined {what}",
            "interview.vacated": "took a leaver off {what}",
            "interview.no_show": "recorded that the candidate missed {what}",
        },
    ),
    "openings": (
        "Openings and their teams",
        {
            "opening.opened": "opened {what}",
            "opening.edited": "changed {what}",
            "opening.closed": "closed {what}",
            "opening.reopened": "opened {what} again",
            "opening.added": "added {what}",
        },
    ),
    "people": (
        "People, duties and training",
        {
            "person.invited": "invited {what}",
            "person.edited": "changed {what}",
            "person.left": "took {what} off all work",
            "person.came_back": "let {what} sign in again",
            "person.first_admin": "made {what} the first administrator",
            "user.edited": "changed {what}",
            "user.added": "added {what}",
            "person.duties_by_group": "set the duties of {what} by their groups",
            "person.calendar_renewed": "made a new calendar address for {what}",
            "account.edited": "changed their own settings",
            "qualification.added": "added {what}",
            "qualification.edited": "changed {what}",
            "qualification.removed": "removed a qualification of {what}",
        },
    ),
    "rubrics": (
        "Rubrics",
        {
            "rubric.drafted": "began a draft of {what}",
            "rubric.edited": "edited {what}",
            "rubric.published": "published {what}",
            "rubric.retired": "retired {what}",
            "rubric.deleted": "deleted the draft of {what}",
            "role.added": "added {what}",
            "role.edited": "changed {what}",
            "role.deleted": "deleted {what}",
        },
    ),
    "other": (
        "Other",
        {"demo.loaded": "loaded the demonstration", "demo.scaled": "made the demonstration larger"},
    ),
}
WORDS = {action: words for _, actions in GROUPS.values() for action, words in actions.items()}
LABELS = {
    "is_coordinator": "coordinator",
    "is_rubric_admin": "rubric admin",
    "is_auditor": "auditor",
    "is_staff": "admin pages",
    "is_superuser": "administrator",
    "is_active": "may sign in",
    "held_at": "legal hold",
    "held_reason": "reason of the hold",
}


def words_of(action: str) -> str:
    """What was done; for an action that nobody gave words to, its own name."""
    return WORDS.get(action, action.replace(".", " ").replace("_", " ") + " {what}")


def label_of(field: str) -> str:
    return LABELS.get(field, field.replace("_", " "))
