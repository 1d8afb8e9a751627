"""A person's data: forgotten on request or after a time, and shown; and CPR numbers taken out of the copies."""
