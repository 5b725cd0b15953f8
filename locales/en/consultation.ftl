consultation-title = Consultation
consultation-of = Consultation, { $team }
consultation-one = Consultation { $week }
consultation-pattern = { $weekday }s { $time }, { $length }, since { $day }
consultation-none-title = No weekly time yet
consultation-none = Decide on the team's weekly time below, and the calendar stands here.
consultation-none-other = The consultant or the group leader enters the team's weekly time.
consultation-no-time = No weekly time
consultation-next = Next
consultation-next-none = Nothing is planned for the next weeks.
consultation-quarters = Another quarter
consultation-quarter-none = No consultation in the quarter.
consultation-quarter = Quarter
consultation-counted = Planned and held
consultation-held = Held
consultation-held-of = { $held } of { $owed }
consultation-moved = Of these, moved
consultation-cancelled = Called off
consultation-unnoted = Not noted
consultation-days-off = Public holidays
consultation-nothing-owed = –
consultation-count-cancelled = { $count ->
    [one] one called off
   *[other] { $count } called off
}
consultation-count-unnoted = { $count ->
    [one] one not noted
   *[other] { $count } not noted
}
consultation-count-off = { $count ->
    [one] one holiday
   *[other] { $count } holidays
}
consultation-source = Counted in Hemma today, up to today. A team is owed consultation every week. A week whose day is a public holiday does not count unless it is moved. One that was moved counts in the quarter that it went to.
consultation-attended = { $count ->
    [one] one was there
   *[other] { $count } were there
}
consultation-moved-from = moved from { $day }
consultation-time-title = The team's weekly time
consultation-time-help = It holds from the day you give until another one takes its place. Its weekday is then the day of consultation everywhere, in place of the one in the team’s rhythm. Single weeks are moved on their own pages.
consultation-weekday = Weekday
consultation-at = Time
consultation-length = Length in minutes
consultation-from = From
consultation-day = Day
consultation-time-save = Save the weekly time
consultation-feed-lead = An address shows the team's consultations in your own calendar: the times alone, nothing about families. Whoever has the address can read it, so do not share it.
consultation-when = When
consultation-instead = Instead of
consultation-reason = Reason
consultation-about = About
consultation-there = Present
consultation-minutes = Minutes
consultation-minutes-label = What was taken up and agreed
consultation-minutes-help = Write families by their case code, never by name. The consultant reads this too. What is about a single family belongs in the feedback on its week.
consultation-meant = Nobody of a family is meant
consultation-hold = Save as held
consultation-feedback = Written feedback on { $week }
consultation-feedback-none = No feedback has been written on that week.
consultation-unanswered = No answer yet
consultation-answer = Answer
consultation-change = Move it or call it off
consultation-move-help = The new time must be in the same week. One that was called off is planned again in this way.
consultation-reason-move = Reason, if one is needed
consultation-move = Move
consultation-reason-cancel = Why it is called off
consultation-cancel = Call off
consultation-network = Consultation in the network's teams
consultation-network-lead = The network owes each team consultation every week. This is what was held.
consultation-network-none-title = No team to show
consultation-network-none = When a team with a weekly loop joins the network it has a row here.
consultation-network-see = See the consultations
consultation-fault-weekday = Choose a day from Monday to Friday.
consultation-fault-length = The length must be 15–240 minutes.
consultation-fault-week = The new time is in another week. Choose a day in the same week, or call it off.
consultation-fault-reason = Write why it is called off.
consultation-fault-long = The text is too long. Shorten it.
consultation-fault-early = It has not been yet.
consultation-fault-nobody = Mark who was there.
consultation-fault-name = The text seems to name somebody in a family. Write the case code instead, or say below that somebody else is meant.
consultation-fault-past = A new weekly time can hold from this week, not earlier.
consultation-fault-held = It is noted as held already.
consultation-fault-day = Write a day, such as 3 December or 2026-12-03.
consultation-fault-time = Write a time, such as 13:00.
consultation-fault-meanwhile = Somebody else changed it meanwhile. Reload the page and make the change again.
done-consultation-time = The weekly time is saved.
done-consultation-held = The consultation is noted.
done-consultation-moved = The consultation is moved.
done-consultation-cancelled = The consultation is called off.
