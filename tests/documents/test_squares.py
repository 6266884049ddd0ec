"""The quick QR code is the library's own, square by square, in every version; and a phone reads it."""

import base64
from io import BytesIO

import pytest
import segno
import zxingcpp
from PIL import Image

from kardad.documents import squares

pytestmark = pytest.mark.no_django


@pytest.mark.parametrize("number", [1, 2, 6, 7, 9, 10, 14, 21, 27, 32, 40])
def test_a_full_code_of_every_version_is_the_librarys_own_square_by_square(number):
    content = bytes((7 * place + 13 * number) % 256 for place in range(squares._version(number).holds))
    drawn = segno.make_qr(content, error="m", boost_error=False, mask=squares.MASK, mode="byte", version=number)
    assert squares.matrix(content) == "".join("1" if square else "0" for row in drawn.matrix_iter(border=0) for square in row)


@pytest.mark.parametrize("length", [1, 14, 15, 100, 900, 1_400, 2_200])
def test_a_code_of_any_length_is_read_from_its_picture(length):
    content = "".join("kardad/check#k1."[place % 16] for place in range(length))
    png = base64.b64decode(squares.picture(content.encode()).split("base64,")[1].split('"')[0])
    drawn = Image.open(BytesIO(png)).convert("L")
    framed = Image.new("L", (drawn.width + 8, drawn.height + 8), 255)
    framed.paste(drawn, (4, 4))
    large = framed.resize((framed.width * 4, framed.height * 4), Image.Resampling.NEAREST)
    (found,) = zxingcpp.read_barcodes(large, formats=zxingcpp.BarcodeFormat.QRCode)
    assert found.text == content


def test_what_no_code_holds_is_refused():
    with pytest.raises(squares.TooLong):
        squares.matrix(b"x" * 2332)
