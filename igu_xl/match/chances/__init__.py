"""Every way in which a candidate could get a place: what stands in it, what would open it, whether there is room."""
