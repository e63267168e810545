"""Two ways to the same results, with one face: from sums (any size) and from people one by one (in memory)."""

from .ground import Comparison, Ground, Lives, prepare
from .rows import MatchedRows
from .sums import SummedRadius

__all__ = ["Comparison", "Ground", "Lives", "MatchedRows", "SummedRadius", "prepare"]
