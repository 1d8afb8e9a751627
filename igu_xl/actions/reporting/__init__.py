"""Rapport and Matchrapport: keep the data, make the pages, on a schedule or when asked."""
