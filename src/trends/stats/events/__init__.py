"""What happens to a share besides growing: bursts, change points, onsets, seasons, and the word for it."""
