"""The few calls of Rasa's HTTP API that the tools need; standard library only, so that tools start at once."""

import json
import os
import urllib.error
import urllib.parse
import urllib.request
from typing import Any, Dict, Optional


class ServerUnreachable(ConnectionError):
    """No Rasa server answers at that address."""


class ServerRefused(RuntimeError):
    """The server answered with an error; the message has the status and no more."""


class RasaServer:
    """One server; address and token from RASA_URL and RASA_API_TOKEN unless given."""

    def __init__(self, url: Optional[str] = None, token: Optional[str] = None) -> None:
        self.url = (url or os.environ.get("RASA_URL") or "http://127.0.0.1:5005").rstrip("/")
        self._token = token if token is not None else os.environ.get("RASA_API_TOKEN", "")

    def _call(self, method: str, path: str, body: Optional[Dict[str, Any]] = None, timeout_s: float = 10.0) -> Any:
        query = "?" + urllib.parse.urlencode({"token": self._token}) if self._token else ""
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.url + path + query, data=data, method=method)
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=timeout_s) as answer:
                content = answer.read()
        except urllib.error.HTTPError as error:
            raise ServerRefused(f"{method} {path}: {error.code}") from None
        except (urllib.error.URLError, OSError) as error:
            raise ServerUnreachable(f"{self.url}: {type(error).__name__}") from None
        return json.loads(content) if content.strip() else None

    def status(self) -> Dict[str, Any]:
        """`model_file`, `model_id`."""
        answer: Dict[str, Any] = self._call("GET", "/status", timeout_s=5.0)
        return answer

    def parse(self, text: str) -> Dict[str, Any]:
        """Intent, ranking and entities of a text."""
        answer: Dict[str, Any] = self._call("POST", "/model/parse", {"text": text})
        return answer

    def load_model(self, path: str) -> None:
        """Swap the model in place. A path the server can read."""
        self._call("PUT", "/model", {"model_file": path}, timeout_s=60.0)
