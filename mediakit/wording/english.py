"""The fixed words in English."""

from __future__ import annotations

from types import MappingProxyType

from mediakit.wording.labels import KitWording, SummaryWording, Wording

ENGLISH = Wording(
    tag="en-GB",
    write_to="Write to {}",
    call="Call {}",
    summary=SummaryWording(
        headings=MappingProxyType({"quote": "Quote", "booking": "Insertion order"}),
        issued="Issued on {}",
        valid="Valid until {}",
        continued="continued",
        seller="Publisher",
        advertiser="Advertiser",
        agency="Agency",
        payer="Payer",
        bill_to="Invoiced to",
        billed_in_name="The invoice bears this name",
        purchase_order="Purchase order",
        engagement="Engagement number",
        service_code="Service code",
        campaign="Campaign",
        lines="Lines",
        issue="Issue",
        what="Format",
        position="Position",
        quantity="Qty",
        unit_price="Card rate",
        vat="VAT",
        amount="Excl. VAT",
        trim="Trim {}",
        materials="Materials due {}",
        rigueur_yes="Guaranteed: yes",
        rigueur_no="Guaranteed: no",
        cascade="The price, step by step",
        conditions="Deadlines and terms",
        total_excl="Total excl. VAT",
        vat_on="{} on {}",
        total_incl="Total incl. VAT",
        agreement="Agreed and accepted",
        agreement_name="Name and position",
        agreement_date="Date",
        agreement_sign="Signature and stamp",
        agreement_name_tip="Name and position of the signatory",
        agreement_date_tip="Date of signature, dd/mm/yyyy",
        agreement_sign_tip="Signature of the advertiser",
        agreement_terms=(
            "Signing accepts the lines, the prices and the terms of this document."
        ),
        signatory="To be signed by",
        agreed="Agreed by",
        size="Size {}",
        contact="Your contact",
        notes="Notes",
        annex="Terms and conditions of sale",
        page="Page {}",
    ),
    kit=KitWording(
        title="Media\nkit",
        cover="Cover",
        cover_alt=("Illustration: a pattern of square tiles in the title’s colours."),
        prepared_for="Prepared for ",
        audience=("Audience", "Who reads,\nin figures."),
        calendar=("Calendar", "The year,\nissue by issue."),
        formats=("Print formats", "Your formats,\nto one scale."),
        sections=MappingProxyType(
            {
                "audience": "Audience",
                "calendar": "Calendar",
                "formats": "Formats",
                "rates": "Rates",
                "offers": "Operations",
                "free": "Available",
                "terms": "Terms",
                "contact": "Contact",
            }
        ),
        heads=MappingProxyType(
            {
                "yours": ("You and us", "What we have\nalready done together."),
                "promise": ("The promise", "Read by those\nwho choose."),
                "readers": ("Readers", "Their part\nin the purchase."),
                "columns": ("Columns", "Pages in which\nto take your place."),
                "digital": ("Digital and newsletter", "On screen,\nto the pixel."),
                "branded": ("Branded content", "You speak,\nand it shows."),
                "events": ("Events", "Meeting people\naround a subject."),
                "packages": ("Packages", "One price,\nand what is in it."),
                "free": ("Availability", "What is\nstill free."),
                "technical": ("Technical data", "The right files\non the right day."),
                "terms": ("Terms", "A price that\nexplains itself."),
            }
        ),
        rates=("Rates", "The price falls\nas presence lasts."),
        contact=("To book", "Two minutes\nto book."),
        calendar_lead=(
            "Three dates for each issue: closing of bookings, materials due, "
            "publication. On the right, what can still be booked."
        ),
        calendar_days=(
            "Three dates for each issue: closing of bookings, materials due, "
            "publication."
        ),
        calendar_dates=(
            "Three dates for each issue: closing of bookings, materials due, "
            "publication; and where it is handed out as well."
        ),
        columns_lead=(
            "Next to what they read. Sample themes are the editors’ own: an "
            "advertisement has no say in them."
        ),
        terms_lead=(
            "Each step is computed on what stands above it and rounded to the cent. "
            "The professional discount goes to the advertiser whose agency holds its "
            "written mandate, last, on the net."
        ),
        formats_lead=(
            "Every format is drawn to the same scale in a page of {}. Bleed is "
            "required wherever the advertisement touches an edge of the page."
        ),
        digital_lead=(
            "Every format is drawn to the same scale, in pixels. Supply the picture "
            "at twice its size for high-definition screens."
        ),
        source="Source: {}",
        issue="Issue",
        theme="Theme",
        closing="Closing",
        materials="Materials",
        publication="Published",
        still_free="Still free",
        free="free",
        optioned="on option",
        sold="sold",
        stamped="Availability {}",
        trim="trim",
        bleed="bleed {}",
        safe="safe area {}",
        scale="10 cm",
        format_alt="{name}: trim {size} mm{bleed}",
        format_bleed=", bleed {} mm",
        digital_alt="{name}: {size} px",
        format="Format",
        example="How a price is computed",
        terms="Terms",
        people="Your contacts",
        go_to="Go to the page {}",
        page="Page {}",
        topics="Our subjects",
        handed_out="Bonus circulation",
        pages="Pages left",
        included="Included",
        not_included="Not included",
        deadlines="Next materials dates",
        label_alt="A page of branded content, the label “{}” at its head",
        card_alt="QR code: the business card of {}",
        card_says="Point your telephone here: the card goes into your contacts.",
        form="Your order",
        form_fields=(
            "Advertiser",
            "Contact, telephone",
            "E-mail",
            "Purchase order",
            "Date",
            "Name, signature",
        ),
        form_columns=("Issue or date", "Format", "Position"),
        yours_columns=("Issue", "Format", "Published"),
    ),
)
