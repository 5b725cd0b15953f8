network-title = The network's teams
network-count = { $count ->
    [one] One team
   *[other] { $count } teams
 }
network-empty-title = No teams yet
network-empty = When a team joins the network, it gets a row here.
network-team = Team
network-board = Board
network-programme = Programme
network-staff = Staff
network-open = Open families
network-waiting = Waiting
network-on-time = Handed in on time
network-sum = All teams
network-source = Counted in Hemma today. Staff are those who hold a post in the team. Handed in on time covers the last four weeks whose time has passed: how many weekly summaries came in time, of all that were due.
network-consulted = Consultation this quarter
network-decisions = Decisions under way
network-decisions-none = Nothing is with any board.
network-decisions-see = See the proposals
network-due = Waiting for the office
network-due-none = Nothing is late: no decisions, reviews, development goals, instalments or accounts. No bill waits to be booked.
network-review = { $programme }, review of { $term }
network-review-none = the half-year is over and nobody has begun
network-review-unsigned = waits for your signature
network-goal-of = { $name } ({ $team }), development plan
network-due-late = late since { $day }
network-due-by = by { $day }
network-due-unbooked = not booked, made { $day }
network-unpaid = Booked fees that are not paid
network-unbilled = Fees of the year without a bill
network-due-projects = See the projects
network-due-fees = See the fees
