"""Match, Hvad nu hvis, and why not."""
