"""E-mail to staff: over SMTP, or without a mail server as files in VAR_DIR/mail. Called outside any transaction."""

import asyncio
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from uuid import UUID

import aiosmtplib

from backend.errors import ExternalService
from backend.settings import Settings

TIMEOUT_S = 20.0
IMPLICIT_TLS_PORT = 465


def mail_folder(settings: Settings) -> Path:
    """Where e-mails are put while there is no mail server."""
    return settings.var_dir / "mail"


def compose(*, notice_id: UUID, sender: str, to: str, title: str, body: str, now: datetime) -> EmailMessage:
    """The message. Its Message-ID is the notice's, so that the rare second copy after a crash is recognisable."""
    message = EmailMessage()
    message["Subject"] = title
    message["From"] = sender
    message["To"] = to
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{notice_id}@{sender.rpartition('@')[2].rstrip('>')}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    return message


async def send(settings: Settings, message: EmailMessage) -> None:
    """Hand the message over.

    Raises:
        ExternalService: not taken; retryable unless the server refused this very message for good.
    """
    if not settings.smtp_host:
        await asyncio.to_thread(_keep, mail_folder(settings), message)
        return
    implicit_tls = settings.smtp_port == IMPLICIT_TLS_PORT
    try:
        await aiosmtplib.send(
            message,
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user or None,
            password=settings.smtp_password.get_secret_value() or None,
            use_tls=implicit_tls,
            start_tls=settings.smtp_starttls and not implicit_tls,
            timeout=TIMEOUT_S,
        )
    except aiosmtplib.SMTPRecipientsRefused as error:
        refused = all(one.code >= 500 for one in error.recipients)  # noqa: PLR2004 - 5xx: for good
        raise ExternalService("mail", "recipient_refused", retryable=not refused) from error
    except aiosmtplib.SMTPAuthenticationError as error:
        raise ExternalService("mail", "login_refused", retryable=True) from error
    except aiosmtplib.SMTPResponseException as error:
        raise ExternalService("mail", f"answer_{error.code}", retryable=error.code < 500) from error  # noqa: PLR2004
    except (aiosmtplib.SMTPException, OSError) as error:
        raise ExternalService("mail", "not_reached", retryable=True) from error


def _keep(folder: Path, message: EmailMessage) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = str(message["Message-ID"]).strip("<>").partition("@")[0]
    (folder / f"{name}.eml").write_bytes(message.as_bytes())
