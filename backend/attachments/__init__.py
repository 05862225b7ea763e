"""Files of a consultation: checked, scanned, sealed with the seeker's key, shown on secure pages only."""
