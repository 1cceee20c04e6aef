"""Who the demonstration can be visited as. Known apart from the models, for the launcher's greeting."""

DEMO_PEOPLE = (
    ("interviewer@example.org", "Interviewer", "fills scorecards during and after the conversation"),
    ("manager@example.org", "Hiring manager", "reads summaries and decides"),
    ("coordinator@example.org", "Coordinator", "plans loops and chases nothing by hand"),
    ("rubrics@example.org", "Rubric admin", "shapes what is judged, and how"),
    ("auditor@example.org", "Auditor", "checks who saw and did what"),
    ("admin@example.org", "Administrator", "invites people and opens openings"),
)
DEMO_PASSWORD = "demo"  # noqa: S105 - printed on the page, in demo mode alone
