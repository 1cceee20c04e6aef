"""What every page costs the server, beside what Django itself needs for the same rows; and how it grows."""

import random
from collections.abc import Callable
from typing import Any

from bench.browser import Answer, Browser, Measured, measured, session_of
from bench.place import analyze

SIZES = (10, 200, 1000, 5000)
TIMES = 40


class House:
    """The demonstration, and four openings of so many candidates each. The person is their manager."""

    def __init__(self) -> None:
        from django.core.wsgi import get_wsgi_application
        from django.db import transaction
        from django.utils import timezone

        from hiring import demo
        from hiring.config import gunicorn
        from hiring.demo import scale
        from hiring.demo.rubrics import versions
        from hiring.models import Opening, User

        demo.load()
        self.handler = get_wsgi_application()
        self.manager = User.objects.get(email="manager@example.org")
        self.openings: dict[int, Opening] = {}
        parts = next(each for each in versions() if each.rubric.status == "published")
        people = scale.crowd(250)
        for size in SIZES:
            with transaction.atomic():
                opening = Opening.objects.create(role=parts.rubric.role, title=f"Opening of {size}")
                opening.managers.add(self.manager)
                opening.coordinators.add(self.manager)
                rng = random.Random(size)  # noqa: S311 - made-up data
                scale.Crowd(opening, parts, people, self.manager, timezone.now(), rng).fill(
                    size, scale.RUNNING
                )
            self.openings[size] = opening
        analyze()
        gunicorn.post_worker_init(None)  # as a web worker does when it has started

    def browser(self, user: Any) -> Browser:
        return Browser(self.handler, session_of(user))


def measure(house: House) -> dict[str, Any]:
    return {name: each.as_row() for name, each in pages(house).items()}


def pages(house: House) -> dict[str, Measured]:
    from django.urls import reverse

    from hiring.models import Application, Interview, User

    mara = house.browser(house.manager)
    ines_user = User.objects.get(email="interviewer@example.org")
    ines = house.browser(ines_user)
    own = Interview.objects.get(
        interviewer=ines_user, application__candidate__email="aaron.petrov@example.com"
    )
    freya = application_of("freya.nilsen")
    samuel = application_of("samuel.ortiz")
    several = Application.objects.filter(opening=freya.opening, status="in_loop").exclude(
        assessment__scorecards__submitted_at=None
    )[:4]
    words = "&".join(f"application={each.pk}" for each in several)
    compare = f"{reverse('compare', args=[freya.opening_id])}?{words}"
    asked: dict[str, Callable[[], Answer]] = {
        "home, interviewer": lambda: ines.get(reverse("home")),
        "home, manager": lambda: mara.get(reverse("home")),
        "interview": lambda: ines.get(reverse("interview", args=[own.pk])),
        "summary": lambda: mara.get(reverse("summary", args=[freya.pk])),
        "compare 4": lambda: mara.get(compare),
        "debrief": lambda: mara.get(reverse("debrief", args=[samuel.pk])),
    }
    found = {name: measured(ask, times=TIMES) for name, ask in asked.items()}
    found |= pipelines(house)
    found["autosave"] = autosave(house, ines, own)
    found["submit"] = submit(house)
    return found


def application_of(name: str) -> Any:
    from hiring.models import Application

    return Application.objects.get(candidate__email=f"{name}@example.com")


def pipelines(house: House) -> dict[str, Measured]:
    from django.urls import reverse

    mara = house.browser(house.manager)
    found = {}
    for size, opening in house.openings.items():
        url = reverse("pipeline", args=[opening.pk])
        found[f"pipeline of {size:,}"] = measured(lambda url=url: mara.get(url), times=TIMES // 2)
        found[f"pipeline of {size:,}, by score"] = measured(
            lambda url=url: mara.get(f"{url}?sort=score"), times=TIMES // 4
        )
    return found


def autosave(house: House, ines: Browser, own: Any) -> Measured:
    """One field of a draft that grows by a sentence each time."""
    import json

    from django.urls import reverse

    url, key = reverse("save_draft", args=[own.pk]), own.kit.focus.first().key
    versions, texts = [0], ["Asked for reasons and got them. "]

    def ask() -> Answer:
        texts.append(texts[-1][:2000] + "And one more sentence. ")
        answer = ines.save(url, [{"name": f"evidence-{key}", "value": texts[-1], "version": versions[-1]}])
        versions.append(json.loads(answer.body)["versions"][f"evidence-{key}"])
        return answer

    return measured(ask, times=200, floor=False)


def submit(house: House) -> Measured:
    """Each time another card, saved by its author before."""
    from django.urls import reverse

    waiting = open_interviews(house, 43)
    browsers = iter([(each, house.browser(each.interviewer)) for each in waiting])
    for each, browser in [(each, house.browser(each.interviewer)) for each in waiting]:
        browser.save(reverse("save_draft", args=[each.pk]), full(each))

    def ask() -> Answer:
        interview, browser = next(browsers)
        return browser.submit(reverse("submit_card", args=[interview.pk]))

    return measured(ask, times=40, floor=False)


def open_interviews(house: House, count: int, size: int = 1000) -> list[Any]:
    """Interviews with an open card, each of another person where there are as many."""
    from hiring.models import Interview

    rows = Interview.objects.filter(
        application__opening=house.openings[size], application__status="in_loop", status="planned",
        scorecard__submitted_at=None, interviewer__isnull=False,
    )  # fmt: skip
    rows = rows.select_related("interviewer", "kit").order_by("interviewer", "pk").distinct("interviewer")
    return list(rows[:count])


def full(interview: Any) -> list[dict[str, Any]]:
    """Everything that a card needs."""
    fields = {"verdict": "3", "summary": "Solid, with figures at hand."}
    for dimension in interview.kit.focus.all():
        fields[f"rating-{dimension.key}"] = "3"
        fields[f"evidence-{dimension.key}"] = "A project of their own, with reasons and figures."
    return [{"name": name, "value": value, "version": 0} for name, value in fields.items()]


def growth(house: House) -> dict[str, Any]:
    """How the pipeline's time and queries rise from 10 to 5,000 candidates."""
    return slope(pipelines(house))


def slope(found: dict[str, Measured]) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for ending in ("", ", by score"):
        few, many = (found[f"pipeline of {size:,}{ending}"] for size in (SIZES[0], SIZES[-1]))
        more = (many.p50 - few.p50) / (SIZES[-1] - SIZES[0]) * 1000
        rows[f"pipeline{ending}"] = {
            "queries at 10": few.queries, "queries at 5,000": many.queries, "ms at 10": round(few.p50, 1),
            "ms at 5,000": round(many.p50, 1), "ms for each 1,000 more": round(more, 2),
        }  # fmt: skip
    return rows
