"""The decision record on paper: values in, PDF out. `record.typ` is its look, `values.py` what it says.

Texts reach the document as data, never as markup, so nothing that someone typed can change its form.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("record.typ")
# For keeping (PDF/A) and for screen readers (PDF/UA).
STANDARDS = ["a-2a", "ua-1"]


def record_pdf(values: dict[str, Any]) -> bytes:
    """Typeset the record. The fonts come with the typesetter: the same pages on every machine. A script that
    they lack is set in a font of the machine; where there is none the standards, which ask for every sign to
    be visible, are given up and not the record."""
    try:
        return typeset(values, pdf_standards=STANDARDS)
    except typst.TypstError:
        return typeset(values, ignore_system_fonts=False)


def typeset(values: dict[str, Any], **how: Any) -> bytes:
    made = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"record": json.dumps(values, ensure_ascii=False)},
        timestamp=int(datetime.fromisoformat(values["made"]["iso"]).timestamp()),
        **({"ignore_system_fonts": True} | how),
    )
    if not isinstance(made, bytes):
        raise TypeError("the typesetter gave more than one document")
    return made
