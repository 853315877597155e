"""The PictureMaker port over Pillow."""

import io
import warnings
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from contracts.wire.refusals import Refusal, Refused
from hub.core.ports.pictures import LARGEST_SIDE, LARGEST_UPLOAD, Picture

FORMATS: Final = ("PNG", "JPEG", "WEBP")
"""What is read: raster formats that telephones make; no vectors, no scripts, no animation."""
MOST_PIXELS: Final = 24_000_000
"""Of an upload: 72 MB once unpacked; a small file may claim far more."""


class PillowPictures:
    """Reads an upload and writes its pixels anew."""

    def remake(self, upload: bytes) -> Picture:
        """Return the picture that *upload* shows, small; refuse what is no picture of ours."""
        if len(upload) > LARGEST_UPLOAD:
            raise Refused(Refusal.TOO_LARGE, f"a picture of {len(upload)} bytes")
        try:
            with warnings.catch_warnings():
                # We judge the size ourselves, before a pixel is unpacked.
                warnings.simplefilter("ignore")
                return _remade(upload)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, OverflowError) as error:
            raise _refused("not a picture that can be read") from error
        except Image.DecompressionBombError as error:
            raise _refused("too many pixels") from error


def _remade(upload: bytes) -> Picture:
    with Image.open(io.BytesIO(upload), formats=FORMATS) as found:
        width, height = found.size
        if width * height > MOST_PIXELS:
            raise _refused(f"{width} x {height} pixels")
        if found.format == "JPEG":
            found.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))  # unpacks less of a large photo
        upright = ImageOps.exif_transpose(found)
        upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
        clear = "A" in upright.getbands() or "transparency" in upright.info
        pixels = upright.convert("RGBA" if clear else "RGB")
    # A picture without a history: no EXIF, no place where a photo was taken, no profile.
    fresh = Image.new(pixels.mode, pixels.size)
    fresh.paste(pixels)
    out = io.BytesIO()
    fresh.save(out, "WEBP", quality=82, method=4)
    return Picture("image/webp", out.getvalue())


def _refused(detail: str) -> Refused:
    return Refused(Refusal.VALIDATION, f"picture: {detail}")
