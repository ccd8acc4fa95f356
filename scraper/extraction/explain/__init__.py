"""Why a value was chosen and what else stood there: for people, and as questions for a language model."""
