//! What no board's export holds, and why.

/// Tables that no export holds, each with the reason.
pub const LEFT_OUT: &[(&str, &str)] = &[
    ("addressees", "of the network's office"),
    (
        "answer_link_keys",
        "hashes of what opens a link; of use to nobody else",
    ),
    (
        "application_files",
        "of an opening's members; each application has a key of its own",
    ),
    ("application_messages", "of an opening's members"),
    ("application_references", "of an opening's members"),
    ("application_scores", "of an opening's members"),
    (
        "applications",
        "of an opening's members, and of nobody else whatever post they hold",
    ),
    (
        "audit_heads",
        "the last line of each chain; follows from the log itself",
    ),
    ("bills", "of the network's office"),
    (
        "briefing_guests",
        "who comes to an information meeting; gone two weeks after it",
    ),
    ("briefings", "of an opening's members"),
    ("case_keys", "keys; texts are exported opened"),
    ("ceremonies", "sign-ins under way; gone in minutes"),
    (
        "consultation_feeds",
        "hashes of what opens a calendar; of use to nobody else",
    ),
    (
        "credentials",
        "what somebody signs in with belongs to the site, not to the board",
    ),
    ("curricula", "belong to the site"),
    (
        "development_actions",
        "read by those whom a plan concerns, and by nobody else",
    ),
    (
        "development_evidence",
        "read by those whom a plan concerns, and by nobody else",
    ),
    (
        "development_looks",
        "read by those whom a plan concerns, and by nobody else",
    ),
    (
        "developments",
        "read by those whom a plan concerns, and by nobody else",
    ),
    (
        "drafts",
        "unfinished texts of one person, seen by nobody else",
    ),
    ("fee_memberships", "of the network's office"),
    (
        "instruments",
        "belong to the site; each is exported by `hemma instrument export`",
    ),
    ("jobs", "the program's own errands"),
    ("layouts", "belong to the site"),
    (
        "ledger_accounts",
        "of the network's office; its books are no board's",
    ),
    ("ledger_budgets", "of the network's office"),
    ("ledger_earmarks", "of the network's office"),
    ("ledger_postings", "of the network's office"),
    ("ledger_vouchers", "of the network's office"),
    ("ledgers", "of the network's office"),
    (
        "measure_plans",
        "how far measures were planned; planned anew from the programme",
    ),
    (
        "migrations",
        "the form of this database; the manifest says the form of the export",
    ),
    ("network_review_actions", "of the network"),
    (
        "network_reviews",
        "of the network; each has its own page, file and JSON",
    ),
    ("opening_corrections", "of an opening's members"),
    ("opening_members", "of an opening's members"),
    (
        "opening_protocols",
        "of an opening's members; each has its own page for the archive",
    ),
    ("openings", "of an opening's members"),
    (
        "passkeys",
        "what somebody signs in with belongs to the site, not to the board",
    ),
    ("payers", "of the network's office"),
    ("price_lists", "of the network's office"),
    (
        "histories",
        "of the network; given back by `hemma review export`",
    ),
    (
        "history_pieces",
        "of the network; given back by `hemma review export`",
    ),
    ("history_rows", "follow from the network's history"),
    ("history_stays", "follow from the network's history"),
    (
        "project_figures",
        "of the network's office; counted from the cases, as they were given out",
    ),
    ("project_items", "of the network's office"),
    ("project_teams", "of the network's office"),
    ("projects", "of the network's office"),
    ("proposal_attachments", "of the network's office"),
    ("proposal_rulings", "of the network's office"),
    ("proposal_sendings", "of the network's office"),
    (
        "proposals",
        "of the network's office; each has its own file for the archive",
    ),
    (
        "recovery_codes",
        "what somebody signs in with belongs to the site, not to the board",
    ),
    (
        "round_raters",
        "who is asked while a round is open; gone when it closes, so that no answer leads to anybody",
    ),
    (
        "search_keys",
        "hashes under this site's key; made anew from the persons",
    ),
    ("sessions", "who is signed in now"),
    ("site", "the kind of this site, and the proof of its key"),
    (
        "readiness",
        "numbers confirmed for one night; of use to nobody afterwards",
    ),
    (
        "feeds",
        "hashes of what opens a calendar; of use to nobody else",
    ),
    (
        "review_ends",
        "how far figures were counted; counted anew from the cases",
    ),
    (
        "review_parts",
        "what each case adds to the figures; counted anew from the cases",
    ),
    ("review_rows", "figures; counted anew from the cases"),
    (
        "review_stale",
        "what is to be counted again; everything is, once it was read in",
    ),
    ("recruiting_rules", "belong to the site"),
    (
        "rota_entries",
        "who a draft would have given a duty to; what was published is in turns",
    ),
    (
        "rota_rest_days",
        "days off of a draft; those that hold are in rest_days",
    ),
    ("sender_rows", "figures; sent anew by whoever counts them"),
    (
        "sender_teams",
        "of the network; which of its teams another installation sends",
    ),
    (
        "senders",
        "of the network; hashes of secrets, of use to nobody else",
    ),
    (
        "throttles",
        "counts of failed sign-ins; gone within the hour",
    ),
    (
        "training_attendance",
        "of the network's office; each has the certificates of what they attended",
    ),
    (
        "training_feeds",
        "hashes of what opens a calendar; of use to nobody else",
    ),
    ("training_seats", "of the network's office"),
    ("training_sessions", "of the network's office"),
    ("training_urns", "of the network's office"),
    ("trainings", "of the network's office"),
    ("trip_trainings", "of the network's office"),
];
