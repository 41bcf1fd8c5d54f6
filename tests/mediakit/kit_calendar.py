"""The invented calendar of a media kit."""

from __future__ import annotations

from dataclasses import replace

from mediakit.model import Calendar, Fact, IssueRow, Space

_ISSUES = (
    ("n° 61", "Eau, sobriété et réseaux", "Carrefour de l'eau", "29 janv.", "12 févr."),
    ("n° 62", "Rénover l'éclairage public", "Salon AMIF", "26 mars", "9 avril"),
    (
        "n° 63",
        "Mobilités du quotidien",
        "Ateliers du Smart Cities Tour",
        "28 mai",
        "11 juin",
    ),
    ("n° 64", "Données et intelligence territoriale", "", "30 juil.", "13 août"),
    (
        "n° 65",
        "Bâtiments publics bas carbone",
        "Salon des maires",
        "24 sept.",
        "8 oct.",
    ),
    ("n° 66", "Cybersécurité des collectivités", "", "19 nov.", "3 déc."),
)
_OUT = (
    "4 mars 2027",
    "4 mai 2027",
    "5 juil. 2027",
    "6 sept. 2027",
    "3 nov. 2027",
    "5 janv. 2028",
)


def calendar_fr() -> Calendar:
    spaces = (
        (
            Space("C4", "vendue", "sold"),
            Space("C2", "sous option jusqu'au 12 janv.", "optioned"),
            Space("Face sommaire", "libre", "free"),
            Space("Pages", "9 libres sur 24", "free"),
        ),
        (
            Space("C4", "sous option jusqu'au 31 janv.", "optioned"),
            Space("C2", "libre", "free"),
            Space("Pages", "14 libres sur 24", "free"),
        ),
        (
            Space("C4", "libre", "free"),
            Space("C2", "libre", "free"),
            Space("C3", "libre", "free"),
            Space("Pages", "21 libres sur 24", "free"),
        ),
        (Space("C4", "libre", "free"), Space("Pages", "24 libres sur 24", "free")),
        (
            Space("C4", "vendue", "sold"),
            Space("C2", "vendue", "sold"),
            Space("Pages", "17 libres sur 24", "free"),
        ),
        (Space("C4", "libre", "free"), Space("Pages", "24 libres sur 24", "free")),
    )
    return Calendar(
        issues=tuple(
            IssueRow(
                number,
                theme,
                closing,
                materials,
                out,
                f"Diffusion bonus : {bonus}" if bonus else "",
                free,
            )
            for (number, theme, bonus, closing, materials), out, free in zip(
                _ISSUES, _OUT, spaces, strict=True
            )
        ),
        stamp="au 4 janvier 2027 à 9 h 00",
        rhythms=(
            Fact("La lettre", "chaque mardi, 7 h ; bouclage le jeudi"),
            Fact("Le site", "à la semaine, du lundi au dimanche"),
            Fact("L'agenda", "neuf rendez-vous en 2027"),
        ),
    )


def _english_date(date: str) -> str:
    months = {
        "janv.": "Jan",
        "févr.": "Feb",
        "mars": "March",
        "avril": "April",
        "mai": "May",
        "juin": "June",
        "juil.": "July",
        "août": "Aug",
        "sept.": "Sept",
        "oct.": "Oct",
        "nov.": "Nov",
        "déc.": "Dec",
    }
    return " ".join(months.get(word, word) for word in date.split())


def calendar_en() -> Calendar:
    themes = (
        "Water, restraint and networks",
        "Renewing public lighting",
        "Everyday mobility",
        "Data and local intelligence",
        "Low-carbon public buildings",
        "Cybersecurity of local government",
    )
    words = {"sold": "sold", "optioned": "on option until 12 Jan", "free": "free"}
    names = {"Face sommaire": "Facing contents", "Pages": "Pages"}
    return Calendar(
        issues=tuple(
            replace(
                issue,
                number=issue.number.replace("n°", "No."),
                theme=theme,
                closing=_english_date(issue.closing),
                materials=_english_date(issue.materials),
                publication=_english_date(issue.publication),
                bonus=issue.bonus.replace("Diffusion bonus :", "Bonus circulation:"),
                spaces=tuple(
                    Space(
                        names.get(space.position, space.position),
                        space.words.replace("libres sur", "free of")
                        if space.position == "Pages"
                        else words[space.state],
                        space.state,
                    )
                    for space in issue.spaces
                ),
            )
            for issue, theme in zip(calendar_fr().issues, themes, strict=True)
        ),
        stamp="on 4 January 2027 at 09:00",
        rhythms=(
            Fact("Newsletter", "every Tuesday, 7 am; closes on Thursday"),
            Fact("Website", "by the week, Monday to Sunday"),
        ),
    )
