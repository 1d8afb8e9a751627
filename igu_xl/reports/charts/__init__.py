"""Charts in the house style, drawn from protected tables only."""
