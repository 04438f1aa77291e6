"""Pictures of print (PNG, JPEG, TIFF, GIF, BMP, WebP): scans and photographs of pages, read by Tesseract."""

from __future__ import annotations

import io
from importlib.util import find_spec

from variorum.capture import ocr
from variorum.capture.layout import Layout, laid_out
from variorum.capture.limits import How
from variorum.capture.pdf import Line, pieces_of
from variorum.errors import UnreadableError

LARGEST = 100_000_000  # pixels of a page: A3 at 600 dpi has 70 million
FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP")


def read_picture(name: str, data: bytes, how: How = How()) -> Layout:  # noqa: B008
    """The text in a picture; blocks are located by page (of a TIFF) and box, in pixels from the top left.

    Raises UnreadableError where Tesseract or the extra is not installed, or there are no words in it.
    """
    if not ocr.available() or find_spec("PIL") is None:
        raise UnreadableError(f"{name}: a picture; its text can be recognised only with Tesseract: {ocr.NEXT}")
    from PIL import Image, ImageOps, ImageSequence

    Image.MAX_IMAGE_PIXELS = LARGEST // 2  # Pillow raises at twice that
    lines: list[Line] = []
    sure: list[float] = []
    unread: list[str] = []
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
                if number > (1 if picture.format == "GIF" else how.allowance.settings.most_pages):
                    break
                out = io.BytesIO()
                ImageOps.exif_transpose(frame.convert("L")).save(out, "PPM")
                found, confidence = ocr.recognised(out.getvalue())
                sure.append(confidence)
                lines += [Line(words, number, left, top, right, bottom) for words, left, top, right, bottom in found]
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as e:
        raise UnreadableError(f"{name}: a broken or oversized picture ({e}); save it again as PNG") from e
    if not lines:
        raise UnreadableError(f"{name}: a picture without words; take it out, or give its text")
    if min(sure) < ocr.LOW:
        unread.append(f"its words were recognised with little certainty ({min(sure):.0f} of 100); check them against the picture")
    return laid_out(pieces_of(lines, len(sure)), conversion=f"{ocr.version()}, eng", unread=tuple(unread))
