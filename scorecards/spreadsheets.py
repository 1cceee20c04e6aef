"""Cells that a spreadsheet cannot run."""


def harmless(value: object) -> object:
    """A text that would start a formula gets a quotation mark before it; numbers stay numbers."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value
