"""What supervisors look at: the board of load and risk, and the measures of the 24-hour promise."""
