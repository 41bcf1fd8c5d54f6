"""The invented words of a media kit's further pages."""

from __future__ import annotations

from collections.abc import Callable

from mediakit.model import (
    Appearance,
    Bars,
    Branded,
    Bundle,
    Claim,
    Column,
    Columns,
    Deadline,
    Donut,
    Events,
    Fact,
    Free,
    FreeIssue,
    Head,
    Meeting,
    Offer,
    Packages,
    Promise,
    Readers,
    Rule,
    RuleGroup,
    Share,
    Space,
    Stack,
    Technical,
    Voice,
    Yours,
)

Words = Callable[[str, str], str]


def words(lang: str) -> Words:
    return lambda french, english: english if lang == "en" else french


def yours(lang: str) -> Yours:
    w = words(lang)
    return Yours(
        figures=(
            Claim("3", w("insertions en 2026", "insertions in 2026"), "", "Magazine"),
            Claim(w("13 529 €", "€13,529"), w("investis", "invested"), ""),
            Claim("2", w("insertions à venir", "insertions to come"), ""),
        ),
        appearances=(
            Appearance("n° 55", w("Pleine page", "Full page"), w("mars", "March")),
            Appearance("n° 61", w("Double page", "Double page"), "2027", "to come"),
        ),
        issues=(free(lang).issues[0],),
        heading=w("Sur votre sujet", "On your subject"),
        head=Head(kicker="Lumicité", title=w("3 insertions\nensemble", "3 together")),
    )


def promise(lang: str) -> Promise:
    w = words(lang)
    return Promise(
        points=(
            Rule(
                w("Ceux qui signent", "Those who sign"),
                w("Le magazine arrive là où le marché se décide.", "On their desk."),
            ),
            Rule(w("Au bon moment", "In time"), w("Avant le salon.", "Before it.")),
            Rule(w("Preuve à l'appui", "With proof"), w("Chiffres sourcés.", "Yes.")),
        ),
        topics=(w("Numérique", "Digital"), w("Écosystème", "Ecosystem")),
        voice=Voice(
            w("On nous a parlé de l'annonce.", "They mentioned the advertisement."),
            "Solène Arzur",
            w("communication, Lumicité", "communication, Lumicité"),
        ),
        head=Head(
            title=w("Ceux qui décident,\nceux qui équipent.", "Those who decide."),
            lead=w("Ils dirigent les services.", "They run the departments."),
        ),
    )


def readers(lang: str) -> Readers:
    w = words(lang)
    source = w("enquête de lectorat, octobre 2026", "readership survey, October 2026")
    shares = (
        Share(w("Signent", "Sign"), "22 %", 0.22),
        Share(w("Préparent", "Prepare"), "30 %", 0.30),
        Share(w("Prescrivent", "Specify"), "48 %", 0.48),
    )
    return Readers(
        Stack(w("Leur rôle", "Their part"), shares, source, highlighted=2),
        Bars(w("Leur fonction", "Their job"), shares, source, highlighted=2),
        Donut(w("Leur organisation", "Their organisation"), shares, source, "22 %"),
        Head(title=w("52 % ont l'achat\nentre les mains.", "52% hold\nthe purchase.")),
    )


def columns(lang: str) -> Columns:
    w = words(lang)
    one = Column(
        w("Numérique", "Digital"),
        w("Ce que la technique change.", "What technology changes."),
        (w("La donnée des compteurs", "Meter data"), w("Un guichet", "One counter")),
    )
    return Columns((one, one, one, one, one), promise(lang).voice)


def branded(lang: str) -> Branded:
    w = words(lang)
    return Branded(
        "Publicité",
        w("La mention figure en tête.", "The label stands at the head."),
        (
            Offer(
                w("Publi-rédactionnel", "Advertorial"),
                w("3 500 signes, trois images", "3,500 characters"),
                w("4 000 €", "€4,000"),
                support=w("Dans le magazine", "In the magazine"),
            ),
            Offer(
                w("Entretien filmé", "Filmed interview"), price=w("3 200 €", "€3,200")
            ),
        ),
        (Rule(w("Écouter", "Listen"), w("Une heure.", "An hour.")),) * 4,
    )


def events(lang: str) -> Events:
    w = words(lang)
    source = w("inscrits présents, 2026", "registered people, 2026")
    meeting = Meeting(
        "15",
        w("avril 2027", "April 2027"),
        w("Les Ateliers de la donnée locale", "Local Data Workshops"),
        "Lyon",
        w("Une journée de cas concrets.", "A day of real cases."),
        Claim("180", w("personnes", "people"), source),
        w("bouclage le 16 mars", "closes on 16 March"),
    )
    return Events(
        (meeting,) * 4,
        (
            Offer(
                w("Formule partenaire", "Partner package"),
                w("Logo, 5 invitations", "Logo, 5 invitations"),
                w("4 900 €", "€4,900"),
                w("par rencontre", "a meeting"),
            ),
        ),
    )


def packages(lang: str) -> Packages:
    w = words(lang)
    one = Bundle(
        w("Année pleine", "Full year"),
        w("18 900 €", "€18,900"),
        (Fact("4 ×", w("Pleine page", "Full page")), Fact("8 ×", "Bannière")),
        (w("Frais techniques", "Technical fees"), w("Couvertures", "Covers")),
        w("Quatre numéros.", "Four issues."),
        w("au lieu de 23 420 €", "instead of €23,420"),
        "−19 %",
    )
    return Packages((one, one, one), w("Prix hors taxes.", "Excluding VAT."), 1)


def free(lang: str) -> Free:
    w = words(lang)
    spaces = (
        Space("C4", w("vendu", "sold"), "sold"),
        Space("C2", w("sous option jusqu'au 12 janv.", "on option"), "optioned"),
        Space("C3", w("libre", "free"), "free"),
        None,
    )
    issue = FreeIssue(
        "n° 61",
        w("Ville sobre", "The sober city"),
        w("bouclage le 29 janv.", "closes on 29 Jan"),
        spaces,
        "16",
        0.66,
        w("votre secteur", "your sector"),
    )
    return Free(
        ("C4", "C2", "C3", w("Face sommaire", "Facing contents")),
        (issue,) * 6,
        w("au 4 janvier 2027 à 9 h 00", "on 4 January 2027 at 09:00"),
        (Fact(w("Lettre", "Newsletter"), w("libre à 3 dates", "free on 3 dates")),) * 3,
        Head(title=w("7 emplacements\nencore libres.", "7 positions\nstill free.")),
    )


def technical(lang: str) -> Technical:
    w = words(lang)
    rule = Rule(w("Fichier", "File"), w("PDF/X-4, une page.", "PDF/X-4, one page."))
    return Technical(
        (
            RuleGroup(w("Annonces imprimées", "Printed ads"), (rule,) * 4),
            RuleGroup(w("Écran", "Screen"), (rule,) * 2),
            RuleGroup(w("Publi-rédactionnels", "Advertorials"), (rule,) * 2),
        ),
        (Deadline(w("11 décembre 2026", "11 December 2026"), "n° 60"),) * 4,
        210,
        297,
        5,
        8,
    )
