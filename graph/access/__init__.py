"""Who asks, what they may see, and the proof of it afterwards."""
