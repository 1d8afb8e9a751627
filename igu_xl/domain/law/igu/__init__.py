"""The igu law on one person or a column of people: versions, bases of residence, conditions and their sentences."""
