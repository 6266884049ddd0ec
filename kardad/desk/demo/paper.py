"""A page of the demo's files: a form with lines and a stamp, made up, as a small PDF."""

GREY, DARK = "0.72", "0.25"


def pdf(seed: int) -> bytes:
    """One page; another seed draws other lines, so that no two kinds of paper are the same bytes."""
    drawn = f"BT /F1 20 Tf 60 770 Td (KARDAD DEMO - {seed:03d}) Tj ET {GREY} G 1 w 50 60 495 740 re S\n{_lines(seed)}"
    bodies = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(drawn)}>>\nstream\n{drawn}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>",
    ]
    written, places = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(written))
        written += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(bodies) + 1}/Root 1 0 R>>\nstartxref\n{len(written)}\n"
    )
    return f"{written}{end}%%EOF\n".encode("ascii")


def _lines(seed: int) -> str:
    rows = [f"{DARK} G 0.8 w {80 + (seed * row) % 160} {720 - row * 34} m 515 {720 - row * 34} l S" for row in range(1, 14)]
    return "\n".join([*rows, "1.5 w 90 110 110 70 re S"])
