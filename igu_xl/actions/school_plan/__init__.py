"""The school plan that was made last: how it is kept, who does not reach the school part by it, and what it changed."""
