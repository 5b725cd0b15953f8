skip = Hoppa till innehållet
menu-main = Huvudmeny
menu-quick = Snabbmeny
sign-out = Logga ut
place-home = Hem
place-search = Sök
