"""The running bot: settings, wiring, intake, delivery, start and stop."""
