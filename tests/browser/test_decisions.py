"""From the pipeline to a decision, in real Chromium: comparing, debriefing with two people, deciding."""

import random
import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from hiring.actions.debrief import open_debrief
from hiring.models import Decision
from hiring.reads.compare import person
from scorecards import gathering, scoring
from scorecards.models import Revision
from scorecards.scoring import cases
from tests.browser.conftest import PHONE
from tests.factories import (
    PASSWORD,
    make_application,
    make_card,
    make_interview,
    make_opening,
    make_rubric,
    make_user,
    submit,
)
from tests.scoring.test_vectors import CASES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def manager():
    return make_user("Mara Manager")


@pytest.fixture
def opening(manager):
    rubric = make_rubric(
        dimensions=[
            {"name": "Depth", "weight": 3, "must_have": True},
            {"name": "Clarity", "weight": 2},
            {"name": "Craft", "weight": 1},
        ],
        kits=2,
    )
    return make_opening(rubric=rubric, title="Vision scientist", managers=[manager])


@pytest.fixture
def panel(opening):
    """Two candidates close to each other, rated by the same three people."""
    people = [make_user(name) for name in ("Ann", "Bob", "Cid")]
    for name, ratings in (("Ada", (4, 2, 2)), ("Bea", (3, 3, 4))):
        application = make_application(opening=opening, name=name)
        for author in people:
            make_card(
                application=application,
                author=author,
                ratings=dict(zip(("Depth", "Clarity", "Craft"), ratings, strict=True)),
                summary=f"{author.name} on {name}.",
            )
    return people


