"""A mail server that keeps what it is given, for counting."""

import email
import socketserver
import threading


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 here")
        while line := self.rfile.readline():
            word = line.split(maxsplit=1)[0].upper() if line.strip() else b""
            if word == b"DATA":
                self.say("354 go on")
                self.server.keep(self.body())
                self.say("250 kept")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 well")

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())

    def body(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)


class PostOffice(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails = []
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def keep(self, body):
        self.mails.append(email.message_from_bytes(body))

    def received(self):
        """(to, subject, text) of every mail, as people see them: mail programs know a repeated Message-ID for
        the same mail. What came twice stands there twice."""
        seen = {mail["Message-ID"]: (mail["To"], mail["Subject"], text_of(mail)) for mail in self.mails}
        return sorted(seen.values())


def text_of(mail):
    for part in mail.walk():
        if part.get_content_type() == "text/plain":
            return part.get_payload(decode=True).decode()
    return ""
