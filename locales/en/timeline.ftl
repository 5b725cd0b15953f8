timeline-title = Timeline
timeline-of = Timeline of { $code }
timeline-desc = Contacts, steps, summaries and events over { $count } weeks. The table below says the same.
timeline-empty-title = Treatment has not begun
timeline-empty = When the family is taken in, its weeks show here.
timeline-caption = Week by week since the family was taken in.
timeline-as-table = Show as a table
timeline-weeks = The weeks, the latest first
timeline-week = Week
timeline-phases = Phase
timeline-events = Events
timeline-contacts = Contacts
timeline-minimum = at least
timeline-steps = Steps
timeline-met = Met
timeline-partly = Partly
timeline-unmet = Not met
timeline-summary = Summary
timeline-in-time = In time
timeline-late = Late
timeline-missing = Missing
timeline-weeks-before = earlier weeks
timeline-plan = Safety plan { $number }
timeline-hold-begins = Measures paused
timeline-hold-ends = Measures go on
timeline-call = On-call call
timeline-meetings = { $count ->
    [one] Meeting
   *[other] { $count } meetings
 }
