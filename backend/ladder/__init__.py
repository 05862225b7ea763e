"""The 24-hour clock: warnings at 50, 75, 90 and 100 % of the promise, breaches, and the ticker's heartbeat."""
