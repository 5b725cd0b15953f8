feedback-empty = Skriv något innan du skickar.
