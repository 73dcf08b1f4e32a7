"""Files that people choose: a photo as large as phones make them, and something that only has a photo's name."""

import io
from random import Random

from PIL import Image

HTML = b"<!doctype html><html><body><script>alert(document.domain)</script></body></html>\n" * 20


def photo(seed: int = 1, side: tuple[int, int] = (4000, 3000)) -> bytes:
    """A 12-megapixel JPEG of about 3 MB with the EXIF of a phone; the same seed gives the same bytes."""
    small = (side[0] // 4, side[1] // 4)
    noise = Image.frombytes("RGB", small, Random(seed).randbytes(small[0] * small[1] * 3)).resize(side, Image.Resampling.BILINEAR)
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=70, exif=phone_exif())
    return out.getvalue()


def phone_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112], exif[0x0132] = "Example", "Example Phone 5", 1, "2026:11:20 09:12:33"
    exif.get_ifd(0x8769)[0x9003] = "2026:11:20 09:12:33"
    return exif


def small_photo(seed: int = 1) -> bytes:
    """A JPEG of some 20 kB, for stories in which its size does not matter."""
    return photo(seed, (320, 240))
