"""Spreadsheet-native toolkit that places refugees in igu, wage-subsidy jobs and company practice."""

__version__ = "0.1.0"
