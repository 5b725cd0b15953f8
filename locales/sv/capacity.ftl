# Platser, belastning och kö.
capacity-title = Platser och kö
capacity-places = { $free ->
    [0] Inga lediga platser
    [one] En ledig plats
   *[other] { $free } lediga platser
}, { $open ->
    [one] en familj i behandling
   *[other] { $open } familjer i behandling
}
capacity-no-limit = Programmet har ingen gräns. { $open ->
    [one] En familj i behandling
   *[other] { $open } familjer i behandling
}
capacity-refer = Nytt uppdrag
capacity-clocks = Tider att hålla
capacity-clocks-help = Ett beslut ska vara verkställt inom tre månader, annars rapporterar nämnden det. Enligt LVU 22 § prövar nämnden planen inom sex månader.
capacity-no-clocks = Inga tider löper just nu.
capacity-days-left = { $days ->
    [0] sista dagen i dag
    [one] en dag kvar
   *[other] { $days } dagar kvar
}
capacity-days-over = { $days ->
    [one] en dag över tiden
   *[other] { $days } dagar över tiden
}
capacity-therapists = Behandlare
capacity-no-therapists = Ingen familjebehandlare arbetar i teamet.
capacity-load = { $used } av { $limit } familjer
capacity-load-open = { $used ->
    [one] En familj
   *[other] { $used } familjer
}
capacity-over = Över gränsen
capacity-full = Fullt
capacity-referred = Uppdrag att ta ställning till
capacity-no-referred = Alla uppdrag är besvarade.
capacity-received = Kom in { $day }
capacity-waiting = Kö
capacity-no-waiting = Ingen familj väntar på plats.
capacity-up = Flytta upp { $code }
capacity-down = Flytta ned { $code }
done-capacity-moved = Kön är ändrad.
capacity-closings = Väntade avslut
capacity-no-closings = Ingen familj är i behandling.
capacity-family = Familj
capacity-opened = Började
capacity-expected = Väntas sluta
capacity-between = { $first } till { $last }
capacity-no-length = Programmet säger inget om längden
capacity-follow-ups = Uppföljningar
capacity-no-follow-ups = Ingen uppföljning den närmaste månaden.
capacity-follow-up-due = Efter { $months } månader, { $day }
capacity-follow-up-late = Efter { $months } månader, skulle gjorts { $day }
capacity-closed-title = Avslutade familjer
capacity-closed-lead = Familjer som teamet har avslutat, den senaste först.
capacity-closed-none = Ingen familj är avslutad
capacity-closed-empty = Hit kommer familjerna när deras behandling har slutat.
capacity-closed-on = Avslutad
capacity-closed-why = Varför
capacity-closed-next = Nästa uppföljning
capacity-closed-no-next = Ingen kvar
capacity-closed-more = Listan visar de { $n } senaste. Äldre familjer finns i sökningen.
capacity-unlimited = Ingen gräns
capacity-over-count = { $n ->
    [one] En behandlare över gränsen
   *[other] { $n } behandlare över gränsen
}
capacity-unit-title = Enheten
capacity-unit-lead = Teamens platser och lagens tider. Inga familjer syns här, bara ärendenas koder.
capacity-unit-empty-title = Inga team än
capacity-unit-empty = Här syns nämndens team när de har startat.
capacity-unit-teams = Team
capacity-unit-team = Team
capacity-unit-therapists = Behandlare
capacity-unit-open = I behandling
capacity-unit-free = Lediga platser
capacity-unit-waiting = I kö
capacity-unit-referred = Att ta ställning till
capacity-unit-note = Att se på
capacity-unit-no-clocks = Inget beslut har gått över tiden, och inget gör det de närmaste tre veckorna.
