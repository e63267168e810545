"""An analysis plan of an invented evaluation."""

from __future__ import annotations

PLAN = """\
plan: 1
title: Mentors at the gate
question: Do people with a mentor reoffend less within a year?
theory:
  - activity: A mentor meets each person
    mechanism: somebody is there to ring
    outcome: fewer reoffend
    shown_by: reoffended
people:
  treated: in_programme
  who: met a mentor twice
  compared_with: others released in the same months
  from: 2026-01-01
  to: 2026-12-31
  index_date: released_on
covariates: [age, prior_convictions, area]
categorical: area
interactions: [age:prior_convictions, age^2]
method:
  name: nearest
  caliper: 0.1
  ratio: 2
  replace: yes
  exact: [gender]
outcomes:
  - column: reoffended
    kind: rate
    label: a proven reoffence
    expect: lower
  - name: time_to_reoffence
    time: days
    event: reoffended
    role: secondary
subgroups: [gender]
correction: holm
follow_up: {days: 365, data_until: 2028-06-30}
needed: {people: 300, smallest_difference: a fall from 30 to 20 in 100}
"""