def test_a_decision_sent_after_the_sign_in_has_ended_keeps_its_reasons(
    page, live_server, sign_in, opening, axe
):
    manager = opening.managers.get()
    application = make_application(opening=opening)
    make_card(application=application)
    sign_in(manager)
    address = f"{live_server.url}/applications/{application.pk}/decision/"
    page.goto(address)
    page.get_by_label("More evidence needed").check()
    page.get_by_label("Why?", exact=False).first.fill("Two more conversations, on depth above all.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Record the decision").click()
    page.get_by_label("E-mail").fill(manager.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Nothing is lost")).to_be_visible()
    expect(page.get_by_text("Two more conversations, on depth above all.")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_role("heading", name="Decided: more evidence needed")).to_be_visible()
    assert Decision.objects.get().rationale == "Two more conversations, on depth above all."


# --- The same rule in the browser


def as_the_page_has_it(rubric, gathered):
    policy = rubric.policy

    def pair(share):
        return [share.numerator, share.denominator]

    return {
        "scale": rubric.scale_max,
        "weights": [str(weight) for weight in rubric.weights],
        "must": [each.must_have for each in rubric.dimensions],
        "cuts": [pair(cut) for cut in policy.cuts],
        "minCoverage": pair(policy.min_coverage),
        "minInterviewers": policy.min_interviewers,
        "mustHaveRaters": policy.must_have_raters,
        "floor": pair(policy.floor),
        "redFlagInterviewers": policy.red_flag_interviewers,
    }, person(rubric, "", gathered)


def from_case(case):
    rubric = cases.rubric_of({key: value for key, value in case.items() if key != "stability"})
    ratings, red_flags = {}, {}
    for each in cases.ratings_of(case, rubric):
        ratings.setdefault(each.interviewer, {})[each.dimension] = each.value
    for each in cases.red_flags_of(case):
        red_flags[each.interviewer] = (*red_flags.get(each.interviewer, ()), each.signal)
    return rubric, gathering.Gathered(ratings, red_flags)


def at_random(seed):
    chance = random.Random(seed)  # noqa: S311
    rubric = scoring.Rubric(
        tuple(
            scoring.Dimension(f"d{place}", chance.choice([1, 2, 3, 7, 2042, 7958]), chance.random() < 0.3)
            for place in range(chance.randint(1, 8))
        ),
        chance.randint(2, 7),
        frozenset({"veto"}),
    )
    ratings = {
        f"i{number}": {
            each.key: chance.randint(1, rubric.scale_max)
            for each in rubric.dimensions
            if chance.random() < 0.8
        }
        for number in range(chance.randint(0, 6))
    }
    flags = {f"i{number}": (chance.choice(["veto", "mild"]),) for number in range(3) if chance.random() < 0.2}
    return rubric, gathering.Gathered({who: mine for who, mine in ratings.items() if mine}, flags)


def test_the_sliders_apply_the_same_rule_exactly(page, live_server, sign_in, manager, opening, panel):
    sign_in(manager)
    page.goto(f"{live_server.url}/openings/{opening.pk}/compare/")
    given, expected = [], []
    for rubric, gathered in [*map(from_case, CASES), *map(at_random, range(400))]:
        found = gathering.recommend(gathering.Version(rubric, dict(rubric.places)), gathered)
        score = found.score
        given.append(as_the_page_has_it(rubric, gathered))
        expected.append(
            [
                None if score is None else f"{score.numerator}/{score.denominator}",
                None if found.band is None else str(found.band),
                found.outcome,
            ]
        )
    found = page.evaluate(
        """async (given) => {
          const rule = await import(document.querySelector("[data-rule]").dataset.rule);
          const gcd = (a, b) => (b ? gcd(b, a % b) : a);
          return given.map(([rubric, person]) => {
            const { score, band, outcome } = rule.recommend(rubric, rubric.weights, person);
            if (!score) return [null, band, outcome];
            const common = gcd(...score);
            return [`${score[0] / common}/${score[1] / common}`, band, outcome];
          });
        }""",
        given,
    )
    assert len(found) > 400
    assert found == expected


# --- Journeys


def test_a_manager_compares_debriefs_and_decides(
    page, live_server, sign_in, manager, opening, panel, axe, expected_errors
):
    expected_errors.append("422")
    sign_in(manager)
    page.goto(f"{live_server.url}/openings/")
    page.get_by_role("link", name="Vision scientist").click()
    expect(page.get_by_role("heading", name="Vision scientist")).to_be_visible()
    axe(page)
    page.get_by_label("Order").select_option("score")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody th")).to_have_text(["Bea", "Ada"])
    page.get_by_label("Compare Ada").check()
    page.get_by_label("Compare Bea").check()
    page.get_by_role("button", name="Compare the ticked").click()

    # 3.17 against 3.00; all weight on depth turns it around.
    says = page.locator("[data-says]")
    expect(says).to_contain_text("the rubric's own weights")
    page.get_by_role("slider", name="Clarity").fill("1")
    page.get_by_role("slider", name="Craft").fill("1")
    expect(says).to_contain_text("The order changes")
    expect(says).to_contain_text("Ada 3.8")
    page.get_by_role("button", name="The rubric's weights").click()
    expect(says).to_contain_text("the rubric's own weights")
    axe(page)

    page.get_by_role("link", name="Bea").first.click()
    expect(page.get_by_role("heading", name="The rule recommends: yes.")).to_be_visible()
    axe(page)

    # A rating opens what was said, in place; the same click closes it.
    row = page.locator("tr.behind").first
    expect(row).to_be_hidden()
    cell = page.locator("a.cell").first
    cell.click()
    expect(row).to_be_visible()
    expect(cell).to_have_attribute("href", re.compile("#said-"))
    expect(row.get_by_text("Said 3.").first).to_be_visible()
    depth = page.locator(".matrix").get_by_role("link", name="Depth", exact=True)
    expect(depth).to_have_attribute("aria-expanded", "true")
    axe(page)
    depth.click()
    expect(row).to_be_hidden()
    depth.press("Enter")
    expect(row).to_be_visible()
    row.get_by_role("button", name="Close").click()
    expect(row).to_be_hidden()
    expect(depth).to_be_focused()
    # The score leads to how it adds up, and each mean there to its ratings.
    page.locator(".tiles").get_by_role("link", name="3.17").click()
    expect(page.get_by_text("Against the bar", exact=True)).to_be_visible()
    page.locator(".sums").get_by_role("link", name="3.00").first.click()
    expect(row).to_be_visible()
    page.locator(".tiles").get_by_role("link", name="Clear").or_(
        page.locator(".tiles").get_by_role("link", name="Leaning")
    ).click()
    expect(page.get_by_text("Without one person")).to_be_visible()
    axe(page)

    page.get_by_role("link", name="Debrief").click()
    expect(page.get_by_role("heading", name="Debrief", exact=True)).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Open the debrief").click()
    expect(page.get_by_role("heading", name="Talk about these first")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Decide").click()
    reason = page.get_by_label("against the recommendation")
    expect(reason).to_be_hidden()
    page.get_by_label("No hire").check()
    page.get_by_label("Why?", exact=False).first.fill("Somebody else fits better.")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("Write why you decide otherwise")).to_be_visible()
    expect(page.get_by_label("Why?", exact=False).first).to_have_value("Somebody else fits better.")
    axe(page)
    expect(page.get_by_text("This goes against the recommendation")).to_be_visible()
    reason.fill("Only one place, and Ada is deeper.")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("heading", name="Decided: no hire")).to_be_visible()
    axe(page)
    made = Decision.objects.get()
    assert (made.outcome, made.override, made.recommended) == ("no_hire", True, "yes")
    page.get_by_role("link", name="Vision scientist").click()
    page.get_by_role("link", name="Decisions").click()
    expect(page.get_by_text("Only one place, and Ada is deeper.")).to_be_visible()
    axe(page)


