"""How a text leaves: one small interface, and what comes with Throughgate behind it."""
