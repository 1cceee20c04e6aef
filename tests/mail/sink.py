"""A mail server of our own, for tests: it keeps what it is given and can be stopped at any point of the talk."""

import socketserver
import threading
from email import message_from_bytes


class Sink(socketserver.ThreadingTCPServer):
    """Says yes to everything. `before(step)` is called at "data" (asked for the mail's text) and at "accepted"
    (has all of it, has not said so yet); what it waits for, the sender waits for."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, before=lambda step: None):
        super().__init__(("127.0.0.1", 0), Talk)
        self.before = before
        self.mails = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    @property
    def identities(self):
        return [mail["Message-ID"] for mail in self.mails]


class Talk(socketserver.StreamRequestHandler):
    def say(self, words):
        self.wfile.write(words.encode() + b"\r\n")

    def handle(self):
        try:
            self.say("220 sink")
            while line := self.rfile.readline():
                word = line.split()[0].upper()
                if word == b"DATA":
                    self.server.before("data")
                    self.say("354 go on")
                    self.take()
                elif word == b"QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")
        except OSError:  # the sender was killed in the middle
            return

    def take(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.mails.append(message_from_bytes(b"".join(lines)))
        self.server.before("accepted")
        self.say("250 kept")
