"""Programs kept running: forked fast, watched, shown when they die, started again, stopped."""
