scale-title = Scale-up
place-scale = Scale-up
scale-faults = This cannot be computed
scale-fault-range = Write a whole number within what is reasonable for the field.
scale-fault-contacts = Write a number with one decimal at most, such as 2.3.
scale-fault-lengths = The usual length lies between the shortest and the longest.
scale-under-way = Computing
scale-running = { $runs } of { $of } runs are done.
scale-waiting = Other computations are before this one.
scale-needed = { $families } families a year need { $teams } { $teams ->
    [one] team
   *[other] teams
} if { $percent } of a hundred are to begin within { $weeks } weeks.
scale-never = No reasonable number of teams is enough for families to begin in time.
scale-carried-caseload = Each therapist has { $count } families at a time: the programme's limit.
scale-carried-hours = Each therapist has { $count } families at a time: there is no time for more with the dose that is assumed.
scale-follows = What follows
scale-runs = Each number of teams is played through { $runs } times: families come by chance, wait for a place and stay for different times, for three years after a first year. In brackets stands where nine of ten runs end. Reality may lie outside: the assumptions below are less certain than chance.
scale-teams = { $count ->
    [one] { $count } team
   *[other] { $count } teams
}
scale-places = { $count } places
scale-line-therapists = Therapists
scale-line-leaders = Group leaders
scale-line-places = Families at a time
scale-line-in-time = Begin in time
scale-line-wait = Mean wait, weeks
scale-line-queue = Waiting after three years
scale-line-started = Begin in a year
scale-line-completed = Complete in a year
scale-line-taken = Places in use
scale-line-pools = On-call rotas
scale-line-calls = Calls a week outside working hours
scale-line-cost = Cost a year
scale-line-cost-known = Known cost a year
scale-line-cost-each = Cost of each completed treatment
scale-cost-lacks = The cost is not whole: what is missing is not counted.
scale-say-therapist-cost = Write what a therapist costs
scale-say-leader-cost = Write what a group leader costs
scale-percent = { $spread } %
scale-drawing = Share that begins in time
scale-drawing-desc = The share of families that begin in time with { $count } different numbers of teams, each with the range of nine of ten runs.
scale-word-middle = middle of the runs
scale-word-runs = nine of ten runs
scale-wanted = wanted { $percent } %
scale-waits-of = How long families wait with { $count ->
    [one] { $count } team
   *[other] { $count } teams
}
scale-within = { $weeks ->
    [0] some days at most
    [one] { $weeks } week at most
   *[other] { $weeks } weeks at most
}
scale-first-line = The first lines need { $wanted } people who take turns; there are { $there } therapists.
scale-second-line = The second lines need { $wanted } people who take turns; there are { $there } group leaders.
scale-assumed = Assumptions
scale-assumed-what = Change what you know better and compute again. The address holds the assumptions, so that it can be kept and shared.
scale-rests-on = Own figures are of the time from { $since } to today; length and early endings rest on { $count } closings.
scale-rests-few = Own figures are of the time from { $since } to today. Length and early endings are not: there are fewer than { $least } closings, or they would give something about a team away.
scale-rests-none = There are no own figures to begin with yet.
scale-chosen-help = Own figures are those of the chosen teams. What would give something small about one of them away is left out.
scale-as-needed = needed
scale-as-chosen = chosen
scale-part-need = Need
scale-part-treatment = Length of treatment
scale-part-team = The team
scale-part-on-call = On call
scale-part-money = Costs
scale-origin-own = own figures
scale-origin-programme = the programme
scale-origin-start = a beginning, not confirmed
scale-origin-invented = made up for the demo
scale-origin-typed = changed by you
scale-count = Compute
scale-reset = Begin again from the network's figures
assumption-families = Families a year
assumption-teams = Teams (0 = as many as are needed)
assumption-weeks-least = Shortest completed, weeks
assumption-weeks-usual = Usual length, weeks
assumption-weeks-most = Longest completed, weeks
assumption-early-percent = End early, per cent
assumption-early-weeks = End early after a mean of, weeks
assumption-therapists = Therapists in a team
assumption-caseload = Families for each therapist at most
assumption-vacancy-percent = Vacant posts, per cent of the time
assumption-contact-tenths = Contacts a week with each family
assumption-contact-minutes = Minutes for each contact, with the way and the notes
assumption-direct-hours = A therapist's hours for families in a week
assumption-wait-weeks = Are to begin within, weeks
assumption-wait-percent = The share that is to, per cent
assumption-calls-per-hundred = Calls in a hundred weeks of families
assumption-pool-teams = Teams that share a rota
assumption-first-line = People who take turns on the first line
assumption-second-line = People who take turns on the second line
assumption-therapist-cost = A therapist for a year, kronor
assumption-leader-cost = A group leader for a year, kronor
assumption-team-cost = Other costs of a team for a year, kronor
assumption-team-fee = The fee of a team for a year, kronor
assumption-pool-cost = An on-call rota for a year, kronor
