"""The database's own refusal to change a version of a plan that both sides agreed to (see `common.guards`)."""

from throughgate.common.guards import Guard, Guards

VERSION, GOAL, STEP = "casework_planversion", "casework_goal", "casework_step"
REFUSAL = "Both sides have agreed to this version of the plan: write the change as a new version."


def _guard(table: str, event: str, agreed: str) -> Guard:
    return Guard(table, event, agreed, word="agreed", refusal=REFUSAL)


GUARDS = (
    _guard(VERSION, "UPDATE", "OLD.agreed_at IS NOT NULL"),
    _guard(
        GOAL,
        "UPDATE",
        "EXISTS (SELECT 1 FROM casework_planversion v WHERE v.id = OLD.version_id AND v.agreed_at IS NOT NULL)",
    ),
    _guard(
        GOAL,
        "INSERT",
        "EXISTS (SELECT 1 FROM casework_planversion v WHERE v.id = NEW.version_id AND v.agreed_at IS NOT NULL)",
    ),
    _guard(
        STEP,
        "UPDATE",
        "EXISTS (SELECT 1 FROM casework_goal g JOIN casework_planversion v ON v.id = g.version_id "
        "WHERE g.id = OLD.goal_id AND v.agreed_at IS NOT NULL)",
    ),
    _guard(
        STEP,
        "INSERT",
        "EXISTS (SELECT 1 FROM casework_goal g JOIN casework_planversion v ON v.id = g.version_id "
        "WHERE g.id = NEW.goal_id AND v.agreed_at IS NOT NULL)",
    ),
)

PLAN_GUARDS = Guards(GUARDS, needs=(VERSION, GOAL, STEP))
remove_before_migrate, install_after_migrate = PLAN_GUARDS.remove_before_migrate, PLAN_GUARDS.install_after_migrate
