file-fault-empty = Filen är tom.
file-fault-large = Filen är för stor. Den får vara högst 5 MB.
file-fault-archive = Det är ett Word-dokument eller en annan packad fil. Spara den som PDF och välj den igen.
file-fault-not-pdf = Filen är ingen PDF, vad den än heter. Spara den som PDF och välj den igen.
file-fault-broken = Filen är trasig eller kom inte fram hel. Spara den som PDF igen.
file-fault-active = PDF:en innehåller skript eller andra filer och tas inte emot. Skriv ut den till en ny PDF.
file-fault-opaque = PDF:en är packad så att den inte går att granska. Skriv ut den till en ny PDF.
file-fault-locked = PDF:en är låst med lösenord. Spara den utan lösenord.
