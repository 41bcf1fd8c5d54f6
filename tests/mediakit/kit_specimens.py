"""The invented words of a media kit, in French and in English."""

from __future__ import annotations

from dataclasses import replace

from mediakit.model import (
    Audience,
    Bars,
    Calendar,
    Cascade,
    Claim,
    Contact,
    Cover,
    Donut,
    Fact,
    FormatDrawing,
    Formats,
    Head,
    IssueRow,
    MediaKit,
    PriceList,
    RateRow,
    Rates,
    RateTable,
    Rule,
    Share,
    Space,
    Step,
    Trend,
)
from tests.mediakit.specimens import NOTICE, REP, worked_steps


def kit(lang: str = "fr") -> MediaKit:
    """A whole kit: every page there is."""
    return _english() if lang == "en" else _french()


def _audience_fr() -> Audience:
    survey = "enquête en ligne, 1 204 répondants, octobre 2026"
    return Audience(
        head=Head(
            lead=(
                "Un lecteur sur deux signe ou prépare un achat public dans l'année. Ils "
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


def _audience_en() -> Audience:
    survey = "online survey, 1,204 replies, October 2026"
    french = _audience_fr()
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
                "One reader in two signs or prepares a public purchase within the year. "
                "They run departments, write tenders and settle budgets: with them your "
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


def _calendar_fr() -> Calendar:
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


def _calendar_en() -> Calendar:
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
            for issue, theme in zip(_calendar_fr().issues, themes, strict=True)
        ),
        stamp="on 4 January 2027 at 09:00",
        rhythms=(
            Fact("Newsletter", "every Tuesday, 7 am; closes on Thursday"),
            Fact("Website", "by the week, Monday to Sunday"),
        ),
    )


_SIZES = (
    ("Double page", "Double page", 420, 297, 5, 8, "7 900"),
    ("Pleine page", "Full page", 210, 297, 5, 8, "4 600"),
    ("1/2 hauteur", "1/2 upright", 102, 297, 5, 8, "2 750"),
    ("1/2 largeur", "1/2 across", 210, 146, 5, 8, "2 750"),
    ("1/3 hauteur", "1/3 upright", 70, 297, 5, 8, "1 950"),
    ("1/4 page", "1/4 page", 92, 132, 0, 8, "1 450"),
    ("Bandeau", "Strip", 210, 65, 5, 8, "1 650"),
)
_SCREENS = (
    ("Bannière de la lettre", "Newsletter banner", 600, 200, "690"),
    ("Pavé du site", "Website rectangle", 300, 250, "420"),
    ("Grand angle", "Half page", 300, 600, "780"),
    ("Bandeau haut", "Top strip", 970, 250, "960"),
)


def _formats(lang: str) -> Formats:
    english = lang == "en"

    def price(words: str) -> str:
        return f"from €{words.replace(' ', ',')}" if english else f"dès {words} €"

    rules = (
        (
            Rule(
                "File",
                "PDF/X-4, one page a file, fonts embedded, crop marks outside the "
                "bleed. Name it: advertiser, issue, format.",
            ),
            Rule(
                "Colour",
                "CMYK, profile PSO Coated v3, total ink 300% at most. Black text in "
                "100% K, overprinting.",
            ),
            Rule(
                "Picture",
                "300 ppi at print size, logos as vectors, rules of 0.25 pt at least. "
                "No text outside the safe area.",
            ),
            Rule(
                "Delivery",
                "On the date printed in your insertion order, to the address it gives. "
                "Proof approved within 48 hours.",
            ),
            Rule("Weight", "150 kB at most; still picture or 15 seconds.", "digital"),
            Rule("File", "JPG, PNG or GIF, sRGB, twice the size shown.", "digital"),
            Rule("Link", "One address, tracked by us, opened in a new tab.", "digital"),
            Rule("Delivery", "Five working days before the send.", "digital"),
        )
        if english
        else (
            Rule(
                "Fichier",
                "PDF/X-4, une page par fichier, polices incorporées, traits de coupe "
                "hors du fond perdu. Nommez-le : annonceur, numéro, format.",
            ),
            Rule(
                "Couleur",
                "CMJN, profil PSO Coated v3, encrage de 300 % au plus. Textes noirs en "
                "100 % K, en surimpression. Tons directs convertis.",
            ),
            Rule(
                "Image",
                "300 ppp à la taille d'impression, logos en vectoriel, filets de "
                "0,25 pt au moins. Aucun texte hors de la zone tranquille.",
            ),
            Rule(
                "Remise",
                "À la date imprimée dans votre bon de commande, à l'adresse qu'il "
                "indique. Épreuve validée sous 48 heures.",
            ),
            Rule("Poids", "150 Ko au plus ; image fixe ou 15 secondes.", "digital"),
            Rule(
                "Fichier", "JPG, PNG ou GIF, sRVB, au double de la taille.", "digital"
            ),
            Rule(
                "Lien", "Une adresse, suivie par nos soins, nouvel onglet.", "digital"
            ),
            Rule("Remise", "Cinq jours ouvrés avant l'envoi.", "digital"),
        )
    )
    return Formats(
        drawings=(
            *(
                FormatDrawing(
                    en if english else fr, w, h, bleed, safe, price=price(words)
                )
                for fr, en, w, h, bleed, safe, words in _SIZES
            ),
            *(
                FormatDrawing(
                    en if english else fr, w, h, kind="digital", price=price(words)
                )
                for fr, en, w, h, words in _SCREENS
            ),
        ),
        rules=rules,
    )


_PRICES = (
    ("Double page", "Double page", "420 × 297", 7900, 7505, 7110, 6320),
    ("Quatrième de couverture", "Back cover", "210 × 297", 6900, 6555, 6210, 5520),
    (
        "Deuxième de couverture",
        "Inside front cover",
        "210 × 297",
        5900,
        5605,
        5310,
        4720,
    ),
    ("Pleine page", "Full page", "210 × 297", 4600, 4370, 4140, 3680),
    ("1/2 page", "1/2 page", "102 × 297 / 210 × 146", 2750, 2612, 2475, 2200),
    ("1/3 page", "1/3 page", "70 × 297", 1950, 1852, 1755, 1560),
    ("Bandeau", "Strip", "210 × 65", 1650, 1567, 1485, 1320),
    ("1/4 page", "1/4 page", "92 × 132", 1450, 1377, 1305, 1160),
)


def _rates(lang: str) -> Rates:
    english = lang == "en"

    def money(euros: int) -> str:
        return f"€{euros:,}" if english else f"{euros:,} €".replace(",", " ")

    lists = (
        (
            PriceList(
                "Premiums",
                (
                    Fact("Guaranteed position", "+10%"),
                    Fact("Facing contents", "+15%"),
                    Fact("Right-hand page", "+5%"),
                ),
            ),
            PriceList(
                "Discounts",
                (
                    Fact("2–3 insertions", "−5%"),
                    Fact("4–5 insertions", "−10%"),
                    Fact("8 insertions and more", "−20%"),
                    Fact("Agency with a mandate", "−15%"),
                ),
            ),
            PriceList(
                "Newsletter",
                (
                    Fact("Banner 600 × 200, one send", "€690"),
                    Fact("Sponsored article", "€1,250"),
                    Fact("Dedicated send", "€2,900"),
                ),
            ),
            PriceList(
                "Website, a week",
                (
                    Fact("Top strip 970 × 250", "€960"),
                    Fact("Half page 300 × 600", "€780"),
                    Fact("Rectangle 300 × 250", "€420"),
                ),
            ),
        )
        if english
        else (
            PriceList(
                "Emplacements",
                (
                    Fact("Emplacement de rigueur", "+ 10 %"),
                    Fact("Face sommaire ou édito", "+ 15 %"),
                    Fact("Recto garanti", "+ 5 %"),
                ),
            ),
            PriceList(
                "Remises",
                (
                    Fact("2 ou 3 parutions", "− 5 %"),
                    Fact("4 ou 5 parutions", "− 10 %"),
                    Fact("8 parutions et plus", "− 20 %"),
                    Fact("Agence mandatée", "− 15 %"),
                ),
            ),
            PriceList(
                "La lettre",
                (
                    Fact("Bannière 600 × 200, un envoi", "690 €"),
                    Fact("Publi-rédactionnel", "1 250 €"),
                    Fact("Envoi dédié", "2 900 €"),
                ),
            ),
            PriceList(
                "Le site, à la semaine",
                (
                    Fact("Bandeau haut 970 × 250", "960 €"),
                    Fact("Grand angle 300 × 600", "780 €"),
                    Fact("Pavé 300 × 250", "420 €"),
                ),
            ),
        )
    )
    return Rates(
        head=Head(
            kicker="Rates 2027" if english else "Tarifs 2027",
            lead=(
                "Card rates in euros, excluding VAT, for one insertion, after the "
                "frequency discount. Frequency counts over the calendar year."
                if english
                else "Tarifs hors taxes en euros, par parution, remise de fréquence "
                "déduite. La fréquence se compte sur l'année civile, tous formats "
                "confondus."
            ),
        ),
        table=RateTable(
            columns=(
                ("1 insertion", "2–3 insertions", "4–5 insertions", "8 and more")
                if english
                else ("1 parution", "2 ou 3", "4 ou 5", "8 et plus")
            ),
            detail_heading="Trim (mm)" if english else "Rogné (mm)",
            rows=tuple(
                RateRow(en if english else fr, trim, tuple(map(money, prices)))
                for fr, en, trim, *prices in _PRICES
            ),
            highlighted=2,
            badge="Most chosen" if english else "Le plus choisi",
        ),
        lists=lists,
    )


def _contact(lang: str) -> Contact:
    if lang == "en":
        return Contact(
            cascade=Cascade(
                "Full page, facing contents",
                (
                    *worked_steps("en"),
                    Step("VAT", "€669.54", "€3,347.70", "20%"),
                    Step("Total incl. VAT", "€4,017.24", kind="sum"),
                ),
            ),
            people=(replace(REP, job="advertising director"),),
            explanation=(
                "Premiums first, then discounts in the order of the rate card, then the "
                "professional discount of an agency with a mandate. Fees stand apart."
            ),
            terms=(
                "Terms of sale of 1 January 2027, version 3. Prices exclude VAT. "
                "Cancellation free of charge until eight weeks before publication."
            ),
            order=(
                Rule("Ask", "A quote is valid for thirty days."),
                Rule("Hold", "An option holds the space until its date, 23:59."),
                Rule("Sign", "The insertion order, by hand or on screen."),
                Rule("Deliver", "Your materials on the date it prints."),
            ),
        )
    return Contact(
        cascade=Cascade(
            "Pleine page, face sommaire",
            (
                *worked_steps(),
                Step("TVA", "669,54 €", "3 347,70 €", "20 %"),
                Step("Total TTC", "4 017,24 €", kind="sum"),
            ),
        ),
        people=(REP,),
        explanation=(
            "D'abord les majorations, puis les remises dans l'ordre du tarif, enfin la "
            "remise professionnelle de l'agence mandatée. Les frais restent à part."
        ),
        terms=(
            "Conditions générales de vente du 1er janvier 2027, version 3. Prix hors "
            "taxes. Annulation sans frais jusqu'à huit semaines avant la parution."
        ),
        order=(
            Rule("Demandez", "Un devis reste valable trente jours."),
            Rule("Retenez", "Une option tient l'espace jusqu'à sa date, 23 h 59."),
            Rule("Signez", "Le bon de commande, à la main ou à l'écran."),
            Rule("Remettez", "Vos éléments à la date qu'il imprime."),
        ),
    )


def _french() -> MediaKit:
    return MediaKit(
        year="2027",
        tagline=(
            "Le magazine des villes et des territoires connectés et durables : énergie, "
            "mobilité, données, services aux habitants."
        ),
        prepared_for="Lumicité",
        dated="4 janvier 2027",
        person=REP,
        notice=NOTICE["fr"],
        pages=(
            Cover(),
            _audience_fr(),
            _calendar_fr(),
            _formats("fr"),
            _rates("fr"),
            _contact("fr"),
        ),
    )


def _english() -> MediaKit:
    return replace(
        _french(),
        tagline=(
            "The magazine of connected and sustainable cities: energy, mobility, data, "
            "services to residents."
        ),
        dated="4 January 2027",
        notice=NOTICE["en"],
        pages=(
            Cover(),
            _audience_en(),
            _calendar_en(),
            _formats("en"),
            _rates("en"),
            _contact("en"),
        ),
    )
