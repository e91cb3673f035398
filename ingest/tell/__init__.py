"""The night's news to each owner force, by e-mail and signed webhook: references, and no names."""
