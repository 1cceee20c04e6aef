"""Who is in the demonstration: six people to sign in as, a panel of 25 with their habits, and two newcomers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from hiring.config.demo_people import DEMO_PASSWORD
from hiring.demo.factories import UserFactory
from hiring.models import Qualification, User
from scorecards.models import Kit

PEOPLE: tuple[tuple[str, str, dict[str, bool]], ...] = (
    ("interviewer@example.org", "Ines Viewer", {}),
    ("manager@example.org", "Mara Jager", {}),
    ("coordinator@example.org", "Cory Nator", {"is_coordinator": True}),
    ("rubrics@example.org", "Ruby Rikker", {"is_rubric_admin": True, "is_staff": True}),
    ("auditor@example.org", "Audra Torr", {"is_auditor": True}),
    ("admin@example.org", "Adam Inman", {"is_staff": True, "is_superuser": True, "is_coordinator": True}),
)
NEWCOMERS = (("Nele Vogt", 6), ("Samir Khoury", 2))


@dataclass(frozen=True)
class Habits:
    """How somebody rates: `lean` in levels (below 0 is strict), `noise` around it, hours until the card is in."""

    name: str
    lean: float = 0.0
    noise: float = 0.4
    hours: float = 4
    terse: bool = False
    zone: str = "Europe/Berlin"


INES = Habits("Ines Viewer", hours=3)
PANEL = (
    INES,
    Habits("Amara Okafor", lean=0.1),
    Habits("Ben Lindqvist", lean=-0.6, hours=2),
    Habits("Chiara Russo", lean=0.15, hours=20),
    Habits("Daniel Weiss", lean=-0.2, noise=0.6),
    Habits("Elif Demir", noise=0.25, hours=1.5),
    Habits("Farid Haddad", lean=0.55, hours=6),
    Habits("Grace Mbeki", lean=-0.05, noise=0.3),
    Habits("Hugo Marchand", lean=0.1, hours=44, terse=True),
    Habits("Isla Fraser", lean=-0.1, zone="Europe/London"),
    Habits("Jonas Keller", noise=0.7, hours=9),
    Habits("Keiko Tanaka", lean=-0.45, noise=0.25, hours=2),
    Habits("Liam Byrne", lean=0.4, hours=26, zone="Europe/Dublin"),
    Habits("Mei Chen", noise=0.3, hours=3),
    Habits("Noor Rahman", lean=0.05, zone="Europe/London"),
    Habits("Oskar Nowak", lean=-0.15, hours=30, terse=True),
    Habits("Priya Nair", noise=0.3, hours=2),
    Habits("Quentin Dubois", lean=0.2, noise=0.5, hours=12),
    Habits("Ricardo Pinto", lean=-0.05, zone="Europe/Lisbon"),
    Habits("Sina Albrecht", lean=0.1, noise=0.35, hours=7),
    Habits("Teo Marinov", lean=-0.3, hours=5, zone="Europe/Sofia"),
    Habits("Ursula Frei", noise=0.35, hours=18),
    Habits("Vera Lang", lean=0.3, noise=0.3),
    Habits("Rosa Jimenez", lean=0.05, hours=6),
    Habits("Theo Brandt", lean=0.25, noise=0.6, hours=2),
)
LEAVER, LEFT_DAYS_AGO = "Rosa Jimenez", 9
TRAINEE = "Theo Brandt"
WORKING_HOURS = [[["09:00", "18:00"]]] * 5 + [[], []]
PART_TIME = [[["09:00", "14:00"]]] * 4 + [[], [], []]
# Most hold most kits; every seventh kit of a person is one they are still learning or do not hold.
HOLES = 7


def demo_people() -> dict[str, User]:
    """The six, by address: made where they are missing. A later start of the demonstration finds them all."""
    found = User.objects.in_bulk([email for email, _, _ in PEOPLE], field_name="email")
    if len(found) < len(PEOPLE):
        password = make_password(DEMO_PASSWORD)
        User.objects.bulk_create(
            UserFactory.build(email=email, name=name, password=password, **duties)
            for email, name, duties in PEOPLE
            if email not in found
        )
        found = User.objects.in_bulk([email for email, _, _ in PEOPLE], field_name="email")
    return found


def panel_of(people: dict[str, User], now: datetime) -> dict[str, User]:
    """The panel by name, a leaver among them; and two who were invited and have not come yet."""
    ines = people["interviewer@example.org"]
    joined = now - timedelta(days=420)
    User.objects.filter(email__in=people).update(
        joined_at=joined, last_login=now - timedelta(hours=20), time_zone="Europe/Berlin"
    )
    made = [
        UserFactory.build(
            name=each.name,
            time_zone=each.zone,
            password=ines.password,
            joined_at=joined + timedelta(days=number),
            last_login=now - timedelta(hours=3 + 5 * number),
            working_hours=PART_TIME if each.name == "Vera Lang" else WORKING_HOURS,
        )
        for number, each in enumerate(PANEL)
        if each is not INES
    ]
    for each in made:
        if each.name == LEAVER:
            each.is_active, each.left_at = False, now - timedelta(days=LEFT_DAYS_AGO)
    newcomers = [
        UserFactory.build(name=name, password=make_password(None), joined_at=now - timedelta(days=days))
        for name, days in NEWCOMERS
    ]
    User.objects.bulk_create([*made, *newcomers])
    return {each.name: each for each in (ines, *made)}


def qualify(panel: dict[str, User]) -> dict[tuple[str, str], bool]:
    """Who holds which kit, by name and kit key: True where trained, False where in training."""
    keys = sorted(set(Kit.objects.values_list("key", flat=True)))
    found: dict[tuple[str, str], bool] = {}
    for number, name in enumerate(panel):
        for place, key in enumerate(keys):
            if name == TRAINEE:
                if place % 5 == 0:
                    found[name, key] = False
            elif name == INES.name or (number * 3 + place) % HOLES:
                found[name, key] = name == INES.name or (number + place * 5) % 11 != 0
    Qualification.objects.bulk_create(
        Qualification(
            person=panel[name],
            kit_key=key,
            level=Qualification.Level.TRAINED if trained else Qualification.Level.IN_TRAINING,
        )
        for (name, key), trained in found.items()
    )
    return found
