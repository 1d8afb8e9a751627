"""How many people are in practice and wage subsidy at a P-number on a day, and what rimelighedskravet says to it."""
