"""Nobody fills our disk or our tables without being somebody, and members only within reason."""

from django.core.files.uploadedfile import SimpleUploadedFile

from kardad.core.models import StoredFile

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" + b"\x00" * 64


def test_a_visitor_stores_no_letter_for_an_attempt_that_asks_for_none(walker):
    walker.choose(role="employer_legal")
    for _ in range(3):
        walker.client.post("/verify/checks/", {"do": "letter", "letter": SimpleUploadedFile("a.png", PNG, "image/png")})
    assert not StoredFile.objects.exists()
