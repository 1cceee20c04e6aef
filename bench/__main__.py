"""`make bench`: figures to compare on one machine, printed and written to var/bench.json.

Ratios are what to keep; absolute times depend on the machine. Never part of the tests.
"""

import json
import os
import sys
from typing import Any

os.environ.update(MODE="test", DATABASE_ROLE="owner", DJANGO_SETTINGS_MODULE="hiring.config.settings")


def main(only: str) -> None:
    from hiring.config import embedded, env

    embedded.ensure_running()
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False)
    try:
        found = {name: work() for name, work in parts().items() if only in name}
    finally:
        teardown_databases(made, verbosity=0)
    for name, figures in found.items():
        print(f"\n{name}")
        for what, value in figures.items():
            print(f"  {what:62} {value}")
    folder = env.var_folder(env.load())
    folder.mkdir(exist_ok=True)
    (folder / "bench.json").write_text(json.dumps(found, indent=1, default=str))


def parts() -> dict[str, Any]:
    from bench import blueprints, planning, scoring

    return {"scoring": scoring.measure, "planning": planning.measure, "blueprints": blueprints.measure}


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
