"""`make screenshots`: every page at desktop, phone, dark and print, into screenshots/ (not kept in git).

Asks a running demonstration (`make demo`) at SCREENSHOT_URL.
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.conftest import PHONE, installed_chromium

FOLDER = Path(__file__).resolve().parents[2] / "screenshots"
# The first candidate in the loop of the first opening.
IN_THE_LOOP = "/openings/ .page a[href^='/openings/'] | .pipeline tbody th a"
# Name, who looks, path: an address with a link to follow, then steps (see `go`).
PAGES = [
    ("sign-in", None, "/accounts/login/"),
    ("home-interviewer", "interviewer@example.org", "/"),
    ("home-manager", "manager@example.org", "/"),
    ("home-coordinator", "coordinator@example.org", "/"),
    ("home-rubrics", "rubrics@example.org", "/"),
    ("home-auditor", "auditor@example.org", "/"),
    ("home-administrator", "admin@example.org", "/"),
    ("audit", "auditor@example.org", "/audit/"),
    ("second-factor", "interviewer@example.org", "/account/second-factor/"),
    ("password-reset", None, "/accounts/password/reset/"),
    ("settings", "interviewer@example.org", "/account/"),
    ("messages", "interviewer@example.org", "/messages/"),
    ("not-found", "interviewer@example.org", "/nowhere/"),
    ("rubrics", "interviewer@example.org", "/rubrics/"),
    ("rubric", "interviewer@example.org", "/rubrics/ a[data-rubric]"),
    ("rubric-admin", "rubrics@example.org", "/admin/scorecards/rubric/"),
    ("rubric-import", "rubrics@example.org", "/admin/scorecards/rubric/import/"),
    ("rubric-edit", "rubrics@example.org", "/admin/scorecards/rubric/ #result_list th a"),
    ("what-would-change", "rubrics@example.org", "/rubrics/ .page a[href*='/change/'] | What would change?"),
    ("interview", "interviewer@example.org", "/ .todo a"),
    ("summary", "manager@example.org", "/ .todo a"),
    ("openings", "coordinator@example.org", "/openings/"),
    ("loop", "coordinator@example.org", "/ .todo a"),
    ("loop-filled", "coordinator@example.org", "/ .todo a | Fill the loop"),
    ("opening-new", "coordinator@example.org", "/openings/new/"),
    ("person", "coordinator@example.org", "/people/ tbody th a"),
    ("candidate", "coordinator@example.org", "/candidates/ .todo a"),
    ("personal-data", "coordinator@example.org", "/candidates/ .todo a | Personal data"),
    ("pipeline", "manager@example.org", "/openings/ .page a[href^='/openings/']"),
    ("people", "coordinator@example.org", "/people/"),
    ("candidates", "coordinator@example.org", "/candidates/"),
    (
        "compare",
        "manager@example.org",
        "/openings/ .page a[href^='/openings/'] | input[name=application]*3 | Compare the ticked",
    ),
    ("compare-picking", "manager@example.org", "/openings/ .page a[href^='/openings/'] | Compare the ticked"),
    ("debrief", "manager@example.org", "/ .todo a | Debrief | Open the debrief"),
    ("debrief-waiting", "manager@example.org", f"{IN_THE_LOOP} | Debrief"),
    ("decision", "manager@example.org", "/ .todo a | Decide"),
    ("decisions", "manager@example.org", "/decisions/"),
    ("overrides", "manager@example.org", "/decisions/?show=overrides"),
    (
        "pipeline-scores",
        "manager@example.org",
        "/openings/ .page a[href^='/openings/'] | =?show=all&sort=score",
    ),
    ("pipeline-nobody", "manager@example.org", "/openings/ .page a[href^='/openings/'] | =?search=nobody"),
    ("summary-evidence", "manager@example.org", "/ .todo a | .matrix .cell"),
    ("summary-numbers", "manager@example.org", "/ .todo a | How the score adds up | The numbers"),
    ("summary-decided", "manager@example.org", "/decisions/?show=overrides tbody th a"),
    ("summary-running", "manager@example.org", IN_THE_LOOP),
]
# The record on paper, as the browser is given it.
RECORDS = [("record", "/ .todo a"), ("record-override", "/decisions/?show=overrides tbody th a")]
LOOKS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "device_scale_factor": 2, "is_mobile": True},
}


def main(base: str, only: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_chromium(), args=arguments)
        for look, options in LOOKS.items():
            for name, who, path in PAGES:
                if only in name:
                    shoot(browser, base, look, options, name, who, path)
        for name, path in RECORDS:
            if only in name:
                keep(browser, base, name, path)


def shoot(
    browser: Browser, base: str, look: str, options: dict, name: str, who: str | None, path: str
) -> None:
    context = browser.new_context(**options)
    page = enter(context, base, who)
    go(page, base, path)
    page.screenshot(path=FOLDER / f"{name}-{look}.png", full_page=True)
    if look == "desktop":
        page.emulate_media(media="print")
        page.screenshot(path=FOLDER / f"{name}-print.png", full_page=True)
    context.close()


def keep(browser: Browser, base: str, name: str, path: str) -> None:
    """The decision record as a file."""
    context = browser.new_context()
    page = enter(context, base, "manager@example.org")
    go(page, base, path)
    address = page.locator("a[href$='record.pdf']").get_attribute("href")
    (FOLDER / f"{name}.pdf").write_bytes(context.request.get(f"{base}{address}").body())
    context.close()


def enter(context: BrowserContext, base: str, who: str | None) -> Page:
    page = context.new_page()
    if who:
        page.goto(f"{base}/accounts/login/")
        page.locator(f"button[value='{who}']").click()
        page.wait_for_load_state()
    return page


def go(page: Page, base: str, path: str) -> None:
    """An address, then a link of that page; after bars what to click by its words or its selector, what to tick
    so many of (…*3), or what to add to the address (=…)."""
    first, *steps = path.split(" | ")
    address, _, link = first.partition(" ")
    page.goto(base + address)
    if link and page.locator(link).count():
        page.locator(link).first.click()
        page.wait_for_load_state()
    for step in steps:
        boxes, _, many = step.partition("*")
        if step.startswith("="):
            page.goto(page.url.partition("?")[0] + step[1:])
        elif many:
            for number in range(int(many)):
                page.locator(boxes).nth(number).check()
        else:
            # Missing where an earlier look has done it already.
            words = f"a:text-is('{step}'), button:text-is('{step}'), summary:text-is('{step}')"
            found = page.locator(step if step.startswith(".") else words)
            if found.count():
                found.first.click()
        page.wait_for_load_state()


if __name__ == "__main__":
    main(os.environ.get("SCREENSHOT_URL", "http://127.0.0.1:8000"), sys.argv[1] if len(sys.argv) > 1 else "")
