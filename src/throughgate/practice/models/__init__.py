from throughgate.practice.models.observation import Observation
from throughgate.practice.models.training import TrainingRecord

__all__ = ["Observation", "TrainingRecord"]
