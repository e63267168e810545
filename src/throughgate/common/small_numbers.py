"""The one number below which figures over people are not told to those who may not open the records behind them."""

from typing import Final

FEWEST: Final = 5
