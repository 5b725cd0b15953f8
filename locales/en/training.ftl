training-title = Training
training-lead = What the network holds for its teams: planning, invitations, attendance and certificates.
training-tally = { $overdue ->
    [0] Nobody is overdue
    [one] One person is overdue
   *[other] { $overdue } people are overdue
}, { $due } have something to do and { $held } have all of it.
training-needs = Training: done and still to do
training-needs-see = See who lacks what
training-team-see = See
training-needs-none-title = Nothing to show
training-needs-none = The programme demands no training, or nobody holds a post where it does.
training-needs-silent = No requirements are entered for { $programme }, or none for the roles that people hold there. That nobody lacks anything is not said.
training-record = A person's training
training-record-lead = What the post demands, how it stands, and the network's trainings.
training-record-seats = Trainings
training-record-none = Not invited to any training of the network.
training-present = was there for { $length }
training-absent = was not there
training-needs-source = Counted in Hemma today, from the attendance at the network's trainings and the first day of each post. Below each demand stands which of its values has no source and should be checked with the network.
training-not-demanded = not demanded
training-unconfirmed-what = Not confirmed: { $what }
training-none-title = No trainings yet
training-none = Plan the first one. What was held before can be entered too, so that it counts.
training-coming-title = To come
training-coming-none = Nothing is planned.
training-past-title = Earlier
training-new = New training
training-edit = Change the training
training-one-title = The training
training-form-lead = Whoever is invited and has not declined is told when something changes.
training-name = Title
training-kind = What it is
training-kind-help = Attendance counts towards that demand.
training-kind-all = { $name } (all programmes)
training-beside = Something beside the demands
training-times = Days and times
training-times-help = One row a day. Leave rows empty that you do not need.
training-day = Day { $number }
training-from = From
training-to = To
training-counts-as = Counts as
training-place = Place
training-language = Language
training-seats = Places at most
training-about = Content
training-about-help = What it is about and what to bring. The text stands on the certificate too.
training-save = Save
training-back = Back
training-change = Change
training-when = When
training-seats-taken = Places
training-coming = { $coming } come
training-coming-of = { $coming } of { $seats } places taken
training-came = { $count ->
    [0] nobody is noted as having been there
    [one] one was there
   *[other] { $count } were there
}
training-answers = { $yes } come, { $no } do not, { $open } have not answered
training-answered = { $yes } had said yes, { $no } no, { $open } did not answer
training-invited = { $invited } invited
training-half-day = half a day
training-one-day = 1 day
training-days = { $days } days
training-who = Name
training-said = Answer
training-attended = Was there
training-attendance-save = Save attendance
training-certificate = Certificate
training-certificate-open = Open
training-certificate-title = Certificate of attendance
training-seats-title = Invited
training-seats-none = Nobody is invited yet.
training-invite-title = Invite
training-invite-help = Those who lack the training and go to no other one are chosen already.
training-invite = Invite those chosen
training-booked = place on { $day }
training-by = by { $day }
training-was-due = was due { $day }
training-next-by = next by { $day }
training-part = { $some } of { $all }
training-evaluation = Evaluation
training-evaluation-until = Those who were there can answer until { $day }. After that the answers are shown together.
training-evaluation-few = Too few have answered to show anything: somebody could be recognised.
training-evaluation-answers = { $count ->
    [one] One answer
   *[other] { $count } answers
}
training-question = Question
training-step-low = 1, not at all
training-step-high = 5, fully
training-mean = Mean
training-cancel-title = Call it off
training-cancel-what = Those who have not declined are told. The training stays in the list as called off.
training-cancel = Call the training off
training-subject = Proposed subject
training-subject-see = Propose a subject
training-subject-lead = What families notice least of, in the teams where the invited therapists work.
training-subject-none-title = Nothing to build on
training-subject-none = No invited therapist works in a team that measures fidelity. Invite people first.
training-subject-few = Too few interviews to propose anything.
training-subject-wordless = The wording is the licence holder's and is not here: read it in the instrument.
training-subject-take = Use as subject
training-subject-all = See every item among the network's fidelity
training-subject-basis = Rests on { $sheets } interviews with { $families } families in the last four quarters, in { $teams }. No single therapist is counted.
training-subject-thin = Too few interviews to be counted: { $teams }.
training-subject-answers = { $count ->
    [one] one answer
   *[other] { $count } answers
}
training-share = { $share } % of what is possible
training-mine = My training
training-mine-lead = Invitations, what your post demands, and certificates.
training-mine-coming-none = You are not invited to anything.
training-mine-no-demands = Your post demands no training.
training-of-team = How { $team } stands
training-demands = Demanded in { $programme }
training-length = Length
training-standing = Standing
training-say-yes = I come
training-say-no = I do not come
training-was-there = you were there for { $length }
training-evaluate = Evaluate
training-evaluated = You have answered. It cannot be taken back, since nobody knows which answer is yours.
training-evaluation-promise = Answers are put together and cannot be traced to you. They are shown once the time to answer has ended, and only if at least three have answered.
training-evaluation-send = Send
training-feed-title = Calendar
training-feed-lead = An address shows the trainings in your own calendar. Whoever has the address can read it, so do not share it.
training-feed-mine = My trainings
training-feed-all = All trainings of the network
training-home = Training
training-home-next = Next: { $title }, { $days }.
training-home-see = To the trainings
training-faults = { $count ->
    [one] One thing needs to be corrected
   *[other] { $count } things need to be corrected
}
training-fault-title = Write a title.
training-fault-long = The text is too long.
training-fault-no-day = Write at least one day.
training-fault-days = At most 15 days.
training-fault-day = Write each day so that it can be read, for example 3 December 2026.
training-fault-time = Write the times so that they can be read, for example 09:00.
training-fault-backwards = A day ends before it begins.
training-fault-twice = The same day stands there twice.
training-fault-seats = The number of places is from 1 to 200. Leave it empty if there is room for all.
training-fault-seats-taken = More have said yes already. Write a larger number.
training-fault-kind = Choose what it is from the list.
training-fault-nobody = Choose at least one person.
training-fault-many = At most 200 people in a training.
training-fault-early = Attendance is noted from the day itself on.
training-fault-attended = A day with noted attendance is missing. Let it stay, or remove the attendance of that day first.
training-attended-days = Attendance is noted on { $days }. Such a day can be moved or removed once nobody is noted on it.
training-attended-lost = Attendance is noted on { $days }, and the day is no longer there. Nothing is saved. Write the day back, or remove the attendance on the page of the training, save the new day and note the attendance again.
training-fault-held = The training has been held already.
training-fault-late = The training has begun or is called off. Talk to whoever holds it.
training-fault-full = All places are taken.
training-fault-evaluation = It can be evaluated for two weeks after its last day, by those who were there.
training-fault-answer = Choose an answer.
training-fault-meanwhile = Somebody else changed the training meanwhile. Nothing is saved; reload the page and compare.
done-training-saved = The training is saved.
done-training-invited = They are invited.
done-training-attended = Attendance is saved.
done-training-cancelled = The training is called off.
done-training-replied = Your answer is saved.
done-training-evaluated = Thank you. Your answer is in.
