"""The watch over the author's pages at Medium: targets, probe, verdict, advice, alerts over channels, schedules."""
