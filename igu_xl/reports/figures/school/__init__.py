"""The figures of the school part: hours of pupils, and what schools are asked for."""
