"""What every member of a room promises, checked on each member of its `ALL` and on members that only tests have."""