def test_two_people_in_a_debrief_see_each_others_changes(
    page, live_server, sign_in, manager, opening, panel, browser, browser_context_args, axe, expected_errors
):
    """The manager looks on and writes while Ann changes her rating in a browser of her own."""
    expected_errors.append("409")
    application = opening.applications.get(candidate__name="Bea")
    address = f"{live_server.url}/applications/{application.pk}/debrief/"
    sign_in(manager)
    page.goto(address)
    page.get_by_role("button", name="Open the debrief").click()
    page.get_by_text("Write", exact=True).click()
    page.get_by_label("What was said").fill("Half a sent")

    hers = browser.new_context(**browser_context_args)
    sign_in(panel[0], hers)
    other = hers.new_page()
    other.goto(address)
    # Depth was no topic; a rating far from the others' is about to leave the independent ones as they are.
    topic = other.locator("details.topic", has_text="Depth")
    topic.locator("summary").first.click()
    topic.get_by_text("Change my rating").click()
    topic.get_by_label("My rating now").select_option("1")
    topic.get_by_label("Why does it change?").fill("What Bob saw.")
    axe(other)
    topic.get_by_role("button", name="Change it").click()
    expect(other.get_by_text("Changed. What you handed in")).to_be_visible()
    page.locator("details.topic", has_text="Depth").locator("summary").first.click()
    facts = page.locator("details.topic", has_text="Depth")
    expect(facts.get_by_text("after the debrief: 1")).to_be_visible(timeout=2_000)
    expect(page.locator("[data-says]")).to_contain_text("Ann changed Depth.")
    expect(page.get_by_label("What was said")).to_have_value("Half a sent")
    axe(page)

    # Notes that both write: neither text is lost, the second writer sees the first.
    other.get_by_text("Write", exact=True).click()
    other.get_by_label("What was said").fill("Ann's notes.")
    other.get_by_role("button", name="Save the notes").click()
    expect(page.locator("#notes-shown")).to_have_text("Ann's notes.")
    page.get_by_role("button", name="Save the notes").click()
    expect(page.get_by_text("Somebody else changed the notes")).to_be_visible()
    expect(page.get_by_label("What was said")).to_have_value("Half a sent")
    page.get_by_label("What was said").fill("Both.")
    page.get_by_role("button", name="Save the notes").click()
    expect(other.locator("#notes-shown")).to_have_text("Both.")
    expect(other.get_by_label("What was said")).to_have_value("Both.")
    hers.close()
    assert Revision.objects.get(number=2).kind == "debrief"


def test_a_late_scorecard_changes_the_agenda_under_everybodys_eyes(
    page, live_server, sign_in, manager, opening, panel
):
    application = opening.applications.get(candidate__name="Bea")
    late = make_interview(application=application, interviewer=make_user("Late Lou"))
    sign_in(manager)
    page.goto(f"{live_server.url}/applications/{application.pk}/debrief/")
    page.get_by_label("Why open it before").fill("The offer elsewhere ends today.")
    page.get_by_role("button", name="Open the debrief early").click()
    expect(page.get_by_text("Nothing stands out.")).to_be_visible()
    expect(page.get_by_text("Still to come: Late Lou")).to_be_visible()
    submit(late.scorecard, {"Depth": 3, "Clarity": 1, "Craft": 4})
    expect(page.locator("#first").get_by_role("heading", name="Clarity")).to_be_visible()
    expect(page.get_by_text("Ratings go from 1 to 3.")).to_be_visible()
    expect(page.get_by_text("Nothing stands out.")).to_be_hidden()
    expect(page.get_by_text("Still to come")).to_be_hidden()


