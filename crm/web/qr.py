"""A QR code as a drawing inside a page: one path, dark on light in every theme."""

from __future__ import annotations

from html import escape

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

QUIET = 4
"""Light modules around the code: what ISO/IEC 18004 asks for."""


def draw_qr(text: str, title: str) -> str:
    """Draw a text as an SVG; `title` is read to whoever does not see it."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    count = code.getModuleCount()
    dark = "".join(
        f"M{column + QUIET} {row + QUIET}h1v1h-1z"
        for row in range(count)
        for column in range(count)
        if code.isDark(row, column)
    )
    side = count + 2 * QUIET
    return (
        f'<svg class="qr" role="img" aria-label="{escape(title)}" '
        f'viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<rect width="{side}" height="{side}" fill="#FFF"/>'
        f'<path d="{dark}" fill="#0C1B2A"/></svg>'
    )
