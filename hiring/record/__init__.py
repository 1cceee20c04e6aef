"""The decision record on paper: values in, PDF out. `record.typ` is its look, `values.py` what it says.

Texts reach the document as data, never as markup, so nothing that someone typed can change its form.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("record.typ")


def record_pdf(values: dict[str, Any]) -> bytes:
    """Typeset the record. Fonts come with the typesetter: the same pages on every machine."""
    made = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"record": json.dumps(values, ensure_ascii=False)},
        timestamp=int(datetime.fromisoformat(values["made"]["iso"]).timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("the typesetter gave more than one document")
    return made