def test_when_the_network_is_gone_the_debrief_says_so_and_keeps_the_words(
    page, context, live_server, sign_in, manager, opening, panel, expected_errors
):
    expected_errors.append("ERR_INTERNET_DISCONNECTED")
    application = opening.applications.get(candidate__name="Bea")
    open_debrief(application=application, by=manager)
    sign_in(manager)
    page.goto(f"{live_server.url}/applications/{application.pk}/debrief/")
    page.get_by_text("Write", exact=True).click()
    page.get_by_label("What was said").fill("Half a sent")
    context.set_offline(True)
    expect(page.get_by_text("No answer since")).to_be_visible()
    page.get_by_role("button", name="Save the notes").click()
    expect(page.get_by_text("Your words are still here")).to_be_visible()
    context.set_offline(False)
    page.get_by_role("button", name="Save the notes").click()
    expect(page.locator("#notes-shown")).to_have_text("Half a sent")


def test_whoever_is_signed_out_in_a_debrief_learns_it_and_keeps_the_words(
    page, context, live_server, sign_in, manager, opening, panel
):
    application = opening.applications.get(candidate__name="Bea")
    open_debrief(application=application, by=manager)
    sign_in(manager)
    page.goto(f"{live_server.url}/applications/{application.pk}/debrief/")
    page.get_by_text("Write", exact=True).click()
    page.get_by_label("What was said").fill("Half a sent")
    context.clear_cookies()
    expect(page.get_by_text("You are signed out")).to_be_visible()
    expect(page.get_by_label("What was said")).to_have_value("Half a sent")


@pytest.mark.parametrize("path", ["", "debrief/", "decision/"])
def test_the_pages_fit_a_phone(page, live_server, sign_in, manager, opening, panel, path):
    page.set_viewport_size(PHONE)
    sign_in(manager)
    application = opening.applications.get(candidate__name="Bea")
    page.goto(f"{live_server.url}/applications/{application.pk}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_lists_fit_a_phone(page, live_server, sign_in, manager, opening, panel):
    page.set_viewport_size(PHONE)
    sign_in(manager)
    applications = "&".join(f"application={each.pk}" for each in opening.applications.all())
    for path in (f"openings/{opening.pk}/", f"openings/{opening.pk}/compare/?{applications}", "decisions/"):
        page.goto(f"{live_server.url}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_the_other_states_of_the_pages_are_accessible_too(
    page, live_server, sign_in, manager, opening, panel, axe
):
    """Nothing rated, too little evidence, a cap with signals, a card that the reader owes, nobody found."""
    red_flag = opening.role.rubrics.get().signals.get(kind="red_flag")
    empty = make_application(opening=opening, name="Nobody Rated")
    few = make_application(opening=opening, name="Few Cards")
    make_card(application=few, ratings=4)
    flagged = make_application(opening=opening, name="Flagged")
    for author in panel:
        make_card(application=flagged, author=author, ratings={"Depth": 1, "Clarity": 4}, signals=[red_flag])
    owed = make_application(opening=opening, name="Owed")
    make_interview(application=owed, interviewer=manager)
    sign_in(manager)
    for path in (
        f"applications/{empty.pk}/",
        f"applications/{few.pk}/",
        f"applications/{flagged.pk}/",
        f"applications/{flagged.pk}/decision/",
        f"applications/{owed.pk}/",
        f"applications/{owed.pk}/debrief/",
        f"applications/{owed.pk}/decision/",
        f"openings/{opening.pk}/?search=nobody-of-that-name",
        f"openings/{opening.pk}/compare/",
        f"openings/{opening.pk}/compare/?application={owed.pk}",
        "decisions/?show=overrides",
    ):
        page.goto(f"{live_server.url}/{path}")
        axe(page)
