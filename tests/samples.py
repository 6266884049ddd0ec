"""Small real files for uploads."""

from io import BytesIO

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def png() -> bytes:
    """A white picture."""
    raw = BytesIO()
    Image.new("RGB", (8, 8), "white").save(raw, "PNG")
    return raw.getvalue()
