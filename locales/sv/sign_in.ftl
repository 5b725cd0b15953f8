sign-in-title = Logga in
sign-in-expired = Du blev utloggad efter en stund utan användning. Det du hade skrivit finns kvar och kommer tillbaka på samma ställe.
sign-in-demo = Det här är ett påhittat nätverk att prova i. Välj vem du vill vara.
