"""The roles that come with the product."""

import pytest
from django.core.management import call_command

from scorecards.models import Rubric

FIXTURES = ["lead-computer-vision-scientist", "associate-computer-vision-scientist", "performance-specialist"]


@pytest.fixture
def lead(db):
    call_command("loaddata", FIXTURES[0], verbosity=0)
    return Rubric.objects.get(role__name="Lead Computer Vision Scientist")
