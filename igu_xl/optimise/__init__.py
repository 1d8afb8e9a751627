"""What the match and the school plan both stand on: tables given, integer programmes, aims reached."""
