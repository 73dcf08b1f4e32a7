"""The QR code of a paper: the address of the public page that says whether it stands."""

import io

import segno


def address(origin: str, verify_code: str) -> str:
    return f"{origin}/v/{verify_code}"


def as_svg(url: str) -> str:
    """A drawing in black with the quiet zone of four modules that readers need (ISO/IEC 18004); the same for the same address."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", border=4, xmldecl=False, svgns=True, nl=False, omitsize=True)
    return out.getvalue().decode()


def as_data_uri(url: str) -> str:
    return segno.make(url, error="m", micro=False).svg_data_uri(border=4, omitsize=True)
