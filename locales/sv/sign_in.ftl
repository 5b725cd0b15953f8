sign-in-title = Logga in
sign-in-expired = Du blev utloggad efter en stund utan användning. Det du hade skrivit finns kvar och kommer tillbaka på samma ställe.
sign-in-over = Inloggningen tog för lång tid. Börja om.
sign-in-demo = Det här är ett påhittat nätverk att prova i. Välj vem du vill vara.
sign-in-passkey = Logga in med passnyckel
sign-in-passkey-failed = Det gick inte att logga in med passnyckeln. Försök igen, eller logga in med lösenord.
sign-in-or = eller
sign-in-email = E-post
sign-in-password = Lösenord
sign-in-continue = Fortsätt
sign-in-wrong = E-postadressen eller lösenordet stämmer inte.
sign-in-locked = Det har blivit för många misslyckade försök. Du kan försöka igen klockan { $time }. Har du en passnyckel går det bra att använda den nu. Annars kan du logga in med en återställningskod eller be administratören om en ny länk.
sign-in-recovery-link = Logga in med en återställningskod
sign-in-code-title = Bekräfta att det är du
sign-in-code = Kod
sign-in-code-help = Sex siffror från din autentiseringsapp. Har du inte telefonen med dig går det bra med en återställningskod.
sign-in-code-wrong = Koden stämmer inte, eller så är den redan använd. Vänta på nästa kod och försök igen.
sign-in-begin-again = Börja om
sign-in-recovery-title = Logga in med återställningskod
sign-in-recovery-about = Det här fungerar även när inloggningen är spärrad. Varje kod gäller en gång.
sign-in-recovery-code = Återställningskod
sign-in-recovery-wrong = E-postadressen, lösenordet eller koden stämmer inte.
sign-in-recovery-locked = Det har blivit för många misslyckade försök här också. Du kan försöka igen klockan { $time }, eller be administratören om en ny länk.
sign-in-password-short = Lösenordet måste ha minst 12 tecken. En hel mening går bra.
sign-in-password-long = Lösenordet får ha högst 200 tecken.
sign-in-password-own-name = Lösenordet får inte vara ditt namn eller din e-postadress.
sign-in-password-common = Det lösenordet är bland de första som någon skulle gissa. Välj ett annat.
welcome-title = Välkommen
welcome-heading = Välkommen, { $name }
welcome-about = Här väljer du hur du vill logga in i fortsättningen. Ditt inloggningsnamn är { $email }.
welcome-passkey-title = Med passnyckel
welcome-passkey-about = Du loggar in med fingeravtryck, ansikte eller skärmlås på din tjänstetelefon eller dator. Det är enklast och säkrast.
welcome-password-title = Med lösenord och app
welcome-password = Nytt lösenord
welcome-password-help = Minst 12 tecken. Några ord efter varandra är lätta att minnas och svåra att gissa.
welcome-app = Läs av bilden med en autentiseringsapp på din tjänstetelefon. Appen visar sedan en ny kod varje halvminut.
welcome-secret-by-hand = Går det inte att läsa av bilden?
welcome-code = Koden som appen visar
welcome-finish = Klart, logga in
codes-title = Återställningskoder
codes-about = Med de här koderna kan du logga in om telefonen är borta eller om inloggningen har spärrats. Varje kod gäller en gång. De visas bara nu.
codes-keep = Skriv ut sidan eller skriv av koderna, och förvara dem inlåsta. Inte i datorn och inte ihop med telefonen.
codes-done = Jag har sparat koderna
codes-left =
    { $codes ->
        [0] Du har inga koder kvar. Skapa nya.
        [one] Du har en kod kvar.
       *[other] Du har { $codes } koder kvar.
    }
