"""Every setting of the app, read once in `main` from the environment and `.env`. No `os.environ` elsewhere."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """One frozen object; `.env.example` lists the same names (a test compares them)."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, frozen=True, extra="ignore")

    # --- database -----------------------------------------------------------------------------------------------
    database_url: SecretStr | None = Field(
        None, description="backend database; unset = the embedded PostgreSQL under VAR_DIR"
    )
    dialogue_database_url: SecretStr | None = Field(
        None, description="Rasa's own database and role; unset = made beside the backend database"
    )
    var_dir: Path = Field(ROOT / "var", description="data of the embedded database, generated keys and passwords")
    db_pool_size: int = Field(8, description="connections a process keeps")

    # --- web ----------------------------------------------------------------------------------------------------
    host: str = Field("127.0.0.1", description="address the web process listens on")
    port: int = Field(8000, description="port of the web process")
    base_url: str = Field("", description="public address of the secure pages; empty = http://127.0.0.1:PORT")
    frame_ancestors: str = Field("", description="origins that may frame the secure pages (the emulator's phone)")

    # --- bot ----------------------------------------------------------------------------------------------------
    rasa_url: str = Field("http://127.0.0.1:5005", description="address of the Rasa server, never public")
    rasa_channel_token: SecretStr = Field(SecretStr(""), description="bearer token of our Rasa channel")
    rasa_api_token: SecretStr = Field(SecretStr(""), description="token of Rasa's HTTP API (model swap)")
    action_token: SecretStr = Field(SecretStr(""), description="bearer token Rasa shows at our action webhook")
    bot_timeout_s: float = Field(5.0, description="how long a seeker's message may wait for Rasa")
    action_timeout_s: float = Field(3.5, description="deadline of one custom action")

    # --- LINE ---------------------------------------------------------------------------------------------------
    line_channel_secret: SecretStr = Field(SecretStr(""), description="verifies webhooks; unset = emulator")
    line_channel_secret_previous: SecretStr = Field(SecretStr(""), description="still accepted while rotating")
    line_channel_access_token: SecretStr = Field(SecretStr(""), description="bearer token for sending")
    line_channel_id: str = Field("", description="with the secret: 15-minute tokens instead of a long-lived one")
    line_api_base: str = Field("https://api.line.me", description="Messaging API")
    line_data_api_base: str = Field("https://api-data.line.me", description="blob API")
    line_bot_user_id: str = Field("", description="our bot's user id; empty = webhook destination is not checked")
    line_timeout_s: float = Field(8.0, description="time-out of one LINE API call")
    liff_id: str = Field("", description="LIFF app id; empty = secure pages open by one-time link")
    liff_channel_id: str = Field("", description="LINE Login channel id, the client_id of ID tokens")

    # --- notices to staff -----------------------------------------------------------------------------------------
    smtp_host: str = Field("", description="mail server for notices to staff; empty = files in VAR_DIR/mail")
    smtp_port: int = Field(587, description="its port")
    smtp_user: str = Field("", description="login at the mail server; empty = none")
    smtp_password: SecretStr = Field(SecretStr(""), description="its password")
    smtp_starttls: bool = Field(True, description="encrypt the connection, or do not send")
    mail_from: str = Field("madoguchi@example.com", description="sender of notices")
    last_contact_email: str = Field("", description="told by e-mail when nobody else is there to be told")
    last_contact_webhook: SecretStr = Field(SecretStr(""), description="the same, by webhook (https)")
    webhook_allow_local: bool = Field(False, description="notices may go to http and private addresses (tests, demo)")

    # --- keys ---------------------------------------------------------------------------------------------------
    master_key_file: Path | None = Field(None, description="key ring; unset = VAR_DIR/keys/master.json, made once")

    # --- attachments ----------------------------------------------------------------------------------------------
    clamav_address: str = Field("", description="virus scanner, host:port or path of a socket; empty = not scanned")
    clamav_timeout_s: float = Field(15.0, description="how long one file may take to scan")

    # --- outside model (optional) ---------------------------------------------------------------------------------
    openai_api_key: SecretStr = Field(SecretStr(""), description="drafting help; empty = off")
    openai_base_url: str = Field("", description="any compatible server")
    openai_model: str = Field("gpt-4o-mini", description="model that writes drafts")
    draft_timeout_s: float = Field(20.0, description="how long one draft may take")

    # --- demo ---------------------------------------------------------------------------------------------------
    demo_data: bool | None = Field(
        None, description="load fictitious staff and shifts into an empty database; unset = only with the emulator"
    )
    emulator_port: int = Field(8010, description="port of the LINE emulator")
    bot_model: Path | None = Field(None, description="packed Rasa model to start with; unset = train one when needed")
    rasa_port: int = Field(5005, description="port of the Rasa server that `make run` starts")

    @property
    def public_url(self) -> str:
        """Base address of secure pages, no trailing slash."""
        return (self.base_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @property
    def uses_emulator(self) -> bool:
        """True when no LINE credentials are set."""
        return not (self.line_channel_access_token.get_secret_value() or self.line_channel_id)

    @property
    def loads_demo_data(self) -> bool:
        """Demo accounts have a published password: by default they exist only where nothing real is connected."""
        return self.uses_emulator if self.demo_data is None else self.demo_data

    @property
    def key_file(self) -> Path:
        """Where the key ring lives."""
        return self.master_key_file or self.var_dir / "keys" / "master.json"

    @property
    def cookies_secure(self) -> bool:
        """Secure cookies whenever the public address is https."""
        return self.public_url.startswith("https://")
