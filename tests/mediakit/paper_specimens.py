"""Invented words of the papers made of pieces, and the same with hostile ones."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from mediakit.model import (
    Agreement,
    Annex,
    Change,
    ChangedLine,
    Changes,
    Clause,
    Contacts,
    Fact,
    Facts,
    Figure,
    Figures,
    Illustration,
    Message,
    Paper,
    PaperHead,
    Parties,
    Party,
    Price,
    SizedFormat,
    Table,
    TableCell,
    TableColumn,
    TableRow,
)
from tests.mediakit.specimens import NOTICE, REP, booking

SIDES = Parties(
    (
        Party(("Smart City Mag", "12, rue des Essais", "69003 Lyon"), "Éditeur"),
        Party(("Lumicité SAS", "48, avenue du Réseau", "35000 Rennes"), "Annonceur"),
        Party(("Agence Trait d'Union", "44000 Nantes"), "Agence"),
    ),
    ("", "", "Mandat M-2027-014"),
    "Mandat manquant : la remise professionnelle attend le mandat écrit.",
)
CONTACTS = Contacts("Une question ?", (REP, REP), "Appelez-nous.")
ENGLISH = {
    "amendment": "Amendment no. 1",
    "report": "Insertion report",
    "proposal": "Proposal",
    "statement": "Campaign statement",
    "sheet": "Technical sheet",
    "calendar": "Calendar",
}
FRENCH = {
    "amendment": "Avenant n° 1",
    "report": "Compte rendu d'insertion",
    "proposal": "Proposition",
    "statement": "Relevé de campagne",
    "sheet": "Fiche technique",
    "calendar": "Calendrier",
}


def picture() -> bytes:
    """A page in two colours, as JPEG."""
    image = Image.new("RGB", (210, 297), "#2438E0")
    image.paste("#D7F25C", (20, 20, 190, 140))
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def head(name: str, lang: str) -> PaperHead:
    """The head of a paper, watermarked where it is still to be agreed to."""
    return PaperHead(
        (ENGLISH if lang == "en" else FRENCH)[name],
        "BC-2027-0042-A1",
        ("Émis le 4 janvier 2027", "Valable jusqu'au 31 janvier 2027"),
        "Lumicité SAS",
        "À SIGNER" if name == "amendment" else "",
        NOTICE["en" if lang == "en" else "fr"],
    )


def amendment(lang: str = "fr") -> Paper:
    """What changes of two lines, to be agreed to, the terms annexed."""
    changes = (
        Change("Format", "Pleine page", "Demi-page en largeur"),
        Change("Total HT", "3 347,70 €", "1 784,57 €", is_sum=True),
    )
    lines = (
        ChangedLine("Pleine page, n° 62", changes, "Face sommaire"),
        ChangedLine("Pleine page, n° 63", changes[1:]),
    )
    return Paper(
        head("amendment", lang),
        (
            SIDES,
            Message("Avenant", "1 563,13 € HT de moins.", ("Motif : un lancement.",)),
            Changes(lines, "Avant", "Après", "Ce qui change", "Élément"),
            Figures((Figure("−1 563,13 €", "écart", "HT"),)),
            Message("", "", ("Les autres lignes restent telles quelles.",)),
            Agreement("Anaïs Lefèvre-Dubosc", "", REP),
            Annex("Conditions", (Clause("1. Objet", "Une phrase. " * 30),)),
        ),
    )


def report(lang: str = "fr") -> Paper:
    """What ran, in figures and as a picture."""
    return Paper(
        head("report", lang),
        (
            SIDES,
            Message("Ce qui a paru", "Pleine page : page 12, n° 62 paru le 3 mai."),
            Figures(
                (
                    Figure("12", "page", "n° 62"),
                    Figure("12 400", "exemplaires"),
                    Figure("3 753,60 €", "prix global", "HT"),
                    Figure("3 753,60 €", "prix unitaire", "HT"),
                )
            ),
            Facts((Fact("N° d'engagement", "ENG-2027-800"),), "Vos références"),
            Illustration(
                picture(), "Justificatif : pleine page", "Justificatif\npage 12"
            ),
            CONTACTS,
        ),
    )


def proposal(lang: str = "fr") -> Paper:
    """The advertiser's words, a plan, its price."""
    words = booking(lang)
    columns = (
        TableColumn("Parution", 3),
        TableColumn("Format", 3),
        TableColumn("Montant", 2, "right"),
    )
    cells = (
        TableCell("n° 62", "Rénover"),
        TableCell("Pleine page", "Face sommaire", "jusqu'au 28 janvier"),
        TableCell("3 347,70 €"),
    )
    rows = (TableRow(cells), TableRow(cells, is_sum=True))
    price = Price(words.cascades, words.vat, words.total_excl, words.total_incl)
    return Paper(
        head("proposal", lang),
        (
            Message("Votre situation", "", ("Vous équipez les villes. " * 8,)),
            Message("Votre objectif", "Quarante rendez-vous avant l'été."),
            Table(columns, rows, "Le plan", "Une parution"),
            price,
            CONTACTS,
        ),
    )


