from throughgate.learning.models.feedback import Answer, Feedback, How, KeptAnswer, OpenAnswer
from throughgate.learning.models.log import Finding, LogChange, LogCheck, LogEnding, LogItem, LogNote, Part, Source
from throughgate.learning.models.wall import WallLine, WallPage

__all__ = [
    "Answer",
    "Feedback",
    "Finding",
    "How",
    "KeptAnswer",
    "LogChange",
    "LogCheck",
    "LogEnding",
    "LogItem",
    "LogNote",
    "OpenAnswer",
    "Part",
    "Source",
    "WallLine",
    "WallPage",
]
