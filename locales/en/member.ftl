member-title = Who can be on call
member-what = The fair share of nights, weekends and holidays follows the part of a full post and how long somebody has been in the pool.
member-none = Nobody in the teams of this pool holds a post that serves one of its lines.
member-share = Part of a full post in per cent
member-save = Save
member-from = in from { $day }
member-until = in until { $day }
member-year = { $year }, { $line }: { $nights ->
    [one] { $nights } night
   *[other] { $nights } nights
}, { $weekends ->
    [one] { $weekends } weekend
   *[other] { $weekends } weekends
}, { $holidays ->
    [one] { $holidays } holiday
   *[other] { $holidays } holidays
}
member-burden-title = Write down a year from before the rota was kept here
member-burden-what = What somebody carried before the rota was kept here counts when duties are shared out. The years after that are counted and written down by themselves. If you began in the middle of a year, the months before belong to the year before it.
member-years-until = The last year that can be written down is { $year }.
member-line = Line
member-of-year = Year
member-nights = Nights
member-weekends = Weekends
member-holidays = Holidays
member-burden-add = Write the year down
member-fault-share = Write the part of a full post as a whole number from 0 to 100.
member-fault-year = Write a year before the first that has duties in the rota here, 20 years back at most.
member-fault-count = Write whole numbers, 366 at most.
done-member-share = The part of a full post is saved.
done-member-burden = The year is saved.
member-share-from = from
member-share-today = today
member-step = { $share } % from { $day }
member-away = Away { $first } – { $last }, not counted in the share
member-long = An absence of { $days } whole days in a row or more lowers the share by its days.
member-fault-from = Write a day at most 200 days ahead and 20 years back.
done-member-unshare = The change is taken back. What held before that day goes on.
