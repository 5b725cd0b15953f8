# The assignment comes in, and the criteria are answered.
intake-referral-title = New assignment
intake-referral-lead = Enter what the assignment says. You can add the rest when you have met the family.
intake-crumbs = You are here
intake-kept = What you wrote { $at } is still here. It has not been sent yet.
intake-faults = { $n ->
    [one] One thing to correct
   *[other] { $n } things to correct
}
intake-assignment = The assignment
intake-received = Came in to us
intake-authority = Referring authority
intake-handler = Social secretary
intake-handler-phone = The social secretary's telephone
intake-number = Number of the decision
intake-decided = Decided on
intake-basis = Legal basis
intake-from = Valid from
intake-to = Valid until
intake-voluntary = optional
intake-reason = Why the family comes to us
intake-reason-help = Write what has happened and what the authority wants to achieve.
intake-family = The family
intake-label = What we call the family
intake-label-help = Usually the family name. Outside the team only the case's code is seen.
intake-child-given = The child's first name
intake-child-family = The child's family name
intake-child-born = The child's date of birth
intake-protection = Protected identity
intake-protection-help = With a protected identity only the group leader and those who carry the case see the family.
intake-event = What has happened
intake-event-help = The programme asks for an event within { $days } days. If you do not know yet, leave it empty.
intake-event-kind = What has happened
intake-event-unknown = Not known yet
intake-register = Register the assignment
intake-cancel = Cancel
intake-fault-missing = Fill this in.
intake-fault-choose = Choose one of these.
intake-fault-choice = The programme has no such choice.
intake-fault-day = The day cannot be read. Write for example 7 April or 2026-04-07.
intake-fault-sent = The team is counted in another installation, which sends its figures here. Register the family there.
intake-fault-future = The day lies ahead.
intake-fault-period = The last day lies before the first.
intake-fault-long = The text is too long.
intake-fault-event-day = Write which day it was, or choose that you do not know yet.
intake-fault-event-kind = Choose what has happened, or remove the day.
intake-fault-unanswered = Answer the question first.
intake-fault-not-yours = The programme does not let your role set this aside.
intake-fault-no-hindrance = The answer does not speak against the family. There is nothing to set aside.
intake-fault-reason = Write why.
done-intake-registered = The assignment is registered. Now see whether the programme is for this family.
done-intake-answered = The answer is saved.
done-intake-aside = Your word is saved.

intake-screening-title = Screening
intake-screening-lead = Answer the programme's questions. Hemma counts and shows; the decision is yours.
intake-unnamed-lead = You see the answers without names. When the group leader and you agree, a criterion is set aside.
intake-to-decision = To the decision
intake-clear = Everything is answered and nothing speaks against it
intake-open = { $open ->
    [one] One criterion is open
   *[other] { $open } criteria are open
}
intake-hinders = { $hinders ->
    [one] One criterion speaks against it
   *[other] { $hinders } criteria speak against it
}, { $open } open
intake-unfounded = { $n ->
    [one] one of them answered without what the answer rests on
   *[other] { $n } of them answered without what the answers rest on
}
intake-no-assignment = No assignment is registered.
intake-decision = Decision
intake-decision-of = { $number }, { $day }
intake-period-label = Period
intake-period = { $from } to { $to }
intake-period-open = From { $from }
intake-counted = Counted
intake-age-rule = The child is { $min } to { $max } years old
intake-age-found = { $age } years on the day of the decision, { $day }
intake-age-unknown = The child's date of birth is not recorded
intake-event-rule = The event lies at most { $days } days before the decision
intake-event-found = { $days } days before the decision of { $day }
intake-event-missing = No event is recorded
intake-event-anchor = Counted from: { $anchor }
intake-source = Source: { $source }
intake-inclusion = Must be so
intake-exclusion = Must not be so
intake-no-criteria = The programme asks nothing here.
intake-unanswered = Not answered
intake-by = { $name }, { $day }
intake-lacks-evidence = Write what the answer rests on
intake-evidence = What does the answer rest on?
intake-save = Save the answer
intake-set-aside = Speaks against it, but you set it aside
intake-aside = Set this aside
intake-aside-help = Everybody named here must agree, each for themselves. Write why.
intake-aside-never = Nobody in the team can set this aside. You can still decide against it, and then you write why.
intake-aside-reason = Why
intake-agree = I set it aside
intake-take-back = Take my word back
intake-agreed = { $role }: yes, { $name }
intake-not-agreed = { $role }: not yet
intake-clash = Two people have answered the same question
intake-clash-lead = Nothing is lost. Choose which answer is to stand.
intake-clash-mine = Your answer
intake-clash-theirs = The answer that is saved already
intake-clash-keep = Keep mine
intake-clash-take = Keep the saved one
