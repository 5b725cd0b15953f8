my-week-title = My week
my-week-today = Week { $week }, { $day }
my-week-done-title = Nothing left to do
my-week-done = Summaries, feedback, contacts and tasks are on time. The next thing shows here when it comes near.
my-week-past = Should have been done
my-week-now = Today
my-week-this-week = This week
my-week-later = Later
my-week-some-day = Without a day
my-week-overdue = Overdue
my-week-handover = Waits since { $time }
my-week-incident = Happened today
my-week-families = My families
my-week-no-families = You have no open families right now.
my-week-treatment-week = Week { $week } of treatment
my-week-contacts = Contacts { $count }
my-week-summary = { $week }: { $state }
my-week-reviews = Safety plans to review
todo-text-handover = { $count ->
    [one] Take over after a call to whoever was on call
   *[other] Take over after { $count } calls to whoever was on call
}
todo-act-handover = Read and take over
todo-text-incident = { $count ->
    [one] An incident in the family
   *[other] { $count } incidents in the family
 }
todo-text-safety-plan = Review the safety plan
todo-text-safety-plan-make = Make the safety plan
todo-text-summary = Hand in the summary of { $week }
todo-text-feedback = { $count ->
    [one] Answer one point of feedback on { $week }
   *[other] Answer { $count } points of feedback, the oldest on { $week }
 }
todo-text-contacts = { $count ->
    [one] One more contact this week
   *[other] { $count } more contacts this week
 }
todo-text-notes = { $count ->
    [one] Sign a note
   *[other] Sign { $count } notes
 }
todo-act-incident = Read
todo-act-safety-plan = Open the plan
todo-act-summary = Continue
todo-act-feedback = Answer
todo-act-task = To the task
todo-act-contacts = Log a contact
todo-act-notes = To the journal
todo-text-look = Look back on a development goal
todo-act-look = To the goal
