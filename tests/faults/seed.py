"""Interviewers with cards to write, each with a session: `python -m tests.faults.seed 20 12` prints them as JSON.

Runs with the product's own settings and database."""

import json
import os
import sys

import django


def seed(interviewers, cards):
    from django.conf import settings
    from django.db import transaction
    from django.test import Client

    # The factories' people have passwords in the tests' quick form; nobody signs in with one here.
    settings.PASSWORD_HASHERS = [*settings.PASSWORD_HASHERS, "django.contrib.auth.hashers.MD5PasswordHasher"]
    from tests.factories import make_application, make_interview, make_opening, make_rubric, make_user

    with transaction.atomic():
        coordinator = make_user("Cora", is_coordinator=True)
        rubric = make_rubric(dimensions=3, signals=1, questions=1)
        opening = make_opening(rubric=rubric, coordinators=[coordinator])
        kit = rubric.kits.get()
        people = [make_user() for _ in range(interviewers)]
        found = [{"email": person.email, "interviews": [], "cards": []} for person in people]
        for _ in range(cards):
            for first in range(0, interviewers, 5):
                application = make_application(opening=opening, rubric=rubric)
                for at in range(first, min(first + 5, interviewers)):
                    interview = make_interview(application=application, interviewer=people[at], kit=kit)
                    found[at]["interviews"].append(interview.pk)
                    found[at]["cards"].append(interview.scorecard_id)
    for person, each in zip(people, found, strict=True):
        client = Client()
        client.force_login(person)
        each["session"] = client.cookies[settings.SESSION_COOKIE_NAME].value
    dimensions = [each.key for each in rubric.dimensions.order_by("position")]
    return {"people": found, "dimensions": [str(key) for key in dimensions]}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hiring.config.settings")
    django.setup()
    print(json.dumps(seed(int(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201
