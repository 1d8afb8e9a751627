"""A school plan as arrays: what each pupil may attend, and what that gives."""
