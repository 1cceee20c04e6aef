"""`make screenshots`: every page at desktop, phone, dark and print, into screenshots/ (not kept in git).

Asks a running demonstration (`make demo`) at SCREENSHOT_URL.
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import PHONE, installed_chromium

FOLDER = Path(__file__).resolve().parents[2] / "screenshots"
# Name, who looks, path. A path in braces is filled from the first link on the page before it.
PAGES = [
    ("sign-in", None, "/accounts/login/"),
    ("home-interviewer", "interviewer@example.org", "/"),
    ("home-manager", "manager@example.org", "/"),
    ("home-coordinator", "coordinator@example.org", "/"),
    ("home-rubrics", "rubrics@example.org", "/"),
    ("settings", "interviewer@example.org", "/account/"),
    ("messages", "interviewer@example.org", "/messages/"),
    ("not-found", "interviewer@example.org", "/nowhere/"),
    ("rubrics", "interviewer@example.org", "/rubrics/"),
    ("rubric", "interviewer@example.org", "/rubrics/ a[data-rubric]"),
    ("rubric-admin", "rubrics@example.org", "/admin/scorecards/rubric/"),
    ("rubric-import", "rubrics@example.org", "/admin/scorecards/rubric/import/"),
    ("rubric-edit", "rubrics@example.org", "/admin/scorecards/rubric/ #result_list th a"),
    ("interview", "interviewer@example.org", "/ .todo a"),
    ("summary", "manager@example.org", "/ .todo a"),
    ("openings", "coordinator@example.org", "/openings/"),
    ("loop", "coordinator@example.org", "/ .todo a"),
    ("pipeline", "manager@example.org", "/openings/ .page a[href^='/openings/']"),
    ("people", "coordinator@example.org", "/people/"),
    ("candidates", "coordinator@example.org", "/candidates/"),
    (
        "compare",
        "manager@example.org",
        "/openings/ .page a[href^='/openings/'] | input[name=application]*3 | Compare the ticked",
    ),
    ("debrief", "manager@example.org", "/ .todo a | Debrief | Open the debrief"),
    ("decision", "manager@example.org", "/ .todo a | Decide"),
    ("decisions", "manager@example.org", "/decisions/"),
]
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


def shoot(
    browser: Browser, base: str, look: str, options: dict, name: str, who: str | None, path: str
) -> None:
    context = browser.new_context(**options)
    page = context.new_page()
    if who:
        page.goto(f"{base}/accounts/login/")
        page.locator(f"button[value='{who}']").click()
    go(page, base, path)
    page.screenshot(path=FOLDER / f"{name}-{look}.png", full_page=True)
    if look == "desktop":
        page.emulate_media(media="print")
        page.screenshot(path=FOLDER / f"{name}-print.png", full_page=True)
    context.close()


def go(page: Page, base: str, path: str) -> None:
    """An address, then a link of that page, then after bars what to click by its words or to tick so many of."""
    first, *steps = path.split(" | ")
    address, _, link = first.partition(" ")
    page.goto(base + address)
    if link and page.locator(link).count():
        page.locator(link).first.click()
    for step in steps:
        boxes, _, many = step.partition("*")
        if many:
            for number in range(int(many)):
                page.locator(boxes).nth(number).check()
        else:
            # Missing where an earlier look has done it already.
            found = page.locator(f"a:text-is('{step}'), button:text-is('{step}')")
            if found.count():
                found.first.click()
    page.wait_for_load_state()


if __name__ == "__main__":
    main(os.environ.get("SCREENSHOT_URL", "http://127.0.0.1:8000"), sys.argv[1] if len(sys.argv) > 1 else "")
