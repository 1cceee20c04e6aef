"""Shared by all tests: hypothesis profiles, and where the optional shared material is."""

import os
from pathlib import Path

from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
# Worked examples beside the checkout, where they are there. The project's own examples test the same.
SHARED = ROOT.parent / "shared"

slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("normal", max_examples=500, deadline=None, suppress_health_check=slow)
settings.register_profile("quick", max_examples=50, deadline=None, suppress_health_check=slow)
settings.register_profile("nightly", max_examples=10_000, deadline=None, suppress_health_check=slow)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "normal"))
