"""Skoleplan: all igu pupils' school weeks planned together, kept until the next plan, and what schools are told."""
