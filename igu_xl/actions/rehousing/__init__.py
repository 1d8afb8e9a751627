"""`igu move`: a partnership in the earlier layout gets a folder for each partner and one for the secretariat."""
