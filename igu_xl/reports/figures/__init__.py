"""The figures of the pages: each is counted in one place, and every table of them is listed in `tables`."""
