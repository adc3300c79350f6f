"""The QR code of a receipt: a picture in the page itself, without style and without address."""

import io

from django.utils.safestring import SafeString, mark_safe


def code_of(address: str) -> SafeString:
    """As SVG; the modules are drawn as one path, so nothing of the address is markup."""
    import segno

    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, nl=False
    )
    return mark_safe(drawn.getvalue().decode())  # noqa: S308 - figures only
