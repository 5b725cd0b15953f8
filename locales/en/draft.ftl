draft-no-place = The text belongs to no form.
draft-too-long = The text is too long to be saved while you write. A field holds at most 20,000 characters. Divide it.
