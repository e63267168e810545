from datetime import date
from typing import Any

from throughgate.release.forms.first_week import PeriodForm
from throughgate.release.rules.gate_figures import periods, whole_quarters


class DueForm(PeriodForm):
    """Of what time. Whoever reads only what may be told chooses among quarters that are over."""

    def __init__(self, data: Any, *, today: date, withholds: bool) -> None:
        super().__init__(data, offered=whole_quarters(today) if withholds else periods(today), free=not withholds)
        self.fields["period"].label = "What fell due in"
        if self.is_bound:
            self.full_clean()
