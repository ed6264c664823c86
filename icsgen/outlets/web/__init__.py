"""The web: feeds to subscribe to and pages to read, by a server or as files."""
