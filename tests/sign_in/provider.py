"""A real OpenID provider on this machine, and the settings that point to it."""

from contextlib import contextmanager

import oidc_provider_mock
import requests

from hiring.config import single_sign_on
from hiring.config.env import Env

GROUPS = "auditors=is_auditor, people team=is_coordinator"


@contextmanager
def running():
    """Yields the provider: its address, and `say(person, **claims)` for what it tells about somebody."""
    with oidc_provider_mock.run_server_in_thread() as server:
        yield Provider(f"http://localhost:{server.server_port}")


class Provider:
    def __init__(self, address):
        self.address = address

    def say(self, number, **claims):
        requests.put(f"{self.address}/users/{number}", json=claims, timeout=5).raise_for_status()


def point_to(settings, address, **more):
    """As the environment would configure it."""
    values = {
        "OIDC_ISSUER": address,
        "OIDC_CLIENT_ID": "scorecards",
        "OIDC_CLIENT_SECRET": "a secret of the provider",
        "OIDC_NAME": "Example Login",
        "OIDC_GROUPS": GROUPS,
    }
    settings.SINGLE_SIGN_ON = single_sign_on.settings(Env(values | more), production=False)
    settings.SOCIALACCOUNT_PROVIDERS = settings.SINGLE_SIGN_ON.providers
