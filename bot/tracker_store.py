"""Rasa's SQL tracker store, but a conversation's rows are not read and counted three times a turn. In endpoints.yml.

The rows of `events` stay the truth. A tracker that was stored a moment ago is kept in memory and used again if the
conversation still has exactly as many rows as it had then: whatever another process added, or a purge removed, makes
it be read anew. A tracker leaves the memory when a turn takes it and comes back when the turn is stored, so a turn that
is aborted leaves nothing behind.
"""

import json
from collections import OrderedDict
from typing import Any, Dict, List, Optional, Text, Tuple

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event, SessionStarted, UserUttered, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker

KEPT_TRACKERS = 300
_LOOK = (
    "SELECT count(*), max(CASE WHEN type_name = 'user' AND strpos(data, %s) > 0 THEN id END)"
    " FROM events WHERE sender_id = %s"
)
_FROM = "SELECT data FROM events WHERE sender_id = %s AND id >= %s ORDER BY id LIMIT 200"
_INSERT = "INSERT INTO events (sender_id, type_name, timestamp, intent_name, action_name, data) VALUES "


class DialogueStore(SQLTrackerStore):
    """For PostgreSQL. Everything of a conversation happens under its lock (`bot.lock_store`, or a shared one)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: "OrderedDict[Text, Tuple[int, DialogueStateTracker]]" = OrderedDict()
        self._rows: Dict[Text, int] = {}
        """Of conversations whose turn has begun: how many rows they had then."""

    def begin_turn(self, sender: Text, event_id: Optional[Text]) -> Optional[List[Event]]:
        """The events of an earlier turn with this event id, beginning with the user's; None if there was none."""
        wanted = json.dumps(event_id) if event_id else "no event id"
        with self.engine.connect() as connection:
            count, row_id = connection.exec_driver_sql(_LOOK, (wanted, sender)).one()
            rows = connection.exec_driver_sql(_FROM, (sender, row_id)).all() if row_id is not None else []
        events = deserialise_events([json.loads(row.data) for row in rows])
        if events and isinstance(events[0], UserUttered) and events[0].metadata.get("event_id") == event_id:
            return events
        self._rows[sender] = count
        return None

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """The tracker of the latest session: the kept one if nothing has changed since, else read from its rows."""
        rows, kept = self._rows.get(sender_id), self._kept.pop(sender_id, None)
        if kept is not None and kept[0] == rows:
            return kept[1]
        tracker = await super().retrieve(sender_id)
        if rows and tracker is not None:
            tracker.stored = rows, len(tracker.events)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Add the rows of what is new, and keep the tracker."""
        stored: Optional[Tuple[int, int]] = getattr(tracker, "stored", None)
        if self._rows.pop(tracker.sender_id, None) == 0 and stored is None:
            stored = 0, 0
        if stored is None:
            await super().save(tracker)
            return
        await self.stream_events(tracker)
        rows, known = stored
        new = list(tracker.events)[known:]
        tracker.stored = rows + len(new), len(tracker.events)
        if not new:
            return
        values = [value for event in new for value in _row(tracker.sender_id, event)]
        with self.engine.begin() as connection:
            connection.exec_driver_sql(_INSERT + ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(new)), tuple(values))
        if known and any(isinstance(event, SessionStarted) for event in new):
            return  # the next turn shall see the new session alone
        self._kept[tracker.sender_id] = (rows + len(new), tracker)
        while len(self._kept) > KEPT_TRACKERS:
            self._kept.popitem(last=False)


def _row(sender_id: Text, event: Event) -> Tuple[Any, ...]:
    data = event.as_dict()
    intent = data.get("parse_data", {}).get("intent", {}).get("name")
    return sender_id, event.type_name, data.get("timestamp"), intent, data.get("name"), json.dumps(data)
