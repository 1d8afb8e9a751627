"""What is wrong with the school part: packages, cohorts, busy weeks, school plans and absences."""
