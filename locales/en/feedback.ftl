feedback-empty = Write something before you send it.
