"""`manage.py export_rubric ROLE`: a rubric version as JSON (complete), Markdown (to read) or CSV (to count)."""

import csv
import io
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scorecards.documents import Document, document_of
from scorecards.models import Role, Rubric
from scorecards.spreadsheets import harmless


class Command(BaseCommand):
    help = "Write a rubric version to standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="the role's name")
        parser.add_argument("--version", dest="number", type=int, help="the version; the newest unless given")
        parser.add_argument("--format", choices=["json", "markdown", "csv"], default="json")

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        # Django's own --version would be in the way of a rubric's.
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def handle(self, *args: Any, **options: Any) -> None:
        write = {"json": as_json, "markdown": as_markdown, "csv": as_csv}[options["format"]]
        self.stdout.write(write(document_of(rubric_named(options["role"], options["number"]))), ending="")


def rubric_named(name: str, number: int | None) -> Rubric:
    role = Role.objects.filter(name__iexact=name.strip()).first()
    if role is None:
        known = ", ".join(Role.objects.values_list("name", flat=True)) or "none"
        raise CommandError(f"There is no role “{name}”. There are: {known}.", returncode=2)
    rubrics = role.rubrics.order_by("-version")
    rubric = rubrics.filter(version=number).first() if number is not None else rubrics.first()
    if rubric is None:
        which = f"version {number}" if number is not None else "version at all"
        raise CommandError(f"{role.name} has no {which}.", returncode=2)
    return rubric


def as_json(document: Document) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def as_markdown(document: Document) -> str:
    names = {each["key"]: each["name"] for each in document["dimensions"]}
    total = sum(each["weight"] for each in document["dimensions"]) or 1
    lines = [f"# {document['role']['name']}, version {document['version']} ({document['status']})", ""]
    lines += [document["introduction"], "", "## Dimensions", ""]
    lines += ["| Dimension | Weight | Must-have | Meets the bar |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {cell(each['name'])} | {each['weight'] * 100 / total:.1f}% | {'yes' if each['must_have'] else ''} "
        f"| {cell(each['meets_bar'])} |"
        for each in document["dimensions"]
    ]
    for kind, heading in (("strong", "Strong signals"), ("weak", "Weak signals"), ("red_flag", "Red flags")):
        lines += ["", f"## {heading}", ""]
        lines += [
            f"- {each['text']}{' (disqualifying)' if each['disqualifying'] else ''}"
            for each in document["signals"]
            if each["kind"] == kind
        ]
    lines += ["", "## Questions", ""]
    lines += [
        f"- {names.get(each['dimension'] or '', 'Any dimension')}: {each['text']}"
        for each in document["questions"]
    ]
    for exercise in document["exercises"]:
        lines += ["", f"## {exercise['name']}", "", exercise["brief"], "", exercise["tasks"], ""]
        lines += [f"- {point}" for point in exercise["look_for"].splitlines()]
    lines += ["", "## Kits", ""]
    lines += [
        f"- {kit['name']} ({kit['minutes']} minutes): {', '.join(names[key] for key in kit['focus'])}"
        for kit in document["kits"]
    ]
    return "\n".join(lines) + "\n"


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def as_csv(document: Document) -> str:
    names = {each["key"]: each["name"] for each in document["dimensions"]}
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(["part", "name or text", "dimension", "weight", "note"])
    for each in document["dimensions"]:
        note = each["meets_bar"]
        writer.writerow(map(harmless, ["dimension", each["name"], "", each["weight"], note]))
    for each in document["signals"]:
        note = "disqualifying" if each["disqualifying"] else ""
        writer.writerow(
            map(harmless, [each["kind"], each["text"], names.get(each["dimension"] or "", ""), "", note])
        )
    for each in document["questions"]:
        dimension = names.get(each["dimension"] or "", "")
        writer.writerow(map(harmless, ["question", each["text"], dimension, "", each["assess"]]))
    for each in document["exercises"]:
        dimensions = "; ".join(names[key] for key in each["dimensions"])
        writer.writerow(map(harmless, ["exercise", each["name"], dimensions, "", each["brief"]]))
    for each in document["kits"]:
        dimensions = "; ".join(names[key] for key in each["focus"])
        writer.writerow(map(harmless, ["kit", each["name"], dimensions, "", each["purpose"]]))
    return output.getvalue()
