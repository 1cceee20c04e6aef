"""A Chromium for the browser tests: an installed one, else Debian's package, else Playwright's download.

Browser tests are never skipped in silence: where none can be had this stops and says so.
"""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import Error, sync_playwright

from tests.browser.conftest import installed_chromium


def main() -> None:
    if works():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("  Installing Debian's chromium …", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "chromium"], check=False, stdout=subprocess.DEVNULL
        )
        if works():
            return
    print("  Downloading Playwright's Chromium …", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if not works():
        raise SystemExit(
            "The browser tests need Chromium. Install a package named chromium, then run this again."
        )


def works() -> bool:
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    try:
        with sync_playwright() as playwright:
            playwright.chromium.launch(executable_path=installed_chromium(), args=arguments).close()
    except Error:
        return False
    return True


if __name__ == "__main__":
    main()
