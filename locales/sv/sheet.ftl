basis-kind-assignment = Förordnad för familjens nämnd (OSL 2 kap. 1 §)
basis-kind-osl-26-9 = Behövs för hjälp till någon under 18 år (OSL 26 kap. 9 §)
basis-kind-consent = Samtycke (OSL 10 kap. 1 §)
sheet-action-open-sheet = läsa beredskapsbladet
sheet-action-log-call = anteckna ett samtal
sheet-action-break-glass = öppna mer än beredskapsbladet
sheet-action-see-more = läsa mer än beredskapsbladet
