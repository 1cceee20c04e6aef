"""Forms of the people page."""

import re
import zoneinfo
from collections.abc import Sequence
from typing import Any

from django import forms

from hiring.actions.people import DUTIES
from hiring.models import Qualification, User
from hiring.reads.people import KitChoice

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
STRETCH = re.compile(r"\s*(\d{1,2}):(\d{2})\s*[-\u2013]\s*(\d{1,2}):(\d{2})\s*")


class HoursField(forms.CharField):
    """One day: "09:00-12:30, 13:30-17:00", or empty for a free day."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return []
        found, end = [], -1
        for part in text.split(","):
            match = STRETCH.fullmatch(part)
            if not match:
                raise forms.ValidationError("Write it like 09:00-17:00, with commas between stretches.")
            hours = [int(number) for number in match.groups()]
            first, last = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
            if max(hours[1], hours[3]) > 59 or not end < first < last <= 24 * 60:
                raise forms.ValidationError("Stretches follow each other within the day.")
            found.append([f"{hours[0]:02}:{hours[1]:02}", f"{hours[2]:02}:{hours[3]:02}"])
            end = last
        return found


class PersonForm(forms.ModelForm):
    """A new person or a change of one: training by kit, working hours by day, duties for administrators."""

    time_zone = forms.ChoiceField(choices=sorted((zone, zone) for zone in zoneinfo.available_timezones()))

    class Meta:
        model = User
        fields = ("name", "email", "time_zone", *DUTIES)

    def __init__(self, *args: Any, by: User, grants: bool, kits: Sequence[KitChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        new = not self.instance.pk
        if new:
            self.fields["time_zone"].initial = by.time_zone
        elif not grants:
            # Whoever changes an address can sign in as its owner.
            del self.fields["email"]
        if not grants:
            for duty in DUTIES:
                del self.fields[duty]
        else:
            self.fields["is_superuser"].label = "Administrator"
            self.fields["is_superuser"].help_text = "Invites people and gives these duties."
        self.kits = kits
        levels = {} if new else dict(self.instance.qualifications.values_list("kit_key", "level"))
        self.kept = {key: level for key, level in levels.items() if key not in {kit.key for kit in kits}}
        for kit in kits:
            self.fields[f"kit-{kit.key}"] = forms.ChoiceField(
                label=kit.label,
                required=False,
                choices=[("", "Not trained"), *Qualification.Level.choices],
                initial=levels.get(kit.key, ""),
            )
        stored = self.instance.working_hours or ([["09:00", "17:00"]],) * 5 * new
        for number, day in enumerate(DAYS):
            stretches = stored[number] if number < len(stored) else []
            self.fields[f"day-{number}"] = HoursField(
                label=day,
                required=False,
                initial=", ".join(f"{first}-{last}" for first, last in stretches),
                widget=forms.TextInput(attrs={"placeholder": "free"}),
            )

    def kit_fields(self) -> list[Any]:
        return [self[f"kit-{kit.key}"] for kit in self.kits]

    def day_fields(self) -> list[Any]:
        return [self[f"day-{number}"] for number in range(7)]

    def duty_fields(self) -> list[Any]:
        return [self[duty] for duty in DUTIES if duty in self.fields]

    def plain_fields(self) -> list[Any]:
        return [self[name] for name in ("name", "email", "time_zone") if name in self.fields]

    def given(self) -> dict[str, Any]:
        """What the actions take. A day is free only if some other day is not: all empty says nothing."""
        data = self.cleaned_data
        hours = [data[f"day-{number}"] for number in range(7)]
        fields = {name: data[name] for name in ("name", "email", "time_zone", *DUTIES) if name in data}
        training = self.kept | {kit.key: data[f"kit-{kit.key}"] for kit in self.kits}
        return fields | {"working_hours": hours if any(hours) else [], "training": training}
