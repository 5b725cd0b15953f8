trip-title = Trips
trip-one = Trip
trip-lead = Trips that the office proposed: who goes, what it costs, and what it gave.
trip-none-title = No trips yet
trip-none = A trip begins as a proposal by the template of a conference trip.
trip-begin = To the proposals
trip-days = Days
trip-planned = Planned cost
trip-lacks-report = Travel report lacking
trip-nobody = Nobody is chosen yet.
trip-report = Travel report
trip-report-none = No travel report yet. It is written as the proposal's report back: what those who went learnt and brought home.
trip-learnt = What was passed on
trip-learnt-none = No training is linked to the trip yet.
trip-learnt-choose = Choose trainings
trip-learnt-which = Trainings in which what the trip taught was taken up
trip-learnt-save = Save the choice
trip-certificates = { $count ->
    [one] one has a certificate
   *[other] { $count } have a certificate
}
trip-toward = counts as { $name }
trip-has = was there { $length }
trip-certificate = certificate
trip-has-not = invited, was not there
trip-not-invited = not invited
trip-unclear = several who are invited are called so
trip-of-training = Came of the trip to { $place }, { $day }
trip-fault-trainings = At most twenty trainings can be linked to a trip.
trip-fault-meanwhile = Somebody else changed the proposal meanwhile. Choose again.
done-trip-trainings-saved = The trainings are linked to the trip.
trip-by-kind = Cost of each kind
