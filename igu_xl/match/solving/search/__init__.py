"""The search for a plan, from a first one to the last proof."""
