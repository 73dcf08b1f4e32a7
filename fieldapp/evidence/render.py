"""Makes one display copy, in a process of its own, because a picture from outside may be built to eat a server.

Run as `python -I render.py SOURCE TARGET EDGE`: the longer edge in pixels. Ends with 0, or with NOT_DISPLAYABLE.
It imports nothing of the program, sets its own limits before it reads a byte, and dies instead of growing.
"""

import resource
import sys
import warnings

NOT_DISPLAYABLE = 3
#: Address space, bytes. Resident memory cannot be more, so no picture brings this process above 300 MB.
MEMORY = 288 * 1024 * 1024
CPU_S = 10
OUTPUT = 8 * 1024 * 1024
#: Phones make up to 50 megapixels; beyond that a picture is kept but not shown.
PIXELS = 50_500_000
FORMATS = ("JPEG", "PNG", "WEBP")


def limit_myself() -> None:
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, OUTPUT), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S + 2))  # at the first comes SIGXCPU; at the last SIGKILL, as from outside


def render(source: str, target: str, edge: int) -> None:
    """Write a JPEG of at most `edge` pixels, upright, without metadata. Raises whatever Pillow raises."""
    from PIL import Image, ImageOps

    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = PIXELS
    with Image.open(source, formats=FORMATS) as picture:
        picture.draft("RGB", (edge, edge))  # a JPEG is decoded at 1/2, 1/4 or 1/8, which is quick and small
        picture.thumbnail((edge, edge))
        upright = ImageOps.exif_transpose(picture)
        if upright.mode in ("RGBA", "LA", "PA", "P"):
            seen = upright.convert("RGBA")
            upright = Image.new("RGB", seen.size, "white")
            upright.paste(seen, mask=seen.getchannel("A"))
        plain = Image.new("RGB", upright.size)  # a new picture carries no EXIF, comment or profile over
        plain.paste(upright.convert("RGB"))
        plain.save(target, "JPEG", quality=82, optimize=True)


def main(arguments: list[str]) -> int:
    limit_myself()
    source, target, edge = arguments
    try:
        render(source, target, int(edge))
    except (Exception, MemoryError):
        return NOT_DISPLAYABLE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
