"""engtrack: a register of regulatory engagement for the terminal."""

__version__ = "0.1.0"
