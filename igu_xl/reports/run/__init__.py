"""The run of a month: from notebooks to a published folder, its record, and its log."""
