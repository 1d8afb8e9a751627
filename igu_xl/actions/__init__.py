"""What the coordinator does, and the folder they happen in; every face calls these."""
