"""What tells who somebody is: CPR numbers and names, which are found and hidden, and the id that stands for one."""
