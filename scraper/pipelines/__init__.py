"""Item pipelines, in the order of settings.ITEM_PIPELINES: validation, dedupe, results."""
