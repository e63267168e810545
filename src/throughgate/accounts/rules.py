"""What each role is for, in words, and what must stay true of the accounts as a whole. Pure."""

from collections.abc import Mapping

from throughgate.accounts.models import Role

# What a role does and sees, in a sentence; the policy in `access` is what decides.
ROLE_SENTENCES: Mapping[str, str] = {
    Role.MANAGER: "Leads a site: sees everyone there, decides who works with whom, reads the audit trail.",
    Role.CASEWORKER: "Walks with people from custody to a settled life: sees their site, records for their caseload.",
    Role.COUNSELLOR: "Gives therapy: keeps clinical notes that only they and their manager can read.",
    Role.VOLUNTEER: "Mentors or drives: sees only the people they are matched with, and records how a meeting went.",
    Role.EVALUATOR: "Finds out whether programmes work, from files without names; sees nobody’s record.",
    Role.ADMINISTRATOR: "Looks after accounts and programmes and reads the audit trail; sees nobody’s record.",
}
# Roles that can hold a caseload, and those that are enough for somebody by themselves: whoever has a volunteer alone
# counts as without a worker.
WORKS_WITH_PEOPLE = frozenset({Role.MANAGER, Role.CASEWORKER, Role.COUNSELLOR, Role.VOLUNTEER})
WORKS_ALONE = WORKS_WITH_PEOPLE - {Role.VOLUNTEER}
# As what somebody is on a record without being who works with the person: by its code, as people's rows are above us.
NO_WORKER = "driver"


class AccountRuleError(Exception):
    """A change of accounts that would leave the organisation worse off. The message is for whoever asked."""


class LastAdministratorError(AccountRuleError):
    def __init__(self) -> None:
        super().__init__(
            "This is the last administrator. "
            "Make someone else an administrator first, so that accounts can still be managed."
        )


class OwnAccountError(AccountRuleError):
    def __init__(self) -> None:
        super().__init__("You cannot close your own account or change your own role. Ask another administrator.")


class PeopleLeftAloneError(AccountRuleError):
    """People whose only worker is leaving. Carries their references, which say nothing about them."""

    def __init__(self, refs: list[str]):
        self.refs = refs
        count = "1 person" if len(refs) == 1 else f"{len(refs)} people"
        super().__init__(
            f"{count} would be left without a worker. A manager of their site has to hand them over first."
        )


class SitesLeftUnmanagedError(AccountRuleError):
    def __init__(self, sites: list[str]) -> None:
        super().__init__(
            f"Nobody else manages {', '.join(sites)}. Give the people there another manager first: without one nobody "
            "sees who is without a worker, or can hand people on."
        )


class OwnManagerError(AccountRuleError):
    def __init__(self) -> None:
        super().__init__("Nobody can be their own line manager, directly or through others.")


def check_administrator_left(*, is_administrator: bool, stays_administrator: bool, other_administrators: int) -> None:
    if is_administrator and not stays_administrator and other_administrators == 0:
        raise LastAdministratorError()


def check_line(account: int | None, manager: int | None, managers: Mapping[int, int | None]) -> None:
    """`managers` maps each account to its line manager; raises where `manager` would close a circle."""
    seen: set[int] = set()
    while manager is not None and manager not in seen:
        if manager == account:
            raise OwnManagerError()
        seen.add(manager)
        manager = managers.get(manager)


def stops_working_with_people(before: str, after: str) -> bool:
    """Whether the change leaves their people with less than they had."""
    return any(before in roles and after not in roles for roles in (WORKS_WITH_PEOPLE, WORKS_ALONE))
