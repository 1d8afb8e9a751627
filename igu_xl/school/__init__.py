"""When every pupil is at school: the two years of all of them together."""
