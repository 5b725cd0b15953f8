mail-subject = Hemma: något väntar på dig
mail-something = Något i Hemma väntar på dig. Vad det är står bara i Hemma.
mail-sign-in = Logga in här: { $address }
mail-critical-answer = Du får det här brevet för att ett svar behöver ses i dag. Uppgiften står överst bland dina uppgifter.
mail-interviews-ending = Du får det här brevet för att intervjuer som du kan göra löper ut inom några dagar. Det kommer högst en gång om dagen och slutar när de är gjorda.
mail-ratings-ending = Du får det här brevet för att en skattning av en kollega som du har fått löper ut inom några dagar. Det kommer högst en gång om dagen och slutar när du har svarat.
mail-no-reply = Brevet går inte att svara på.
