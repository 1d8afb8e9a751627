"""The school weeks as calendars, each with the least its reader needs."""
