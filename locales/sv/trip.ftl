trip-title = Resor
trip-one = Resa
trip-lead = Resor som kontoret har föreslagit: vilka som reser, vad det kostar och vad det gav.
trip-none-title = Inga resor ännu
trip-none = En resa börjar som ett ärende med mallen för konferensresa.
trip-begin = Till ärendena
trip-days = Dagar
trip-planned = Beräknad kostnad
trip-lacks-report = Reseberättelse saknas
trip-nobody = Ingen är vald ännu.
trip-report = Reseberättelse
trip-report-none = Ingen reseberättelse ännu. Den skrivs som återrapport i ärendet: vad deltagarna lärde sig och tog med sig hem.
trip-learnt = Vad som spreds vidare
trip-learnt-none = Ingen utbildning är kopplad till resan ännu.
trip-learnt-choose = Välj utbildningar
trip-learnt-which = Utbildningar där resans lärdomar togs upp
trip-learnt-save = Spara urvalet
trip-certificates = { $count ->
    [one] en har intyg
   *[other] { $count } har intyg
}
trip-toward = räknas som { $name }
trip-has = var där { $length }
trip-certificate = intyg
trip-has-not = inbjuden, var inte där
trip-not-invited = inte inbjuden
trip-unclear = flera inbjudna heter så
trip-of-training = Kommer av resan till { $place }, { $day }
trip-fault-trainings = Högst tjugo utbildningar kan kopplas till en resa.
trip-fault-meanwhile = Någon annan ändrade ärendet under tiden. Välj igen.
done-trip-trainings-saved = Utbildningarna är kopplade till resan.
trip-by-kind = Kostnad per slag
