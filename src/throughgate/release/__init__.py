"""Through the gate: whether release day can be done, and by what way."""
