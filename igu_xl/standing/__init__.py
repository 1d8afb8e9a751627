"""How the partnership stands on a day, as it was known on a day: the one source of every number and word about it."""
