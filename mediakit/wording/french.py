"""The fixed words in French."""

from __future__ import annotations

from types import MappingProxyType

from mediakit.wording.labels import KitWording, SummaryWording, Wording

FRENCH = Wording(
    tag="fr-FR",
    write_to="Écrire à {}",
    call="Appeler {}",
    summary=SummaryWording(
        headings=MappingProxyType({"quote": "Devis", "booking": "Bon de commande"}),
        issued="Émis le {}",
        valid="Valable jusqu’au {}",
        continued="suite",
        seller="Éditeur",
        advertiser="Annonceur",
        agency="Agence mandataire",
        payer="Payeur",
        bill_to="Facture au nom de",
        billed_in_name="Facture établie à son nom",
        purchase_order="Votre n° de commande",
        engagement="N° d’engagement",
        service_code="Code service",
        campaign="Campagne",
        lines="Lignes",
        issue="Parution",
        what="Format",
        position="Emplacement",
        quantity="Qté",
        unit_price="Tarif unitaire",
        vat="TVA",
        amount="Total HT",
        trim="Rogné {}",
        materials="Éléments attendus le {}",
        rigueur_yes="De rigueur : oui",
        rigueur_no="De rigueur : non",
        cascade="Le prix, étape par étape",
        conditions="Échéances et conditions",
        total_excl="Total HT",
        vat_on="{} sur {}",
        total_incl="Total TTC",
        agreement="Bon pour accord",
        agreement_name="Nom et qualité",
        agreement_date="Date",
        agreement_sign="Signature et cachet",
        agreement_name_tip="Nom et qualité du signataire",
        agreement_date_tip="Date de signature, jj/mm/aaaa",
        agreement_sign_tip="Signature de l’annonceur",
        agreement_terms=(
            "La signature vaut accord sur les lignes, les prix et les conditions "
            "de ce document."
        ),
        signatory="À signer par",
        agreed="Accord de",
        size="Taille {}",
        contact="Votre contact",
        notes="Remarques",
        annex="Conditions générales de vente",
        page="Page {}",
    ),
    kit=KitWording(
        title="Kit\nmédia",
        cover="Couverture",
        cover_alt=("Illustration : un motif de carreaux aux couleurs du titre."),
        prepared_for="Préparé pour ",
        audience=("Audience", "Ceux qui lisent,\nen chiffres."),
        calendar=("Calendrier", "L’année, numéro\npar numéro."),
        formats=("Formats print", "Vos formats,\nune seule échelle."),
        sections=MappingProxyType(
            {
                "audience": "Audience",
                "calendar": "Calendrier",
                "formats": "Formats",
                "rates": "Tarifs",
                "offers": "Opérations",
                "free": "Disponibilités",
                "terms": "Conditions",
                "contact": "Contact",
            }
        ),
        heads=MappingProxyType(
            {
                "yours": ("Vous et nous", "Ce que nous avons\ndéjà fait ensemble."),
                "promise": ("La promesse", "Lu par ceux\nqui choisissent."),
                "readers": ("Lecteurs", "Leur rôle\ndans l’achat."),
                "columns": ("Rubriques", "Des pages\noù prendre place."),
                "digital": ("Numérique et lettre", "À l’écran,\nau pixel près."),
                "branded": ("Contenu de marque", "Vous parlez,\net cela se voit."),
                "events": ("Événements", "Se rencontrer\nautour d’un sujet."),
                "packages": ("Formules", "Un prix,\net ce qu’il contient."),
                "free": ("Disponibilités", "Ce qui est\nencore libre."),
                "technical": ("Technique", "Les bons fichiers,\nle bon jour."),
                "terms": ("Conditions", "Un prix qui\ns’explique."),
            }
        ),
        rates=("Tarifs", "Le prix baisse\nquand la présence dure."),
        contact=("Réserver", "Deux minutes\npour réserver."),
        calendar_lead=(
            "Trois dates par numéro : le bouclage des réservations, la remise des "
            "éléments, la parution. À droite, ce qui peut encore être réservé."
        ),
        calendar_days=(
            "Trois dates par numéro : le bouclage des réservations, la remise des "
            "éléments, la parution."
        ),
        calendar_dates=(
            "Trois dates par numéro : le bouclage des réservations, la remise des "
            "éléments, la parution ; et les rencontres où le numéro part aussi."
        ),
        columns_lead=(
            "À côté de ce qu’ils lisent. Les exemples de sujets sont ceux de la "
            "rédaction : une annonce n’y change rien."
        ),
        terms_lead=(
            "Chaque étape se calcule sur ce qui la précède et s’arrondit au centime. "
            "La remise professionnelle revient à l’annonceur dont l’agence tient son "
            "mandat écrit, en dernier, sur le net."
        ),
        formats_lead=(
            "Chaque format est dessiné à la même échelle dans une page de {}. Le fond "
            "perdu est obligatoire dès que l’annonce touche un bord de la page."
        ),
        digital_lead=(
            "Chaque format est dessiné à la même échelle, en pixels. Fournissez "
            "l’image au double de sa taille pour les écrans à haute définition."
        ),
        source="Source : {}",
        issue="Numéro",
        theme="Dossier",
        closing="Bouclage",
        materials="Éléments",
        publication="Parution",
        still_free="Encore libre",
        free="libre",
        optioned="sous option",
        sold="vendu",
        stamped="Disponibilités {}",
        trim="format rogné",
        bleed="fond perdu {}",
        safe="zone tranquille {}",
        scale="10 cm",
        format_alt="{name} : format rogné {size} mm{bleed}",
        format_bleed=", fond perdu {} mm",
        digital_alt="{name} : {size} px",
        format="Format",
        example="Comment se calcule un prix",
        terms="Conditions",
        people="Vos contacts",
        go_to="Aller à la page {}",
        page="Page {}",
        topics="Nos sujets",
        handed_out="Diffusion complémentaire",
        pages="Pages libres",
        included="Compris",
        not_included="Non compris",
        deadlines="Prochaines remises",
        label_alt="Une page de contenu de marque, la mention « {} » en tête",
        card_alt="Code QR : la carte de visite de {}",
        card_says=("Visez avec votre téléphone : la carte entre dans vos contacts."),
        form="Votre commande",
        form_fields=(
            "Annonceur",
            "Contact, téléphone",
            "E-mail",
            "Bon de commande",
            "Date",
            "Nom, signature",
        ),
        form_columns=("Parution ou date", "Format", "Emplacement"),
        yours_columns=("Parution", "Format", "Date"),
    ),
)
