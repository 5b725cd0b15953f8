fidelity-title = Adherence
fidelity-own = My adherence
fidelity-own-help = Only scores that the group leader has released count here. Single answers are never shown.
fidelity-own-none = When families have been interviewed and the group leader has released the scores, they are shown here.
fidelity-none-title = Nothing to measure with
fidelity-none = The team's programme has no instrument about the therapist's work.
fidelity-none-network = None of the network's programmes has an instrument about the therapist's work.
fidelity-cut-off = The cut-off is { $limit }. Values are compared exactly, without rounding.
fidelity-earlier-confirmed = { $count } { $count ->
    [one] score stands
   *[other] scores stand
 } under an earlier rule (version { $version }). Whoever runs the program can score them by the new one.
fidelity-earlier-unconfirmed = { $count } { $count ->
    [one] score stands
   *[other] scores stand
 } under an earlier rule (version { $version }) that the licence holder has not confirmed. Whoever runs the program can score them by the new one.
fidelity-no-cut-off = The instrument has no established cut-off.
fidelity-year = Last twelve months
fidelity-before = Twelve months before
fidelity-col-what = Measure
fidelity-mean = Mean
fidelity-above = Families that meet the cut-off
fidelity-forms = Scores
fidelity-collected = Measures collected
fidelity-forms-of = { $forms } from { $families ->
    [one] 1 family
   *[other] { $families } families
 }
fidelity-forms-count = { $count ->
    [one] 1 score
   *[other] { $count } scores
 }
fidelity-share = { $share } %, probably between { $from } and { $to } %
fidelity-percent = { $share } %
fidelity-lacking = Families that lack their newest interview
fidelity-lacking-none = No family in treatment lacks its newest interview.
fidelity-col-lack = State
fidelity-col-todo = What can be done
fidelity-fewer = fewer than { $least }
fidelity-lack-call = To be called
fidelity-lack-ask-consent = No consent yet
fidelity-lack-refused = Said no
fidelity-lack-name-somebody = Nobody to ask
fidelity-lack-missed = Not called in time
fidelity-lack-unreachable = Not reached
fidelity-lack-declined = Declined
fidelity-todo-call = The interviewer calls
fidelity-todo-consent = The therapist asks for consent to interviews
fidelity-todo-name = The therapist records who is the caregiver in the household
fidelity-todo-next = The therapist asks when a call would suit next time
fidelity-todo-respect = Nothing now. The answer is the family’s to give
fidelity-trend = Trend
fidelity-trend-desc = Means over { $count } periods with the limits of what is usual.
fidelity-as-table = As a table
fidelity-col-period = Period
fidelity-col-forms = Scores
fidelity-col-families = Families
fidelity-col-remark = Remark
fidelity-col-lacking = Lack an interview
fidelity-col-newest = Newest
fidelity-closed = closed
fidelity-limits = Between { $lower } and { $upper } the mean moves by chance. The limits come from the first eight periods of the picture.
fidelity-no-limits = The periods are too few, or too alike, to tell what is chance.
fidelity-therapists = Therapists
fidelity-teams = Teams
fidelity-families = Families
fidelity-forest-desc = { $count } means with how uncertain they are.
fidelity-spread = Of the differences between { $scores } scores, { $therapists } % lie between therapists, { $families } % between families and { $rest } % within one family.
fidelity-spread-teams = Of the differences between { $scores } scores, { $teams } % lie between teams, { $therapists } % between therapists, { $families } % between families and { $rest } % within one family.
fidelity-no-model = The scores are too few, or too alike, to tell therapists from chance.
fidelity-shrunken = Weighted together with the team: { $mean }.
fidelity-shrunken-help = A weighted mean is drawn towards the others’ the fewer scores there are behind it. The line shows where the true value probably lies (95 %).
fidelity-items = Item by item
fidelity-items-desc = Share of what is possible, by item and quarter.
fidelity-items-none = Nobody has answered in the last year.
fidelity-items-few = Items are shown when at least three families have answered, so that no family can be recognised.
fidelity-items-from = { $sheets } answer sheets from { $families ->
    [one] 1 family
   *[other] { $families } families
 }.
fidelity-items-help = Each number is how much of what is possible families answered, in per cent. At least three families stand behind each number.
fidelity-reliability = Alpha { $alpha }, omega { $omega } from { $rows } complete sheets: how well the items measure one thing.
fidelity-no-reliability = Complete sheets are too few for alpha and omega.
fidelity-col-rest = Correlation with the others
fidelity-quarter = Q{ $number }
fidelity-word-center = Centre
fidelity-word-limits = Range of chance
fidelity-word-signal = Outside the usual
fidelity-word-outside = Outside the scale
fidelity-word-count = count
fidelity-word-before = Earlier periods
fidelity-word-empty = No scores yet.
fidelity-word-shrunken = Weighted mean
fidelity-word-interval = Probable range, 95 %
fidelity-word-plain = Plain mean
fidelity-word-after = More rows
fidelity-word-cut-off = cut-off { $limit }
fidelity-word-whole = All
fidelity-word-low = little
fidelity-word-high = much
fidelity-word-none = Fewer than three families
fidelity-word-sheets = Sheets
fidelity-word-logits = Logits: easy to agree with to the left, hard to the right
fidelity-word-threshold = Threshold between answers
fidelity-word-misfit = Fits less well
fidelity-map = Where the items stand
fidelity-map-desc = Thresholds of the items and the families’ answers on one scale.
fidelity-map-none = The answers are too few to place the items. At least a hundred sheets are needed.
fidelity-map-help = The model (partial credit, Rasch) places items and families on one scale. Infit and outfit are 1 when answers are as expected.
fidelity-placed = { $count } sheets.
fidelity-compared = Swedish is compared with other languages: { $swedish } and { $others } sheets. An item that differs may be translated differently.
fidelity-differs = Differs between languages
fidelity-col-location = Place
fidelity-col-thresholds = Thresholds (standard error)
fidelity-col-difference = Other languages against Swedish (standard error)
fidelity-computed = Computed { $at }.
fidelity-network-help = No therapists and no families are shown. The figures are computed once a day.
fidelity-under-way = The figures are being computed
fidelity-under-way-help = It takes some seconds.
fidelity-look-again = See if they are ready
fidelity-stage-begun = Beginning.
fidelity-stage-scores = Reading scores: { $read } of { $of } teams.
fidelity-stage-answers = Reading answers.
fidelity-stage-models = Fitting models.
fidelity-failed-title = The figures could not be computed
fidelity-failed = Nothing is lost. Open the page again to try anew. If it happens again, tell whoever runs the program.
