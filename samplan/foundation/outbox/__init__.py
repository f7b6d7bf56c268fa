"""Mail to be sent and mail that was sent. Offers `enqueue`; the worker sends. Keeps ids and text, no foreign keys."""
