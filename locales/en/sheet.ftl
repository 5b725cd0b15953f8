basis-kind-assignment = Appointed by the family's board (OSL 2:1)
basis-kind-osl-26-9 = Needed to help somebody under 18 (OSL 26:9)
basis-kind-consent = Consent (OSL 10:1)
sheet-action-open-sheet = read the on-call sheet
sheet-action-log-call = write about a call
sheet-action-break-glass = open more than the on-call sheet
sheet-action-see-more = read more than the on-call sheet
