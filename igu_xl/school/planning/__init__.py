"""From a checked partnership to the tables of the engine, and from its plan to one of each placement."""