def statement(lang: str = "fr") -> Paper:
    """A year without a line, and one of some."""
    columns = (TableColumn("Jour", 1), TableColumn("Net net", 1, "right"))
    row = TableRow((TableCell("4 mai 2027"), TableCell("3 197,70 €")))
    return Paper(
        head("statement", lang),
        (
            SIDES,
            Table(columns, (row,) * 4, "Ce qui a paru"),
            Table(columns, (), "Ce qui reste", empty="Rien n'est réservé."),
        ),
    )


def sheet(lang: str = "fr") -> Paper:
    """A page, a spread, a banner, each to scale."""
    page = SizedFormat(
        "Publi-rédactionnel, page",
        "Page : 210 × 297 mm",
        (2100, 2970),
        "210 × 297 mm",
        (2100, 2970),
        50,
        "fond perdu, 5 mm",
        80,
        "zone tranquille, 8 mm",
        (Fact("Format rogné", "210 × 297 mm"),),
        "Porte la mention « Publicité ».",
    )
    spread = SizedFormat(
        "Double page", "Double page", (4200, 2970), "420 × 297 mm", (2100, 2970)
    )
    banner = SizedFormat("Bannière", "Bannière", (600, 200), "600 × 200 px")
    return Paper(head("sheet", lang), (page, spread, banner))


def calendar(lang: str = "fr") -> Paper:
    """A year: a magazine with three dates an issue, a newsletter month by month."""
    dated = (
        TableColumn("Parution", 5),
        TableColumn("Thème", 8),
        TableColumn("Bouclage", 4),
        TableColumn("Remise", 5),
        TableColumn("Date de parution", 5),
    )
    issues = tuple(
        TableRow(
            (
                TableCell(f"N° {62 + n}"),
                TableCell("La rue et l'eau", "Arbres, ombre", "Diffusé au salon"),
                TableCell("12 février"),
                TableCell("19 février"),
                TableCell("9 mars 2027"),
            )
        )
        for n in range(6)
    )
    often = (
        TableColumn("Mois", 3),
        TableColumn("Dates", 12),
        TableColumn("Nombre", 2, "right"),
    )
    months = tuple(
        TableRow(
            (
                TableCell(f"{month} 2027"),
                TableCell("jeu. 7, jeu. 14, jeu. 21, jeu. 28"),
                TableCell("4"),
            )
        )
        for month in ("Janvier", "Février", "Mars", "Avril", "Mai", "Juin")
    )
    return Paper(
        head("calendar", lang),
        (
            Message("Le magazine des villes", "6 numéros en 2027."),
            Figures((Figure("12 février", "prochain bouclage", "n° 62"),)),
            Table(dated, issues, "Smart City Mag"),
            Table(often, months, "La lettre", lead="Bouclage deux jours avant."),
            CONTACTS,
        ),
    )


PAPERS = {
    "amendment": amendment,
    "report": report,
    "proposal": proposal,
    "statement": statement,
    "sheet": sheet,
    "calendar": calendar,
}
