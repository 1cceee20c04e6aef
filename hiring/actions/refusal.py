"""What every refused action raises: a sentence for the person who asked."""


class Refusal(Exception):
    """Nothing was changed. The message is shown as it is."""
