"""The front door: home, help, panel and status; owns no tables."""
