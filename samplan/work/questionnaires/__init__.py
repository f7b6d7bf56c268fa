"""Forms, questions and answers; knows nothing of who asks or why."""
