"""The invented audience of a media kit."""

from __future__ import annotations

from dataclasses import replace

from mediakit.model import Audience, Bars, Claim, Donut, Fact, Head, Share, Trend


def audience_fr() -> Audience:
    survey = "enquête en ligne, 1 204 répondants, octobre 2026"
    return Audience(
        head=Head(
            lead=(
                "Un lecteur sur deux signe ou prépare un achat public dans l'année. "
                "Ils "
                "dirigent les services, instruisent les marchés et arbitrent les "
                "budgets : c'est avec eux que vos solutions entrent dans la ville."
            )
        ),
        claims=(
            Claim(
                "12 400",
                "exemplaires diffusés",
                "moyenne des six numéros de 2026",
                "par numéro, 6 numéros par an",
            ),
            Claim("41 000", "lecteurs", survey, "taux de circulation 3,3"),
            Claim(
                "18 650",
                "abonnés à la lettre",
                "fichier d'envoi du 22 décembre 2026",
                "chaque mardi, 7 h",
            ),
            Claim(
                "62 %", "décideurs", survey, "directions générales, techniques, élus"
            ),
        ),
        bars=Bars(
            "Leur fonction",
            (
                Share("Directions générales et DGS", "24 %", 0.24),
                Share("Directions techniques, énergie, voirie", "21 %", 0.21),
                Share("Élus", "17 %", 0.17),
                Share("Directions du numérique", "16 %", 0.16),
                Share("Opérateurs et délégataires", "13 %", 0.13),
                Share("Bureaux d'études, AMO", "9 %", 0.09),
            ),
            survey,
            highlighted=3,
        ),
        donut=Donut(
            "Leur organisation",
            (
                Share("Villes et métropoles", "41 %", 0.41),
                Share("Intercommunalités", "19 %", 0.19),
                Share("Départements, régions, État", "8 %", 0.08),
                Share("Entreprises, opérateurs", "23 %", 0.23),
                Share("Conseil, recherche", "9 %", 0.09),
            ),
            survey,
            middle="68 %",
            middle_label="secteur public",
        ),
        newsletter=Trend(
            "La lettre hebdomadaire",
            (
                Share("2022", "7 200", 0.386),
                Share("2023", "9 850", 0.528),
                Share("2024", "12 100", 0.649),
                Share("2025", "14 900", 0.799),
                Share("2026", "18 650", 1),
            ),
            "outil d'envoi, moyenne de 2026, relevée le 22 décembre 2026",
            (
                Fact("ouverture", "38 %"),
                Fact("clics", "6,1 %"),
                Fact("désabonnement", "0,2 %"),
            ),
        ),
    )


def audience_en() -> Audience:
    survey = "online survey, 1,204 replies, October 2026"
    french = audience_fr()
    assert french.bars
    assert french.donut
    assert french.newsletter
    roles = (
        "Chief executives",
        "Technical departments, energy, roads",
        "Elected members",
        "Digital departments",
        "Operators",
        "Consulting engineers",
    )
    places = (
        "Cities",
        "Groups of towns",
        "Counties, regions, State",
        "Companies, operators",
        "Consulting, research",
    )
    return Audience(
        head=Head(
            lead=(
                "One reader in two signs or prepares a public purchase within the "
                "year. "
                "They run departments, write tenders and settle budgets: with them "
                "your "
                "solutions enter the city."
            )
        ),
        claims=(
            Claim(
                "12,400", "copies", "average of six issues, 2026", "six issues a year"
            ),
            Claim("41,000", "readers", survey, "3.3 readers a copy"),
            Claim(
                "18,650",
                "newsletter subscribers",
                "mailing file, 22 December 2026",
                "every Tuesday, 7 am",
            ),
            Claim("62%", "decision makers", survey, "executives, technical, elected"),
        ),
        bars=replace(
            french.bars,
            heading="Their role",
            source=survey,
            shares=tuple(
                replace(share, label=label, value=share.value.replace(" ", ""))
                for label, share in zip(roles, french.bars.shares, strict=True)
            ),
        ),
        donut=replace(
            french.donut,
            heading="Their organisation",
            source=survey,
            middle="68%",
            middle_label="public sector",
            shares=tuple(
                replace(share, label=label, value=share.value.replace(" ", ""))
                for label, share in zip(places, french.donut.shares, strict=True)
            ),
        ),
        newsletter=replace(
            french.newsletter,
            heading="The weekly newsletter",
            source="mailing tool, average of 2026, read on 22 December 2026",
            points=tuple(
                replace(point, value=point.value.replace(" ", ","))
                for point in french.newsletter.points
            ),
            figures=(
                Fact("opened", "38%"),
                Fact("clicked", "6.1%"),
                Fact("unsubscribed", "0.2%"),
            ),
        ),
    )
