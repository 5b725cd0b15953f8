agreement-title = Rules of being on call
agreement-to-rota = To the rota
agreement-version = version { $version }, valid from { $day }
agreement-what = Each rule stands with its value, the day from which it holds, and who says so. What nobody has confirmed is marked: check it against the agreement. The values stand in the agreement's file, and whoever runs the installation adds a new version. Rotas stay on the version that they were planned under.
agreement-since = valid from { $day }
agreement-when = When somebody is on call
agreement-at-home = People are on call at home. That is not working time until there is something to do, and it never counts as weekly rest.
agreement-at-work = People are on call at the workplace, and all of it is working time.
agreement-ordinary-team = Ordinary hours are { $days } { $from }–{ $to }. The teams answer as usual then, and nobody is on call.
agreement-ordinary-duty = Ordinary hours are { $days } { $from }–{ $to }. Somebody is on call then too.
agreement-days-off = Days off, without ordinary hours: { $days }.
agreement-blocks = How time is cut into duties
agreement-daily = On days off duties change hands at { $time }.
agreement-weekly = A line that is served by the week changes hands on { $day } at { $time }.
agreement-weekend-days = On a plain weekend one person serves at most { $count } days off in a row.
agreement-holiday-days = Around holidays one person serves at most { $count } days off in a row.
agreement-limits = Rest and limits
agreement-daily-rest = Daily rest: at least { $count } unbroken hours in each 24.
agreement-weekly-rest = Weekly rest: at least { $count } unbroken hours in each week, without any duty. That is why a weekend on call costs a day off.
agreement-day-break = The day and the week in which rest is judged begin at { $time }.
agreement-disturbed = After a call-out at least { $count } hours pass before the next duty.
agreement-weekly-hours = Working time is at most { $count } hours a week on average.
agreement-average-weeks = The average is taken over { $count } weeks.
agreement-full-week = Where actual hours are not known a full post is reckoned as { $count } hours a week, and everybody by their part of one.
agreement-workplace = At most { $count } hours on call at the workplace in four weeks.
agreement-duties = At most { $count } duties in four weeks.
agreement-load = At most { $count } hours on call in four weeks, each line by its share.
agreement-long-absence = Whoever is away for { $count } whole days in a row or more has a lower fair share: those days do not count.
agreement-weekend-gap = { $count ->
    [one] At least one whole weekend off call between two weekends on call.
   *[other] At least { $count } whole weekends off call between two weekends on call.
 }
agreement-known = Notice and hand-over
agreement-notice = The rota is known at least { $count } days before a duty. A later change needs a reason.
agreement-handover-before = Whoever takes over sees the families' sheets from { $count } minutes before the duty.
agreement-handover-after = Whoever hands over sees them until { $count } minutes after it.
agreement-bands = Bands of hours for payroll
agreement-band-rest = { $band }: all time that no other band takes.
agreement-around-days = { $holidays }: from { $from } { $before ->
    [0] the same day
    [one] the day before
   *[other] { $before } days before
 } until { $to } { $after ->
    [0] the same day
    [one] the day after
   *[other] { $after } days after
 }
agreement-around-workday = { $holidays }: from { $from } { $before ->
    [0] the same day
    [one] the day before
   *[other] { $before } days before
 } until { $to } on the next workday
agreement-lines = The pool's lines
agreement-lines-what = This stands in the pool's own settings, which whoever runs the installation writes.
agreement-line = { $line } is served by: { $roles }. { $load } % of the time is counted.
agreement-line-gap = At least { $gap } are free after a duty, before the next.
agreement-line-no-gap = The next duty may follow at once.
agreement-line-block = Its duties are nights, weekends and holidays.
agreement-line-week = Its duties are whole weeks.
agreement-weighs = What a proposal is weighed by
agreement-weighs-what = None of this is a rule: a proposal never breaks one. Fewer points are better.
agreement-weighs-all = All weights
agreement-weighs-open = Each point of open duties, times
agreement-weighs-open-night = An open night
agreement-weighs-open-long = An open weekend, holiday or week
agreement-weighs-uneven = Each whole duty between whoever has most and least, times
agreement-weighs-nights-range = Difference in nights
agreement-weighs-nights-square = Distance from the fair share, nights
agreement-weighs-weekends-range = Difference in weekends
agreement-weighs-weekends-square = Distance from the fair share, weekends
agreement-weighs-holidays-range = Difference in holidays
agreement-weighs-holidays-square = Distance from the fair share, holidays
agreement-weighs-wish-little = A wish that means a little and is not met
agreement-weighs-wish-some = A wish that means something and is not met
agreement-weighs-wish-much = A wish that means much and is not met
agreement-weighs-change = A published duty that goes to somebody else
agreement-weighs-change-late = The same later than the notice
agreement-weighs-close-weeks = Weekends count as close within so many weeks
agreement-weighs-close-weekends = Each pair of close weekends
agreement-weighs-rest-day = A day off for rest
holiday-new-year = New Year's Day
holiday-epiphany-eve = Epiphany Eve
holiday-epiphany = Epiphany
holiday-maundy-thursday = Maundy Thursday
holiday-good-friday = Good Friday
holiday-easter-eve = Easter Saturday
holiday-easter-day = Easter Sunday
holiday-easter-monday = Easter Monday
holiday-walpurgis-eve = Walpurgis Eve
holiday-may-day = May Day
holiday-ascension = Ascension Day
holiday-whit-eve = Whit Saturday
holiday-whit-sunday = Whit Sunday
holiday-national-day = National Day
holiday-midsummer-eve = Midsummer Eve
holiday-midsummer-day = Midsummer Day
holiday-all-saints-eve = All Saints' Eve
holiday-all-saints = All Saints' Day
holiday-christmas-eve = Christmas Eve
holiday-christmas-day = Christmas Day
holiday-boxing-day = Boxing Day
holiday-new-years-eve = New Year's Eve
