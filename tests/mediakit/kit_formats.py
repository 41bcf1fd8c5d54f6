"""The invented formats of a media kit, in print and on screen."""

from __future__ import annotations

from mediakit.model import Claim, Digital, Fact, FormatDrawing, Formats, Rule

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


def _price(words: str, *, english: bool) -> str:
    return f"from €{words.replace(' ', ',')}" if english else f"dès {words} €"


def _rules(*, english: bool) -> tuple[Rule, ...]:
    return (
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


def formats(lang: str) -> Formats:
    english = lang == "en"
    rules = _rules(english=english)
    return Formats(
        drawings=tuple(
            FormatDrawing(
                en if english else fr,
                *(w, h, bleed, safe),
                price=_price(words, english=english),
            )
            for fr, en, w, h, bleed, safe, words in _SIZES
        ),
        rules=tuple(rule for rule in rules if rule.kind == "print"),
    )


def digital(lang: str) -> Digital:
    english = lang == "en"
    rules = _rules(english=english)
    source = "Demonstration" if english else "Démonstration"
    return Digital(
        drawings=tuple(
            FormatDrawing(
                en if english else fr,
                *(w, h),
                kind="digital",
                price=_price(words, english=english),
            )
            for fr, en, w, h, words in _SCREENS
        ),
        claims=(
            Claim("18 650", "subscribers" if english else "abonnés", source),
            Claim("38 %", "open rate" if english else "ouverture", source),
            Claim("21 400", "visitors a month" if english else "visiteurs", source),
        ),
        rates=(
            Fact("Sponsored article", "€1,250")
            if english
            else Fact("Article sponsorisé", "1 250 €"),
        ),
        rates_heading="Written" if english else "Écrit",
        rules=tuple(rule for rule in rules if rule.kind == "digital"),
    )
