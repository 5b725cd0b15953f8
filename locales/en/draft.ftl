draft-no-place = The text belongs to no form.
draft-too-long = The text is too long to be saved while you write. Divide it.
