from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "throughgate.accounts"
    label = "accounts"

    def ready(self) -> None:
        from throughgate.accounts import sign_in_audit
        from throughgate.accounts.second_factor import renew_secrets
        from throughgate.common.encryption import register_renewal

        sign_in_audit.connect()
        register_renewal("second factors", renew_secrets)
