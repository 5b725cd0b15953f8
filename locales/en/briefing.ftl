briefing-title = Information meeting
briefing-meetings = Information meetings
briefing-meetings-help = Come and hear about the post. You can apply without it.
briefing-left = { $count ->
    [0] Full
    [one] One place left
   *[other] { $count } places left
}
briefing-come = I am coming
briefing-kept = Your name and e-mail address are used for the meeting alone, and destroyed { $term } after it.
briefing-kept-day = Your name and e-mail address are used for the meeting alone, and destroyed the day after it.
briefing-full-title = The meeting is full
briefing-full = All places are taken. See in the advert whether there is another one.
briefing-seat-title = Your place
briefing-off = The meeting is called off
briefing-at = Day and time
briefing-place = Place
briefing-address = Keep the address if you want to be able to give the place back.
briefing-leave = Give the place back
briefing-none = No meetings are planned.
briefing-new = Plan a meeting
briefing-seats = Number of places
briefing-save = Add
briefing-cancel = Call off
briefing-coming = { $count } of { $seats } are coming
briefing-fault-at = Write a day and a time that lie ahead, at most a year away.
briefing-fault-place = Write where the meeting is, on one line.
briefing-fault-seats = Write how many there is room for, from 1 to 200.
briefing-fault-many = There are as many meetings already as there is room for.
done-briefing-attended = Welcome. The place is yours.
