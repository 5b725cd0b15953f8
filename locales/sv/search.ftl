search-title = Sök
search-lead = Hitta ett ärende i din nämnd.
search-label = Namn, personnummer, samordningsnummer eller ärendenummer
search-do = Sök
search-help = Skriv hela namn, ett personnummer, ett samordningsnummer eller ett ärendenummer. Andra uppgifter får inte användas för att söka (15 § förordningen 2001:637). Du ser bara ärenden som du får läsa. Att du har sökt syns i loggen, men inte vad du skrev.
search-found = { $count ->
    [0] Inga träffar
    [one] En träff
   *[other] { $count } träffar
}
search-as = Sökt på { $key }
search-nothing = Inget ärende som du får läsa stämmer. Kontrollera stavningen och skriv hela namn.
search-more = Fler ärenden stämmer. Skriv mer av namnet.
search-fault-empty = Skriv något att söka på.
search-not-yours = Sökning hör inte till din roll.
search-key-name = namn
search-key-personal = personnummer
search-key-coordination = samordningsnummer
search-key-case-number = ärendenummer
