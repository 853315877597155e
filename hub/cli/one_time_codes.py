"""One-time codes turned on at the console: a QR, the digits it shows, and the recovery codes."""

import io

import click

from contracts.wire.refusals import Refusal, Refused
from hub.config import HubSettings
from hub.core.access.sessions import SignedIn


def turn_on(settings: HubSettings, signed_in: SignedIn, password: str) -> None:
    """Show the key to an authenticator, ask for its digits, and print the recovery codes."""
    from hub.setting_up import new_codes

    enrolment = new_codes(settings, signed_in, password)
    click.echo("Scan this with an authenticator application (Google Authenticator, Aegis …):")
    click.echo(_as_qr(enrolment.link))
    click.echo(f"or type its key by hand: {enrolment.link.split('secret=')[1].split('&')[0]}")
    recoveries = _confirmed(settings, signed_in)
    click.echo("\nRecovery codes: print them. Each lets you in once without the application.")
    for recovery in recoveries:
        click.echo(f"  {recovery}")
    click.echo()


def signed_in_at_the_console(settings: HubSettings, login: str) -> tuple[SignedIn, str]:
    """Ask for the password of *login* until it is right; return the session, and it."""
    from hub.setting_up import sign_in

    while True:
        password = click.prompt(f"Password of {login}", hide_input=True)
        try:
            return sign_in(settings, login, password), password
        except Refused as refused:
            if refused.refusal is not Refusal.WRONG_CREDENTIALS:
                raise
            click.echo("That is not the password.", err=True)


def _confirmed(settings: HubSettings, signed_in: SignedIn) -> list[str]:
    """Ask for the authenticator's digits until they are right, and return the recovery codes."""
    from hub.setting_up import confirm_codes

    while True:
        code = click.prompt("The six digits that it shows now")
        try:
            return confirm_codes(settings, signed_in, code)
        except Refused as refused:
            if refused.refusal is not Refusal.WRONG_CREDENTIALS:
                raise
            click.echo(
                "These digits are not right: look at both clocks, and type the newest.", err=True
            )


def _as_qr(text: str) -> str:
    """Return *text* as a QR of characters, dark on the light of most terminals or the reverse."""
    import qrcode

    code = qrcode.QRCode(border=2)
    code.add_data(text)
    drawn = io.StringIO()
    code.print_ascii(out=drawn)
    return drawn.getvalue().rstrip()
