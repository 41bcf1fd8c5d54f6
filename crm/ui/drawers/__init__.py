"""Drawers from the right: they keep the page behind them."""
