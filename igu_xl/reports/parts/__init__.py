"""What every page is put together from: headings, cards, tables, charts, texts, and their sheets to download."""
