"""What this machine and others do for the tool: processes, a cluster, the task scheduler, mail, PDF, whole folders."""
