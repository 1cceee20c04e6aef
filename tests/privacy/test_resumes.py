"""Files that pretend: each is refused with a sentence, stored nowhere; real ones are served as attachments alone."""

import io
import struct
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hiring import resumes
from hiring.models import Resume
from scorecards.models import AuditEntry
from tests.factories import make_application, make_interview, make_opening, make_user

PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\nstartxref\n0\n%%EOF\n"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200) + b"PE\x00\x00This program cannot be run in DOS mode."
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ACCEPTED = "Upload a PDF, a Word document"
PAGE = "a web page or a picture"


def archive(entries, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return out.getvalue()


WORD = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<document>words</document>"}
DOCX = archive(WORD)


def docx(**extra):
    return archive(WORD | extra)


def encrypted():
    """The flag of an encrypted entry, in both of its headers."""
    content = bytearray(DOCX)
    content[6] |= 1
    content[content.rindex(b"PK\x01\x02", 0, content.rindex(b"PK\x01\x02")) + 8] |= 1
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def lying_bomb():
    """Ten bytes by its own account; 200 MB once unpacked."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(bytes(200 * 1024 * 1024)) + packed.flush()
    content = bytearray(archive(WORD | {"word/media/a.bin": b"0123456789"}, zipfile.ZIP_STORED))
    start = content.index(b"0123456789")
    content[start : start + 10] = body
    local = content.rindex(b"PK\x03\x04", 0, start)
    struct.pack_into("<H", content, local + 8, 8)
    struct.pack_into("<I", content, local + 18, len(body))
    central = content.rindex(b"PK\x01\x02")
    struct.pack_into("<H", content, central + 10, 8)
    struct.pack_into("<I", content, central + 20, len(body))
    end = content.rindex(b"PK\x05\x06")
    struct.pack_into("<I", content, end + 16, content.index(b"PK\x01\x02", start))
    return bytes(content)


CORPUS = {
    "an EXE named .pdf": (EXE, ACCEPTED),
    "an EXE with a PDF's first line": (b"%PDF-1.7\n" + EXE, "cut off"),
    "an EXE behind a PDF": (PDF + EXE, "attached to this PDF"),
    "a zip behind a PDF": (PDF + archive({"a.js": "alert(1)"}), "attached to this PDF"),
    "a web page that begins as a PDF": (b"%PDF-1.7\n<html><script>alert(1)</script>\n%%EOF", "calls itself a PDF"),
    "a PDF cut in half": (PDF[:20], "cut off"),
    "an SVG with a script": (SVG, PAGE),
    "an SVG behind an XML line": (b'<?xml version="1.0"?>\n' + SVG, PAGE),
    "an SVG in capitals with a byte mark": (b"\xef\xbb\xbf" + SVG.upper(), PAGE),
    "a web page": (b"<!DOCTYPE html><html><body>Hello</body></html>", PAGE),
    "a web page behind words": (b"My life\n\n< script >alert(1)</script>", PAGE),
    "a picture that is a script too": (b"GIF89a=1;alert(1)", ACCEPTED),
    "a shell script": (b"#!/bin/sh\nrm -rf /\n", ACCEPTED),
    "rich text": (b"{\\rtf1\\ansi hello}", ACCEPTED),
    "PHP": (b"<?php system($_GET['a']); ?>", PAGE),
    "a PNG": (b"\x89PNG\r\n\x1a\n" + bytes(50), ACCEPTED),
    "an old .doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word document"),
    "an encrypted docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00", "password"),
    "a docx with encrypted entries": (encrypted(), "password"),
    "a zip without a document": (archive({"a.txt": "words"}), ACCEPTED),
    "a spreadsheet": (archive({"[Content_Types].xml": "", "xl/workbook.xml": ""}), ACCEPTED),
    "a zip bomb": (docx(**{"word/media/a.bin": bytes(150 * 1024 * 1024)}), "unpacks to far more"),
    "a zip bomb that lies about its size": (lying_bomb(), "damaged"),
    "two thousand and more entries": (docx(**{f"word/{n}": "x" for n in range(2001)}), "unpacks to far more"),
    "a docx with macros": (docx(**{"word/vbaProject.bin": b"x"}), "macros"),
    "a docx with a program inside": (docx(**{"word/media/cv.exe": EXE}), "Other files are packed"),
    "a docx with another file inside": (docx(**{"word/embeddings/oleObject1.bin": b"x"}), "Other files are packed"),
    "a docx that climbs out of its folder": (docx(**{"../../etc/passwd": "x"}), "damaged"),
    "a damaged docx": (DOCX[:-30], "damaged"),
    "a docx with a changed byte": (DOCX.replace(zlib.compress(b"<Types/>")[2:-4], b"x" * 10), "damaged"),
    "nothing": (b"", "empty"),
    "11 MB": (PDF + b" " * (11 * 1024 * 1024), "up to 10 MB"),
    "bytes without meaning": (bytes(range(256)), ACCEPTED),
}  # fmt: skip


@pytest.mark.parametrize("name", CORPUS)
@pytest.mark.parametrize("called", ["cv.pdf", "cv.docx", "cv.txt"])
def test_a_file_that_pretends_is_refused_with_a_sentence_whatever_it_is_called(name, called):
    content, words = CORPUS[name]
    with pytest.raises(resumes.NotAResume, match=words) as refused:
        resumes.check(called, content)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (PDF + b"\r\n\x00\x00", "pdf"),
        (DOCX, "docx"),
        (docx(**{"word/media/image1.png": b"\x89PNG", "docProps/core.xml": "<x/>"}), "docx"),
        ("Résumé of Zoë\n• C++ < Rust, 3 > 2\n".encode(), "txt"),
        ("Déjà vu".encode("cp1252"), "txt"),
    ],
)
def test_real_ones_are_accepted_by_their_content(content, kind):
    checked = resumes.check("C:\\fakepath\\my cv.exe", content)
    assert (checked.name, checked.kind, checked.content) == (f"my cv.{kind}", kind, content)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["an EXE named .pdf", "an SVG with a script", "a zip bomb", "11 MB"])
def test_a_refused_upload_stores_nothing_and_says_why(client, name):
    content, words = CORPUS[name]
    coordinator = make_user(is_coordinator=True)
    application = make_application(opening=make_opening(coordinators=[coordinator]))
    client.force_login(coordinator)
    answer = client.post(
        reverse("upload_resume", args=[application.candidate_id]),
        {"resume": SimpleUploadedFile("cv.pdf", content, "application/pdf")},
        follow=True,
    )
    assert words in answer.text
    assert Resume.objects.count() == 0


@pytest.mark.django_db
def test_a_resume_is_served_as_an_attachment_to_those_who_may_read_it_and_to_nobody_else(client):
    coordinator, interviewer = make_user(is_coordinator=True), make_user()
    application = make_application(opening=make_opening(coordinators=[coordinator]))
    make_interview(application=application, interviewer=interviewer)
    resume = Resume.objects.create(
        candidate=application.candidate, name="cv.pdf", kind="pdf", size=len(PDF), content=PDF
    )
    address = reverse("resume", args=[resume.pk])
    for person in (coordinator, interviewer, make_user(is_auditor=True)):
        client.force_login(person)
        response = client.get(address)
        assert response.content == PDF
        assert response["Content-Disposition"].startswith("attachment;")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"].startswith("sandbox")
        assert response["Cache-Control"] == "private, no-store"
        assert response["Content-Type"] == "application/pdf"
    assert AuditEntry.objects.filter(action="resume.read").count() == 3
    for person in (make_user(), make_user(is_superuser=True), make_user(is_coordinator=True)):
        client.force_login(person)
        assert client.get(address).status_code == 404
