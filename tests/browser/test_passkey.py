"""A passkey is made and then opens the desk without a password, on an authenticator that Chromium plays."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.serving import Served
from tests.browser.test_journeys import PASSWORD, desk, served

__all__ = ["desk", "served"]


def test_a_passkey_signs_in(desk: Page, served: Served) -> None:
    device = desk.context.new_cdp_session(desk)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    desk.goto(f"{served.origin}/account/password/set/")
    desk.fill("[name=password1]", PASSWORD)
    desk.fill("[name=password2]", PASSWORD)
    desk.get_by_role("button", name="Set Password").click()
    desk.wait_for_load_state()
    desk.goto(f"{served.origin}/account/2fa/webauthn/add/")
    if desk.locator("[name=password]").count():
        desk.fill("[name=password]", PASSWORD)
        desk.get_by_role("button", name="Confirm").click()
    desk.get_by_label("Passwordless").check()
    desk.get_by_role("button", name="Add").click()
    desk.wait_for_url("**/account/2fa/recovery-codes/")
    desk.goto(f"{served.origin}/account/logout/")
    desk.get_by_role("button", name="Sign Out").click()
    desk.goto(f"{served.origin}/account/login/")
    desk.get_by_role("button", name="passkey").click()
    expect(desk.get_by_role("heading", name="A quiet desk for the people you work with")).to_be_visible()
