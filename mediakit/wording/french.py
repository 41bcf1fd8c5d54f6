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
        cover_alt=(
            "Illustration : plan de ville abstrait, façades, rues, parcs et capteurs."
        ),
        prepared_for="Préparé pour ",
        audience=("Audience", "Ceux qui décident,\nceux qui équipent."),
        calendar=("Calendrier", "L’année, numéro\npar numéro."),
        formats=("Formats print", "Vos formats,\nune seule échelle."),
        digital=("Formats numériques", "À l’écran,\nau pixel près."),
        formats_section="Formats",
        rates=("Tarifs", "Le prix baisse\nquand la présence dure."),
        contact=("Contact", "Un prix qui\ns’explique."),
        calendar_lead=(
            "Trois dates par numéro : le bouclage des réservations, la remise des "
            "éléments, la parution. À droite, ce qui peut encore être réservé."
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
    ),
)
