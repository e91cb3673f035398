"""What keeps a data folder: backups and the way back, its version, and whether it is sound."""
