"""The demonstration's data: people to sign in as, rubric versions, and a year of hiring around today.

`stories` says what happens to each candidate, `loops`, `cards` and `endings` make rows of it, `batch`
writes them. The same moment gives the same data. Loading again changes nothing that is there.
"""

import random
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from hiring import notify
from hiring.demo.batch import Batch, Event
from hiring.demo.cards import Judge
from hiring.demo.days import STARTS, Days
from hiring.demo.endings import Ending
from hiring.demo.factories import ApplicationFactory, CandidateFactory, begin_again
from hiring.demo.house import House
from hiring.demo.loops import Loop
from hiring.demo.people import demo_people, panel_of, qualify
from hiring.demo.resumes import resume_of
from hiring.demo.rubrics import load_rubrics, versions
from hiring.demo.stories import STORIES, Story
from hiring.demo.words import Voice
from hiring.models import Interview, Opening
from scorecards import audit

SEED = 2026


@transaction.atomic
def load(now: datetime | None = None) -> None:
    """People always; the rest once."""
    people = demo_people()
    if Opening.objects.exists():
        return
    now = (now or timezone.now()).replace(microsecond=0)
    load_rubrics(people["rubrics@example.org"], now)
    panel = panel_of(people, now)
    house = House(people, panel, qualify(panel), versions(), Days(now), Batch())
    begin_again()
    house.open()
    for story in STORIES:
        tell(house, story)
    house.batch.write()
    for interview in house.batch.interviews:
        if interview.status == Interview.Status.PLANNED and (interview.starts_at or now) > now:
            notify.assigned(interview)
    audit.record(actor=None, action="demo.loaded", subject="demo")


def tell(house: House, story: Story) -> None:
    """One candidate's application, from the day they applied. Each story has its own chance, so that
    changing one leaves the others as they were."""
    rng = random.Random(f"{SEED} {story.name} {story.applied}")  # noqa: S311 - made-up data
    opening, voice = house.openings[story.opening], Voice(story.name, rng)
    applied = house.days.at(-story.applied, STARTS[rng.randrange(3)])
    candidate = house.candidates.get(story.name)
    if candidate is None:
        candidate = house.candidates[story.name] = CandidateFactory.build(name=story.name, created_at=applied)
        house.batch.candidates.append(candidate)
        house.batch.resumes += [resume_of(candidate, voice, opening, applied)]
    if "adjustments" in story.marks:
        candidate.adjustments = voice.say("adjustments")
    parts = house.version_for(opening, applied)
    application = ApplicationFactory.build(
        candidate=candidate, opening=opening, created_at=applied, rubric=parts.rubric
    )
    house.batch.applications.append(application)
    house.batch.events.append(
        Event(applied, house.coordinator, "application.added", application, application)
    )
    loop = Loop(house, story, application, parts, rng, voice)
    if story.state not in ("new", "withdrawn_early"):
        loop.lay_out()
    Ending(loop, Judge(loop)).tell()
