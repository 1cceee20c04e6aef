"""The interview form, made from a rubric version and a kit. Nothing about a role is in the code.

Field names are those of the draft (models.DraftField): rating-KEY, evidence-KEY, seen-KEY, sighting-KEY,
asked-KEY, verdict, summary.
"""

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.template.loader import render_to_string

from scorecards.models import Dimension, Kit, Revision, Rubric, Signal
from scorecards.sheets import LONGEST_TEXT, NOT_ASSESSED, Sheet, missing, sheet_of

EVIDENCE_HINT = "Job-related words only. Nothing about age, health, family, origin or religion."


def interview_form(
    *,
    rubric: Rubric,
    kit: Kit,
    data: Mapping[str, Any] | None = None,
    initial: Mapping[str, str] | None = None,
    prefix_id: str = "f",
) -> "InterviewForm":
    """The form of a kit; without data and initial values a blank one, as in a preview."""
    return InterviewForm(
        sheet_of(rubric, kit), data=data, initial=dict(initial or {}), auto_id=f"{prefix_id}-%s"
    )


class InterviewForm(forms.Form):
    """Drafts may have gaps: `missing` says what a submission still lacks."""

    def __init__(self, sheet: Sheet, **options: Any) -> None:
        super().__init__(**options)
        self.sheet = sheet
        for dimension in sheet.dimensions:
            self.fields[f"rating-{dimension.key}"] = forms.ChoiceField(
                choices=[
                    ("", ""),
                    *((str(v), label) for v, label, _ in sheet.levels),
                    (NOT_ASSESSED, "Not assessed"),
                ],
                required=False,
            )
            self.fields[f"evidence-{dimension.key}"] = text_field()
        for signal in sheet.signals:
            self.fields[f"seen-{signal.key}"] = forms.BooleanField(required=False)
            self.fields[f"sighting-{signal.key}"] = text_field()
        for question in sheet.questions:
            self.fields[f"asked-{question.key}"] = forms.BooleanField(required=False)
        self.fields["verdict"] = forms.ChoiceField(
            choices=[("", ""), *((str(value), label) for value, label in Revision.Verdict.choices)],
            required=False,
        )
        self.fields["summary"] = text_field()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = layout_of(sheet)

    def draft(self) -> dict[str, str]:
        """The form as draft fields: names to texts. Only of a valid form."""
        found = {}
        for name, value in self.cleaned_data.items():
            found[name] = ("1" if value else "") if isinstance(value, bool) else value
        return found

    def missing(self, draft: Mapping[str, str]) -> list[tuple[str, str]]:
        return missing(self.sheet, draft)


def text_field() -> forms.CharField:
    return forms.CharField(required=False, max_length=LONGEST_TEXT, strip=False)


# --- Layout -----------------------------------------------------------------------------------------


class Block(LayoutObject):  # type: ignore[misc]
    """A part of the form with a template of its own, given the values of the fields that it shows."""

    def __init__(self, template: str, **context: Any) -> None:
        self.template, self.context = template, context
        self.fields: list[Any] = []

    def render(
        self, form: InterviewForm, context: Any, template_pack: str = TEMPLATE_PACK, **options: Any
    ) -> str:
        values = {**self.context, "form": form, "prefix": str(form.auto_id).removesuffix("-%s")}
        return render_to_string(f"scorecards/card/{self.template}.html", values)


class RatedDimension(Block):
    def __init__(self, dimension: Dimension, sheet: Sheet, *, focus: bool) -> None:
        texts = [*dimension.level_texts, *[""] * sheet.rubric.scale_max]
        levels = [(value, label, texts[value - 1] or text) for value, label, text in sheet.levels]
        super().__init__(
            "dimension",
            dimension=dimension,
            focus=focus,
            levels=levels,
            bar=sheet.rubric.scale_max - 1,
            hint=EVIDENCE_HINT,
        )

    def render(
        self, form: InterviewForm, context: Any, template_pack: str = TEMPLATE_PACK, **options: Any
    ) -> str:
        key = self.context["dimension"].key
        self.context |= {
            "rating": form[f"rating-{key}"].value() or "",
            "evidence": form[f"evidence-{key}"].value() or "",
        }
        return super().render(form, context, template_pack, **options)


class SignalList(Block):
    def __init__(self, kind: str, title: str, signals: list[Signal]) -> None:
        super().__init__("signals", kind=kind, title=title, signals=signals)

    def render(
        self, form: InterviewForm, context: Any, template_pack: str = TEMPLATE_PACK, **options: Any
    ) -> str:
        self.context["rows"] = [
            (signal, bool(form[f"seen-{signal.key}"].value()), form[f"sighting-{signal.key}"].value() or "")
            for signal in self.context["signals"]
        ]
        return super().render(form, context, template_pack, **options)


class Verdict(Block):
    def __init__(self) -> None:
        super().__init__("verdict", choices=Revision.Verdict.choices, hint=EVIDENCE_HINT)

    def render(
        self, form: InterviewForm, context: Any, template_pack: str = TEMPLATE_PACK, **options: Any
    ) -> str:
        self.context |= {"verdict": form["verdict"].value() or "", "summary": form["summary"].value() or ""}
        return super().render(form, context, template_pack, **options)


class KitBlock(Block):
    def __init__(self, sheet: Sheet) -> None:
        super().__init__("kit", sheet=sheet)

    def render(
        self, form: InterviewForm, context: Any, template_pack: str = TEMPLATE_PACK, **options: Any
    ) -> str:
        self.context["asked"] = [
            (question, bool(form[f"asked-{question.key}"].value()))
            for question in self.context["sheet"].questions
        ]
        return super().render(form, context, template_pack, **options)


class Others(Block):
    """The dimensions outside the kit's focus, folded away until someone wants them."""

    def __init__(self, blocks: list[RatedDimension]) -> None:
        super().__init__("others", blocks=blocks)

    def render(
        self, form: InterviewForm, context: Any, template_pack: str = TEMPLATE_PACK, **options: Any
    ) -> str:
        inner = [block.render(form, context, template_pack, **options) for block in self.context["blocks"]]
        touched = any(
            block.context["rating"] or block.context["evidence"] for block in self.context["blocks"]
        )
        return render_to_string("scorecards/card/others.html", {"inner": inner, "open": touched})


def layout_of(sheet: Sheet) -> Layout:
    """The kit beside the card where there is room for both, above it elsewhere."""
    parts: list[Any] = [Block("heading", title="Scorecard", anchor="card")]
    parts += [RatedDimension(dimension, sheet, focus=True) for dimension in sheet.focus]
    if sheet.others:
        parts.append(Others([RatedDimension(dimension, sheet, focus=False) for dimension in sheet.others]))
    titles = (("strong", "Strong signals"), ("weak", "Weak signals"), ("red_flag", "Red flags"))
    lists = [(kind, title, sheet.signals_of(kind)) for kind, title in titles]
    if any(signals for _, _, signals in lists):
        parts.append(Block("heading", title="Did you see any of these?", anchor="signals"))
        parts += [SignalList(kind, title, signals) for kind, title, signals in lists if signals]
    parts.append(Verdict())
    return Layout(Div(KitBlock(sheet), Div(*parts, css_class="card-parts"), css_class="beside"))
