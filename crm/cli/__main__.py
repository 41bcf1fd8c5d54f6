"""Lets `python -m crm.cli` be the regie command."""

from crm.cli import main

main()
