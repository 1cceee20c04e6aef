"""Single sign-on: whom the provider's word lets in, as whom, and with which duties.

People are known by the address that the provider has verified. The first sign-in ties the provider's own
number for a person to ours; from then on both must fit, so that an address that is given to somebody else,
there or here, opens nobody's account.
"""

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render

from hiring.config.single_sign_on import SingleSignOn
from hiring.models import User
from scorecards import audit

PROVIDER = "sso"
REFUSALS = {
    "unverified": "It did not say that your e-mail address is verified. Verify it there, then try again.",
    "unknown": "Nobody here has the address {email}. Ask the people who run this service to invite you.",
    "other": "It signs you in with the address {email}, which does not fit the account that you used before. "
    "Ask the people who run this service to put the address right.",
    "left": "Your access has ended. If that is a mistake, ask the people who run this service.",
}


class Adapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """People whom we let in exist by then."""
        return False

    def get_requests_session(self) -> Any:
        session = super().get_requests_session()
        session.max_redirects = 3
        return session

    def on_authentication_error(self, request: HttpRequest, provider: Any, **details: Any) -> None:
        note(None, "sign_in.failed", None, by="single sign-on")

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        account, said = sociallogin.account, told(sociallogin.account)
        person = person_of(request, sociallogin, said)
        with transaction.atomic():
            # What the provider said of a person is not ours to keep.
            account.extra_data, account.user, sociallogin.user = {}, person, person
            account.save()
            give_duties(person, said)


def door() -> SingleSignOn:
    """What the environment says of it. Nobody gets here where there is no such door."""
    if settings.SINGLE_SIGN_ON is None:
        raise ImproperlyConfigured("OIDC_ISSUER is not set.")
    return settings.SINGLE_SIGN_ON


def told(account: SocialAccount) -> dict[str, Any]:
    """The claims: those of the signed token, and what the provider answers when asked about the person."""
    held = account.extra_data or {}
    return {**(held.get("id_token") or {}), **(held.get("userinfo") or {})}


def person_of(request: HttpRequest, sociallogin: Any, said: dict[str, Any]) -> User:
    """Whose sign-in it is. Anyone else is refused with a sentence."""
    email = str(said.get("email") or "").strip().lower()
    if not email or said.get("email_verified") not in (True, "true"):
        refuse(request, "unverified", email, None)
    person = User.objects.filter(email=email).first()
    before = sociallogin.account.user if sociallogin.account.pk else None
    if before is not None and before != person:
        refuse(request, "other", email, before)
    if person is None:
        if not door().creates:
            refuse(request, "unknown", email, None)
        person = User.objects.create_user(email, None, name=str(said.get("name") or email)[:120])
        note(None, "person.came_by_single_sign_on", person)
    elif before is None and SocialAccount.objects.filter(user=person).exists():
        refuse(request, "other", email, person)
    if not person.is_active:
        refuse(request, "left", email, person)
    return person


def refuse(request: HttpRequest, why: str, email: str, about: User | None) -> NoReturn:
    note(None, "sign_in.refused", about, by="single sign-on", why=why)
    context = {"why": REFUSALS[why].format(email=email), "name": door().name}
    raise ImmediateHttpResponse(render(request, "socialaccount/refused.html", context, status=403))


def give_duties(person: User, said: dict[str, Any]) -> None:
    """Duties that OIDC_GROUPS names are the groups' to give and to take; the others stay as they are."""
    given = said.get(door().claim) or []
    groups = {given} if isinstance(given, str) else {str(each) for each in given}
    mapping = door().groups
    wanted = {
        duty: any(mapping[group] == duty for group in groups & set(mapping)) for duty in mapping.values()
    }
    changed = [duty for duty, held in wanted.items() if getattr(person, duty) != held]
    if changed:
        for duty in changed:
            setattr(person, duty, wanted[duty])
        person.save(update_fields=changed)
        audit.record(
            actor=None, action="person.duties_by_group", subject="user", subject_id=person.pk, fields=changed
        )


def note(actor: User | None, action: str, about: User | None, **details: str) -> None:
    audit.record(
        actor=actor, action=action, subject="user", subject_id=about.pk if about else "", details=details
    )
