"""One delivery: recognised, read, checked, loaded, its refused rows kept."""
