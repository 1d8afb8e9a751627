"""The Excel face: buttons, cell functions and the macros that call them."""
