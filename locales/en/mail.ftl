mail-subject = Hemma: something waits for you
mail-something = Something in Hemma waits for you. What it is stands in Hemma alone.
mail-sign-in = Sign in here: { $address }
mail-critical-answer = You get this mail because an answer must be seen today. The task stands first among yours.
mail-interviews-ending = You get this mail because interviews that you can make end within days. It comes once a day at most, and stops when they are done.
mail-ratings-ending = You get this mail because a rating of a colleague that you were asked for ends within days. It comes once a day at most, and stops when you have answered.
mail-no-reply = This mail cannot be answered.
