"""Keeps TensorFlow out of our Rasa processes. Called first by bot.server and bot.tools, before anything imports rasa.

Rasa imports TensorFlow on start-up because eight of its modules need it, although our pipeline uses none of them:
four neural components, two neural policies, and two Keras helpers. `install()` puts a placeholder in the place of
each. A placeholder class can be imported and compared (Rasa's validator does so) and says what is wrong the moment
somebody builds one. Nothing else of Rasa is touched, so a pipeline without those components behaves exactly as before.

`MADOGUCHI_WITH_TENSORFLOW=1` switches this off, e.g. to measure DIET.
"""

import importlib.abc
import importlib.machinery
import os
import sys
from types import ModuleType
from typing import Any, Optional, Sequence

ABSENT_MODULES = frozenset(
    {
        "rasa.nlu.classifiers.diet_classifier",
        "rasa.nlu.selectors.response_selector",
        "rasa.nlu.featurizers.dense_featurizer.convert_featurizer",
        "rasa.nlu.featurizers.dense_featurizer.lm_featurizer",
        "rasa.core.policies.ted_policy",
        "rasa.core.policies.unexpected_intent_policy",
        "rasa.utils.tensorflow.callback",
        "rasa.utils.tensorflow.data_generator",
    }
)
# Ours is the only channel (credentials.yml); these would import the SDKs of thirteen others.
ABSENT_CHANNELS = {
    "rasa.core.channels." + module: name
    for module, name in {
        "botframework": "BotFrameworkInput",
        "callback": "CallbackInput",
        "facebook": "FacebookInput",
        "hangouts": "HangoutsInput",
        "mattermost": "MattermostInput",
        "rasa_chat": "RasaChatInput",
        "rocketchat": "RocketChatInput",
        "slack": "SlackInput",
        "socketio": "SocketIOInput",
        "telegram": "TelegramInput",
        "twilio": "TwilioInput",
        "twilio_voice": "TwilioVoiceInput",
        "webexteams": "WebexTeamsInput",
    }.items()
}


class NotInLeanProfile(RuntimeError):
    """Something asked for a part of Rasa that this process leaves out. Set MADOGUCHI_WITH_TENSORFLOW=1 to load it."""


def _placeholder(module: str, name: str) -> type:
    def refuse(cls: type, *args: Any, **kwargs: Any) -> Any:
        raise NotInLeanProfile(f"{module}.{name} is left out. {NotInLeanProfile.__doc__}")

    return type(
        name,
        (),
        {
            "__new__": refuse,
            "__module__": module,
            "create": classmethod(refuse),
            "name": classmethod(lambda cls: module.rsplit(".", 1)[-1]),
        },
    )


class _AbsentModule(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        placeholder = _placeholder(self.__name__, name)
        setattr(self, name, placeholder)
        return placeholder


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]] = None, target: Optional[ModuleType] = None
    ) -> Optional[importlib.machinery.ModuleSpec]:
        if fullname in ABSENT_MODULES or fullname in ABSENT_CHANNELS:
            return importlib.machinery.ModuleSpec(fullname, self)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _AbsentModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        return None


def wanted() -> bool:
    """False when the environment asks for the whole of Rasa."""
    return os.environ.get("MADOGUCHI_WITH_TENSORFLOW", "") not in ("1", "true")


def install() -> bool:
    """Leave TensorFlow out of this process. Returns whether it did; must run before the first `import rasa`."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    if not wanted():
        return False
    if any(isinstance(finder, _Finder) for finder in sys.meta_path):
        return True
    if "rasa.core.agent" in sys.modules:
        raise RuntimeError("bot.lean.install() must run before rasa is imported")
    sys.meta_path.insert(0, _Finder())
    return True
