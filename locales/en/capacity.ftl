# Places, load and the waiting list.
capacity-title = Places and waiting list
capacity-places = { $free ->
    [0] No places free
    [one] One place free
   *[other] { $free } places free
}, { $open ->
    [one] one family in treatment
   *[other] { $open } families in treatment
}
capacity-no-limit = The programme sets no limit. { $open ->
    [one] One family in treatment
   *[other] { $open } families in treatment
}
capacity-refer = New assignment
capacity-clocks = Times to keep
capacity-clocks-help = A decision must be carried out within three months, or the board reports it. Under LVU section 22 the board reviews the plan within six months.
capacity-no-clocks = No times run at present.
capacity-days-left = { $days ->
    [0] last day today
    [one] one day left
   *[other] { $days } days left
}
capacity-days-over = { $days ->
    [one] one day late
   *[other] { $days } days late
}
capacity-therapists = Therapists
capacity-no-therapists = No family therapist works in the team.
capacity-load = { $used } of { $limit } families
capacity-load-open = { $used ->
    [one] One family
   *[other] { $used } families
}
capacity-over = Over the limit
capacity-full = Full
capacity-referred = Assignments to decide on
capacity-no-referred = Every assignment has been answered.
capacity-received = Came in { $day }
capacity-waiting = Waiting list
capacity-no-waiting = No family waits for a place.
capacity-up = Move { $code } up
capacity-down = Move { $code } down
done-capacity-moved = The waiting list is changed.
capacity-closings = Expected closings
capacity-no-closings = No family is in treatment.
capacity-family = Family
capacity-opened = Began
capacity-expected = Expected to end
capacity-between = { $first } to { $last }
capacity-no-length = The programme says nothing about its length
capacity-follow-ups = Follow-ups
capacity-no-follow-ups = No follow-up in the coming month.
capacity-follow-up-due = After { $months } months, { $day }
capacity-follow-up-late = After { $months } months, was due { $day }
capacity-closed-title = Closed families
capacity-closed-lead = Families whose treatment in the team has ended, the latest first.
capacity-closed-none = No family has been closed
capacity-closed-empty = Families come here when their treatment has ended.
capacity-closed-on = Closed
capacity-closed-why = Why
capacity-closed-next = Next follow-up
capacity-closed-no-next = None left
capacity-closed-more = The list shows the latest { $n }. Older families are found by searching.
capacity-unlimited = No limit
capacity-over-count = { $n ->
    [one] One therapist over the limit
   *[other] { $n } therapists over the limit
}
capacity-unit-title = The unit
capacity-unit-lead = The teams' places and the law's times. No family is shown here, only the codes of cases.
capacity-unit-empty-title = No teams yet
capacity-unit-empty = The board's teams are shown here once they have started.
capacity-unit-teams = Teams
capacity-unit-team = Team
capacity-unit-therapists = Therapists
capacity-unit-open = In treatment
capacity-unit-free = Places free
capacity-unit-waiting = Waiting
capacity-unit-referred = To decide on
capacity-unit-note = To look at
capacity-unit-no-clocks = No decision is late, and none will be in the coming three weeks.
