rating-title = Ratings
rating-lead = Here you answer about the group leader’s supervision and the consultant’s support. Nobody will know what you answered.
rating-crumbs = Back
rating-of = { $instrument } about { $name }
rating-about = About { $about }.
rating-why-you = You are asked because you work in { $team }.
rating-minimum = { $count ->
    [one] Shown once at least 1 has answered.
   *[other] Shown once at least { $count } have answered.
}
rating-minimum-unconfirmed = That limit is our own and not confirmed by the licence holder.
rating-answered = You have answered
rating-answer = Answer
rating-empty-title = Nothing to answer just now
rating-empty = Every second month the team answers about its group leader and its consultant. Then it stands here, and on your week.
rating-before = Answer in one go: nothing is kept until you send, so that no draft can be tied to you.
rating-once = Once sent, the answer cannot be changed or taken back. Nobody can find it among the others.
rating-send = Send the answer
rating-faults = { $count ->
    [one] 1 item needs an answer. Nothing was sent.
   *[other] { $count } items need an answer. Nothing was sent.
}
rating-fault-missing = Choose an answer
rating-fault-answer = The answer does not fit the questions. Reload the page and answer again.
rating-closed-answered = You have answered already. The answer lies among the others and cannot be opened.
rating-closed-early = This rating has not opened yet.
rating-closed-late = The time for this rating is over.
rating-sent-title = Thank you for your answer
rating-sent = It now lies among the others, without a name and without a time. When the rating has closed, means are shown if enough have answered.
rating-sent-home = To the start
rating-sent-list = To the ratings
rating-promise-title = How your answer is protected
rating-promise-urn = All answers go into one sealed bundle. There is no name, no time and no order in it.
rating-promise-who = That you have answered is noted apart, so that you are not asked again. When the rating closes, that is forgotten too.
rating-promise-minimum = If too few have answered, the answers are destroyed unread.
rating-promise-reads = Only means are shown, and only once the rating has closed: to the person they are about and to the network. The consultant sees the group leader’s as well. You who answer do not see them.
rating-promise-log = The access log says that you answered, never what.
rating-promise-limit = Whoever runs the machines and has both the key and several backups from the same days can compare them. That is the limit there is.
rating-team-title = The team’s ratings
rating-of-team = Ratings { $team }
rating-team-lead = Means over everybody who answered. Single answers are never shown, to anybody.
rating-none-title = No ratings yet
rating-none = Every second month the team answers about its group leader and its consultant. When a rating has opened, it stands here.
rating-see = Show
rating-col-due = Rating
rating-col-turnout = Answers
rating-turnout = { $answered } of { $asked }
rating-too-few = Too few answers to show. The answers are destroyed.
rating-too-few-scale = too few answers
rating-too-fine = the value cannot be written exactly
rating-curve = In order of time: { $values }
rating-why = Why these values?
rating-why-round = About the rating of { $day }
rating-why-counted = { $left ->
    [0] { $counted } answers count
   *[other] { $counted } answers count, { $left } have too few items answered
}
rating-why-first = First the mean of each, then the mean of those
rating-coming = Next
rating-next = the next rating opens on { $day }
rating-no-next = no new rating is planned
rating-few-raters = not asked. { $raters } would answer, and at least { $least } are needed so that nobody can be pointed out.
rating-waits = { $what }: open until { $day }
