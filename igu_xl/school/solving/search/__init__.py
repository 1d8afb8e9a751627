"""Plans found: by booking seat by seat, and by searching."""
