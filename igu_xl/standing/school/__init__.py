"""The school plans on a day: which of their rows take a seat in a cohort, and who sits in which cohort in all."""
