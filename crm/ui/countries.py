"""The countries one chooses from."""

from __future__ import annotations

COUNTRIES = {
    "FR": "France",
    "GP": "Guadeloupe",
    "MQ": "Martinique",
    "GF": "Guyane",
    "RE": "La Réunion",
    "YT": "Mayotte",
    "NC": "Nouvelle-Calédonie",
    "PF": "Polynésie française",
    "MC": "Monaco",
    "BE": "Belgique",
    "LU": "Luxembourg",
    "CH": "Suisse",
    "DE": "Deutschland",
    "ES": "España",
    "IT": "Italia",
    "NL": "Nederland",
    "PT": "Portugal",
    "GB": "United Kingdom",
}
"""Countries as they call themselves, the nearest first."""
