"""The XMP packet: title, author, language, dates, and the claim of PDF/UA-1."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt>
</dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:CreatorTool>{creator}</xmp:CreatorTool><pdf:Producer>{producer}</pdf:Producer>
<pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""

CREATOR = "Régie"
PRODUCER = "ReportLab"


@dataclass(frozen=True, slots=True)
class Metadata:
    """Hold what a document says of itself; ``issued_at`` carries its time zone."""

    title: str
    author: str
    subject: str
    language: str
    issued_at: datetime

    def pdf_date(self) -> str:
        """Return the date as the information dictionary writes it."""
        offset = self.issued_at.strftime("%z") or "+0000"
        return f"D:{self.issued_at:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"

    def xmp(self) -> bytes:
        """Return the packet in UTF-8."""
        offset = self.issued_at.strftime("%z") or "+0000"
        return _PACKET.format(
            title=escape(self.title),
            author=escape(self.author),
            subject=escape(self.subject),
            language=self.language,
            date=f"{self.issued_at:%Y-%m-%dT%H:%M:%S}{offset[:3]}:{offset[3:5]}",
            creator=CREATOR,
            producer=PRODUCER,
        ).encode()
