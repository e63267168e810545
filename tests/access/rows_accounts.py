"""Signing in, one's own account, and the accounts of the staff."""

from tests.access.matrix import Row, everyone, only

ADMIN = only("administrator")
ADMIN_DONE = only("administrator", status=302)


def _volunteer(world):
    return {"ref": world.users["volunteer"].ref}


def _new_account(world):
    return {"name": "Nora New", "email": "nora@example.org", "role": "caseworker"}


ROWS = [
    # For visitors; who is signed in is sent on.
    Row("account_login", "get", everyone(302), public=True),
    Row("account_signup", "get", everyone(302), public=True),
    Row("account_inactive", "get", everyone(200), public=True),
    Row("account_reset_password", "get", everyone(200), public=True),
    Row("account_reset_password_done", "get", everyone(200), public=True),
    Row(
        "account_reset_password_from_key",
        "get",
        everyone(200),
        args=lambda world: {"uidb36": "1", "key": "x-y"},
        public=True,
    ),
    Row("account_reset_password_from_key_done", "get", everyone(200), public=True),
    # Only a demonstration has it.
    Row("accounts:demo_sign_in", "post", everyone(404), data=lambda world: {"role": "manager"}, public=True),
    # Their own words, from their own session.
    Row("accounts:typed", "get", everyone(200)),
    Row("accounts:typed", "post", everyone(302)),
    Row("account_logout", "get", everyone(200)),
    Row("account_logout", "post", everyone(302)),
    Row("account_reauthenticate", "get", everyone(200)),
    Row("account_change_password", "get", everyone(200)),
    Row("account_set_password", "get", everyone(302)),
    # Nobody of the cast has a second factor, and nobody has confirmed their password just now.
    Row("mfa_index", "get", everyone(200)),
    Row("mfa_authenticate", "get", everyone(302)),
    Row("mfa_reauthenticate", "get", everyone(302)),
    Row("mfa_activate_totp", "get", everyone(302)),
    Row("mfa_deactivate_totp", "get", everyone(404)),
    Row("mfa_view_recovery_codes", "get", everyone(404)),
    Row("mfa_generate_recovery_codes", "get", everyone(302)),
    Row("mfa_download_recovery_codes", "get", everyone(404)),
    Row("accounts:me", "get", everyone(200)),
    Row("accounts:me", "post", everyone(302), data=lambda world: {"name": "Another Name"}),
    Row("accounts:staff", "get", ADMIN),
    Row("accounts:add", "get", ADMIN),
    Row("accounts:add", "post", ADMIN_DONE, data=_new_account),
    Row("accounts:account", "get", ADMIN, args=_volunteer),
    Row("accounts:change", "get", ADMIN, args=_volunteer),
    Row("accounts:close", "get", ADMIN, args=_volunteer),
    Row("accounts:close", "post", ADMIN_DONE, args=_volunteer),
    Row("accounts:reopen", "post", ADMIN_DONE, args=_volunteer),
    Row("accounts:reset_second_factor", "get", ADMIN, args=_volunteer),
    Row("accounts:reset_second_factor", "post", ADMIN_DONE, args=_volunteer),
    Row("accounts:send_link", "post", ADMIN_DONE, args=_volunteer),
]
