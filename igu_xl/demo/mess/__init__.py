"""All that real sheets have and a clean table has not."""
