"""Mails as files, where no mail server is set: anyone can open them with a mail program."""

import os
import re
from collections.abc import Sequence
from email.utils import parseaddr
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """One file for each mail in EMAIL_FILE_PATH, named for its subject, reader and Message-ID.

    The same mail again is the same file, written whole or not at all: whatever dies, nothing is there twice.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            message = mail.message()
            reader = parseaddr(mail.to[0] if mail.to else "")[1]
            identity = str(message["Message-ID"]).strip("<>").partition("@")[0]
            name = "--".join(word(part) for part in (mail.subject[:60], reader, identity))
            partial = folder / f".{name}.{os.getpid()}"
            partial.write_bytes(message.as_bytes(linesep="\r\n"))  # type: ignore[call-arg]
            partial.replace(folder / f"{name}.eml")
        return len(email_messages)


def word(text: object) -> str:
    """Fit for a file's name."""
    return re.sub(r"[^\w@.+-]+", "-", str(text)).strip("-.")
