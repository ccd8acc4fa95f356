"""What the commands share: arguments, errors as one line, what they fetch, run and print."""
