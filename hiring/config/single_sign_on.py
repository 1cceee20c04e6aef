"""Single sign-on by OpenID Connect, configured by the environment alone."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from hiring.config.env import BadEnvironment, Env

DUTIES = ("is_coordinator", "is_rubric_admin", "is_auditor", "is_staff", "is_superuser")


@dataclass(frozen=True)
class SingleSignOn:
    """`groups` maps a group of the provider to the duty that it brings. `creates`: unknown people may come in."""

    name: str
    providers: dict[str, Any]
    groups: dict[str, str]
    claim: str
    creates: bool


def settings(environment: Env, *, production: bool) -> SingleSignOn | None:
    """None without OIDC_ISSUER: then there is no such door."""
    issuer = environment.text("OIDC_ISSUER").rstrip("/")
    if not issuer:
        return None
    if urlsplit(issuer).scheme != "https" and production:
        raise BadEnvironment(f"OIDC_ISSUER is {issuer!r}; it accepts an address that begins with https://.")
    needed = "single sign-on needs it beside OIDC_ISSUER; the provider gives it out."
    name = environment.text("OIDC_NAME", "single sign-on")
    app = {
        "provider_id": "sso",
        "name": name,
        "client_id": environment.needed("OIDC_CLIENT_ID", needed),
        "secret": environment.needed("OIDC_CLIENT_SECRET", needed),
        "settings": {"server_url": issuer},
    }
    return SingleSignOn(
        name=name,
        providers={"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}},
        groups=groups_of(environment),
        claim=environment.text("OIDC_GROUPS_CLAIM", "groups"),
        creates=environment.flag("OIDC_CREATE_PEOPLE"),
    )


def groups_of(environment: Env) -> dict[str, str]:
    """OIDC_GROUPS="auditors=is_auditor, people-team=is_coordinator". A superuser is made by a group only
    where that is written here."""
    found = {}
    for pair in environment.listed("OIDC_GROUPS"):
        group, _, duty = (part.strip() for part in pair.rpartition("="))
        if not group or duty not in DUTIES:
            raise BadEnvironment(
                f"OIDC_GROUPS holds {pair!r}; it accepts group=duty with commas between, duties {', '.join(DUTIES)}."
            )
        found[group] = duty
    return found
