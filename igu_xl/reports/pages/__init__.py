"""What the cells of the notebooks show: the sections of each kind of page."""
