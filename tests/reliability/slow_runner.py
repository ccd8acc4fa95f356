"""What Scrapyd starts in place of its runner where a test needs a process that takes for ever to start."""

import signal

if __name__ == "__main__":
    signal.pause()
