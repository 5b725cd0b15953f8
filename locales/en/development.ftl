development-title = Development
development-lead = The goals of the development plans that concern you.
development-who-sees = A therapist's plan is read by the therapist and the group leader, the leader's by the leader and the consultant, the consultant's by the consultant and the network. The team's plan is read by the whole team. Nobody else sees them.
development-none-title = No plan yet
development-none = When you hold a post in a team your development plan stands here.
development-no-goal = No goal yet.
development-goal = Goal
development-new = New goal
development-edit = Change a goal
development-change = Change
development-whose = Whose
development-set = Set by
development-due = next step by { $day }
development-late = a step was due { $day }
development-text = What will be different?
development-text-help = Something that can be seen. One goal at a time.
development-evidence = What it rests on
development-evidence-none = Nothing is linked to the goal.
development-evidence-help = What you choose is kept as a link, with what it says today. Of a family only its case code and week are kept, of the month's report its counts.
development-held = Consultations held, of those that were owed
development-ratings-told = { $mean } in the mean of { $count ->
    [one] one answer
   *[other] { $count } answers
}, { $day }
development-figure-gone = the figure is no longer shown
development-said-on = as of { $day }
development-actions = What is to be done
development-actions-help = Leave rows empty that are not needed.
development-actions-none = No steps have been decided.
development-what = Step
development-owner = Who
development-by = By
development-outcome = What became of it
development-save = Save
development-looks = Looking back
development-looks-none = Nobody has looked back yet.
development-look = What has become of the goal?
development-state = The goal is now
development-look-save = Save
development-open = Open development goals
development-open-own = Goals of single people: do not show them on a shared screen
development-fault-empty = Write something first.
development-fault-long = The text is too long. Shorten it.
development-fault-many = That is too many at once. Take some away.
development-fault-ended = The goal is ended.
development-fault-owner = Each step needs somebody who takes it, and a day.
development-fault-open = There are six open goals already. End one before you set another.
development-fault-meanwhile = Somebody else changed it meanwhile. Reload the page and make the change again.
done-development-saved = The goal is saved.
done-development-looked = Saved.
development-look-on = Looked back on
development-next-on = Next look back
development-fidelity-told = { $count ->
    [one] mean { $mean } of one interview
   *[other] mean { $mean } of { $count } interviews
}
development-fidelity-rule = counted by { $rule }
development-fault-look-on = Choose a day from today and at most two years ahead.
development-fault-look-day = Write a day, such as 14 December 2026.
