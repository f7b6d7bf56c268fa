"""Personal data: what is kept about somebody, correcting, erasing, and keeping for a time. Sees every room through its offers."""
