"""What other systems read: `/api/v1`, the same answers as on the pages, as JSON."""
