"""The way in and out for all data: the whole register as one JSON file, and actions from tables and calendars."""
