case-title = Case
case-tabs = The family's pages
case-therapist = Therapist
case-no-therapist = Nobody yet
case-week = Week
case-phase = Phase
case-no-people = Nobody is recorded yet.
tab-overview = Overview
stage-referred = Assignment received
stage-waiting = Waiting for a place
stage-declined = Declined
stage-open = Open
stage-closed = Closed
safety-current = Safety plan in force, review { $day }
safety-overdue = The safety plan was due for review { $day }
safety-missing = No safety plan
tab-week = The week
tab-contacts = Contacts
tab-journal = Journal
tab-safety = Safety
tab-forms = Forms
tab-people = People
tab-incidents = Incidents
tab-measures = Measures
tab-timeline = Timeline
tab-reports = Reports
tab-manage = Manage
case-warn-visit = Read before a visit
case-protected = Protected identity
case-warnings = To know first
case-warn-staff = { $name }: { $text }
case-warn-protected = { $name } has a protected identity: { $kind }
case-warn-address = { $name } must not know where the family lives
case-due = To do
case-nothing-due = Nothing waits just now.
case-due-carry-out = The decision must be carried out by { $day }
case-due-lvu = The board must review the measure by { $day } (LVU section 22)
case-due-consent = Consent to treatment is missing
case-due-week = The summary of { $week } is to be handed in by { $until }
case-due-week-late = The summary of { $week } is late
case-due-incidents = { $count ->
    [one] One incident is not reviewed
   *[other] { $count } incidents are not reviewed
}
case-due-tasks = { $count ->
    [one] One task is late
   *[other] { $count } tasks are late
}
case-due-drafts = { $count ->
    [one] One note is not signed
   *[other] { $count } notes are not signed
}
case-due-follow-up = Follow-up { $day }
case-all-people = All people
case-all-consents = All consents
case-around = { $count ->
    [one] One more person around the family
   *[other] { $count } more people around the family
}
case-latest = Latest
case-none = Nothing yet
case-last = Last { $when }
case-contacts = { $last }. This week: { $count }
case-counted = { $count }, last { $day }
case-assignment = The assignment
case-authority = Referred by
case-handler = Handler
case-decision = Decision
case-basis = Legal basis
case-period = Period
case-period-to = { $from } – { $to }
case-period-from = From { $from }
case-lvu = Review under LVU
case-reviewed = Reviewed { $day }
case-review-by = By { $day }
case-reason = Why
case-received = Received
case-opened = Treatment began
case-programme = Programme
case-carers = Therapists
