//! Finished rows, what they rest on, and what marks a case when it changes.

use hemma_domain::case::OutcomeValue;
use hemma_domain::ids::TeamId;
use hemma_domain::review::{
    Action, ActionOutcome, Carried, Course, Document, Figure, Frozen, Kept, KeptPoint, KeptSender,
    KeptTeam, KeptTerm, Signed, Subject, WeekCount,
};
use hemma_domain::time::{Day, Week};
use hemma_review::Row as Sums;
use hemma_store::db::{Db, Tx};
use hemma_store::review::{self, Part, Rows, document};
use hemma_store::value::ToValue as _;
use hemma_testkit::fixture;
use uuid::Uuid;

const TEAM: hemma_domain::ids::TeamId = fixture::TEAMS[0];
/// By which rules everything is counted.
const RULE: &str = "cut_off=61/100";
/// What an interview is, with the scores of one version of the rule.
fn asked(version: u32) -> review::Asked<'static> {
    review::Asked {
        instrument: "TAM-CAN",
        scale: "adherence",
        rule: ("r", version),
        until: today(),
    }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

async fn is_counted(tx: &mut Tx, end: Day) -> bool {
    let standing = review::standing(tx, TEAM, (end, RULE)).await.unwrap();
    standing == review::Standing::Counted
}

fn today() -> Day {
    day(fixture::TODAY)
}

/// The fixture's world, everything counted.
async fn counted(db: &Db) -> Tx {
    fixture::fill(db).await;
    let mut tx = db.write("request").await.unwrap();
    settle(&mut tx).await;
    tx
}

async fn settle(tx: &mut Tx) {
    review::move_end(tx, (TEAM, today()), RULE).await.unwrap();
    for one in review::stale(tx, TEAM).await.unwrap() {
        review::counted(tx, TEAM, one).await.unwrap();
    }
}

async fn run(tx: &mut Tx, sql: &'static str) {
    let mut values = vec![fixture::OPEN.to_value()];
    if sql.contains("$2") {
        values.push(hemma_testkit::noon("2026-11-03").to_value());
    }
    assert_eq!(tx.run(sql, &values).await.unwrap(), 1, "{sql}");
}

/// Every statement that changes what a figure rests on.
const CHANGES: [&str; 16] = [
    "UPDATE cases SET end_reason = 'completed' WHERE id = $1",
    "INSERT INTO outcomes (case_id, months, code, value) VALUES ($1, 0, 'home', 'yes')",
    "UPDATE outcomes SET value = 'no' WHERE case_id = $1",
    "DELETE FROM outcomes WHERE case_id = $1",
    "UPDATE cares SET from_on = '2026-01-05' WHERE case_id = $1 AND role = 'therapist'",
    "INSERT INTO case_weeks (case_id, week_on, handed_in_at, sealed_decisions, decisions_version, version)
        SELECT $1, '2026-11-16', NULL, '', 1, 1",
    "UPDATE case_weeks SET handed_in_at = $2 WHERE case_id = $1 AND week_on = '2026-11-16'",
    "DELETE FROM case_weeks WHERE case_id = $1 AND week_on = '2026-11-16'",
    "INSERT INTO measures (id, case_id, instrument, instrument_version, due_on, opens_on, closes_on, state, version)
        SELECT id, id, 'TAM-CAN', 1, '2026-11-02', '2026-10-20', '2026-11-15', 'due', 1 FROM cases WHERE id = $1",
    "UPDATE measures SET state = 'done', ended_at = $2 WHERE case_id = $1",
    "INSERT INTO scores (measure_id, case_id, scale, rule, rule_version, instrument, instrument_version, k, n, items,
        outcome, numerator, denominator, scored_at) SELECT id, id, 'adherence', 'r', 1, 'TAM-CAN', 1, 17, 28, 28, 'value',
        17, 28, $2 FROM cases WHERE id = $1",
    "INSERT INTO contacts (id, case_id, staff_id, kind, place, started_at, week_on, minutes, travel_minutes, counts,
        persons, systems, sealed_note, recorded_at, version) SELECT c.id, c.id, a.staff_id, 'visit', 'home',
        $2, '2026-11-09', 60, 0, TRUE, '', '', '', $2, 1
        FROM cases c JOIN cares a ON a.case_id = c.id AND a.role = 'therapist' WHERE c.id = $1",
    "UPDATE contacts SET minutes = 90 WHERE case_id = $1",
    "UPDATE contacts SET counts = FALSE WHERE case_id = $1",
    "DELETE FROM scores WHERE case_id = $1",
    "DELETE FROM contacts WHERE case_id = $1",
];

#[tokio::test]
async fn whatever_a_figure_rests_on_marks_its_case() {
    for db in hemma_testkit::each().await {
        let mut tx = counted(&db).await;
        assert!(is_counted(&mut tx, today()).await);
        for sql in CHANGES {
            run(&mut tx, sql).await;
            let stale = review::stale(&mut tx, TEAM).await.unwrap();
            assert_eq!(stale, [(fixture::OPEN.0, 1)], "{sql}");
            assert!(!is_counted(&mut tx, today()).await);
            settle(&mut tx).await;
        }
        // What nobody counts marks nothing.
        run(
            &mut tx,
            "UPDATE cases SET version = version + 1 WHERE id = $1",
        )
        .await;
        assert!(is_counted(&mut tx, today()).await);
    }
}

#[tokio::test]
async fn a_case_that_moves_marks_both_teams_and_a_post_its_own() {
    for db in hemma_testkit::each().await {
        let mut tx = counted(&db).await;
        let other = fixture::TEAMS[1];
        for one in review::stale(&mut tx, other).await.unwrap() {
            review::counted(&mut tx, other, one).await.unwrap();
        }
        let values = [fixture::OPEN.0, other.0].map(|id| id.to_value());
        tx.run("UPDATE cases SET team_id = $2 WHERE id = $1", &values)
            .await
            .unwrap();
        for team in [TEAM, other] {
            let stale = review::stale(&mut tx, team).await.unwrap();
            assert_eq!(stale, [(fixture::OPEN.0, 1)]);
        }
        settle(&mut tx).await;
        let sql = "UPDATE posts SET to_on = '2026-12-31' WHERE team_id = $1 AND role = 'family_therapist'";
        let team = TEAM.to_value();
        let changed = tx.run(sql, &[team]).await.unwrap();
        let stale = review::stale(&mut tx, TEAM).await.unwrap();
        assert_eq!(u64::try_from(stale.len()).unwrap(), changed);
        let ids: Vec<Uuid> = stale.iter().map(|(id, _)| *id).collect();
        let posts = review::posts_of(&mut tx, TEAM, &ids).await.unwrap();
        assert_eq!(posts.len(), ids.len());
        assert!(posts.iter().all(|post| post.to == Some(day("2026-12-31"))));
    }
}

#[tokio::test]
async fn what_changes_again_while_it_is_counted_stays() {
    for db in hemma_testkit::each().await {
        let mut tx = counted(&db).await;
        run(&mut tx, CHANGES[0]).await;
        let read = review::stale(&mut tx, TEAM).await.unwrap();
        run(
            &mut tx,
            "UPDATE cases SET end_reason = 'moved' WHERE id = $1",
        )
        .await;
        review::counted(&mut tx, TEAM, read[0]).await.unwrap();
        let left = review::stale(&mut tx, TEAM).await.unwrap();
        assert_eq!(left, [(fixture::OPEN.0, 2)]);
    }
}

#[tokio::test]
async fn a_new_day_marks_what_goes_on() {
    for db in hemma_testkit::each().await {
        let mut tx = counted(&db).await;
        let (tomorrow, all) = (today().plus(1), hemma_domain::ids::TeamId(Uuid::nil()));
        assert!(!is_counted(&mut tx, tomorrow).await);
        let rules = [("MST-CAN".to_owned(), RULE.to_owned())];
        let at = (tomorrow, rules.as_slice());
        let behind = review::uncounted(&mut tx, at, all, 10).await.unwrap();
        assert!(behind.contains(&TEAM));
        review::move_end(&mut tx, (TEAM, tomorrow), RULE)
            .await
            .unwrap();
        let stale: Vec<Uuid> = review::stale(&mut tx, TEAM)
            .await
            .unwrap()
            .into_iter()
            .map(|(id, _)| id)
            .collect();
        assert!(stale.contains(&fixture::OPEN.0) && stale.contains(&fixture::PROTECTED.0));
        assert!(!stale.contains(&fixture::REFERRED.0));
        assert_eq!(
            review::lock(&mut tx, (TEAM, today())).await.unwrap(),
            (tomorrow, RULE.to_owned())
        );
    }
}

#[tokio::test]
async fn rows_and_parts_come_back_as_they_were() {
    for db in hemma_testkit::each().await {
        let mut tx = counted(&db).await;
        let sums = Sums {
            opened: 2,
            score_squares: i128::from(u64::MAX) * 3,
            ..Sums::default()
        };
        let quarter = day("2026-07-01");
        let rows = Rows::from([
            (day("2026-04-01"), Sums { weeks: 5, ..sums }),
            (quarter, sums),
        ]);
        let fact = fixture::OPEN.0;
        for (quarter, sums) in &rows {
            review::save_row(&mut tx, (TEAM, *quarter), sums)
                .await
                .unwrap();
        }
        review::save_parts(&mut tx, fact, (TEAM, &rows))
            .await
            .unwrap();
        assert_eq!(review::rows(&mut tx, TEAM).await.unwrap(), rows);
        let parts = review::parts(&mut tx, &[fact]).await.unwrap();
        assert_eq!(parts.get(&fact), Some(&(TEAM, rows)));
        let between = async |tx: &mut Tx, from: &str, to: &str| {
            let days = (day(from), day(to));
            review::parts_between(tx, TEAM, days).await.unwrap()
        };
        let of_term = between(&mut tx, "2026-07-01", "2026-10-01").await;
        let part = Part {
            rows: Rows::from([(quarter, sums)]),
            post: None,
        };
        assert_eq!(of_term, [(fact, part)].into());
        let tuva = "SELECT id FROM posts WHERE team_id = $1 AND role = 'family_therapist' ORDER BY id LIMIT 1";
        let post = tx.one(tuva, &[TEAM.to_value()]).await.unwrap();
        let post: Uuid = post.get("id").unwrap();
        let rows = Rows::from([(quarter, sums)]);
        review::save_parts(&mut tx, post, (TEAM, &rows))
            .await
            .unwrap();
        let of_term = between(&mut tx, "2026-07-01", "2026-10-01").await;
        let named = of_term.get(&post).unwrap().post.clone().unwrap();
        assert!(!named.name.is_empty() && named.to.is_none(), "{named:?}");
        review::save_parts(&mut tx, post, (TEAM, &Rows::new()))
            .await
            .unwrap();
        let none = between(&mut tx, "2026-10-01", "2027-01-01").await;
        assert!(none.is_empty());
        let (days, rows) = ((quarter, quarter.plus(1)), Rows::from([(quarter, sums)]));
        for (programme, read) in [("MST-CAN", Some(&rows)), ("MST", None)] {
            let of = (fixture::NETWORK, programme);
            let found = review::rows_of_network(&mut tx, of, days).await.unwrap();
            assert_eq!(found.get(&TEAM), read, "{programme}");
        }
        // Nothing is kept of nothing.
        review::save_row(&mut tx, (TEAM, quarter), &Sums::default())
            .await
            .unwrap();
        review::save_parts(&mut tx, fact, (TEAM, &Rows::new()))
            .await
            .unwrap();
        assert_eq!(review::rows(&mut tx, TEAM).await.unwrap().len(), 1);
        assert!(review::parts(&mut tx, &[fact]).await.unwrap().is_empty());
        review::forget(&mut tx, TEAM).await.unwrap();
        assert!(review::rows(&mut tx, TEAM).await.unwrap().is_empty());
        review::mark_all(&mut tx, TEAM).await.unwrap();
        assert!(!is_counted(&mut tx, today()).await);
    }
}

/// What a course says of its score by another rule than the newest, and how many interviews wait for it.
async fn read_by_rules(tx: &mut Tx, of: (TeamId, &[Uuid])) {
    for (version, told) in [(1, Some((17, 28))), (3, None)] {
        let found = review::courses_of(tx, of, asked(version)).await;
        let interviews = &found.unwrap()[0].interviews;
        let score = interviews[0].score.map(|score| (score.num(), score.den()));
        assert_eq!((interviews.len(), score), (1, told), "version {version}");
        let waits = review::waiting(tx, TEAM, asked(version)).await.unwrap();
        assert_eq!(waits, u32::from(told.is_none()), "version {version}");
    }
    let network = (fixture::NETWORK, "MST-CAN");
    for (version, waits) in [(1, false), (3, true)] {
        let found = review::waits(tx, network, asked(version)).await.unwrap();
        assert_eq!(found, waits, "version {version}");
    }
    let elsewhere = review::waits(tx, (fixture::NETWORK, "MST"), asked(3)).await;
    assert!(!elsewhere.unwrap());
    let other = fixture::TEAMS[1];
    assert_eq!(review::waiting(tx, other, asked(3)).await.unwrap(), 0);
}

#[tokio::test]
async fn a_course_holds_days_counts_and_the_score_by_one_rule() {
    for db in hemma_testkit::each().await {
        let mut tx = counted(&db).await;
        for sql in [CHANGES[1], CHANGES[8], CHANGES[9], CHANGES[10], CHANGES[11]] {
            run(&mut tx, sql).await;
        }
        run(&mut tx, "INSERT INTO scores (measure_id, case_id, scale, rule, rule_version, instrument, instrument_version,
            k, n, items, outcome, numerator, denominator, scored_at) SELECT id, id, 'adherence', 'r', 2, 'TAM-CAN', 1, 18,
            28, 28, 'value', 9, 14, $2 FROM cases WHERE id = $1").await;
        let of = (
            TEAM,
            [fixture::OPEN.0, fixture::REFERRED.0, fixture::OTHER_TEAM.0].as_slice(),
        );
        let found = review::courses_of(&mut tx, of, asked(2)).await.unwrap();
        let [course] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!(course.case, fixture::OPEN);
        assert!(course.closed.is_none());
        assert!(
            matches!(course.carried.as_slice(), [Carried { by, to: None, .. }] if *by == fixture::THERAPIST)
        );
        let week = WeekCount {
            week: Week::of(day("2026-11-09")),
            contacts: 1,
            minutes: 60,
        };
        assert_eq!(course.weeks, [week]);
        let year = (day("2025-12-29"), day("2026-12-28"));
        let weeks = review::weeks_between(&mut tx, TEAM, year).await.unwrap();
        assert!(weeks.contains(&(fixture::OPEN, week)), "{weeks:?}");
        let earlier = (day("2025-01-06"), day("2026-11-09"));
        let weeks = review::weeks_between(&mut tx, TEAM, earlier).await.unwrap();
        assert!(!weeks.iter().any(|(_, one)| *one == week));
        assert_eq!(course.outcomes, [("home".to_owned(), OutcomeValue::Yes)]);
        let [interview] = course.interviews.as_slice() else {
            panic!("{course:?}");
        };
        assert_eq!(interview.done_on, Some(day("2026-11-03")));
        assert_eq!(
            interview.score.map(|score| (score.num(), score.den())),
            Some((9, 14))
        );
        let opened = review::opened_of_team(&mut tx, TEAM).await.unwrap();
        assert!(opened.contains(&fixture::OPEN) && !opened.contains(&fixture::REFERRED));
        assert!(!opened.contains(&fixture::OTHER_TEAM));
        read_by_rules(&mut tx, of).await;
        let outlines = review::outlines_of(&mut tx, of).await.unwrap();
        let outline = Course {
            weeks: Vec::new(),
            interviews: Vec::new(),
            outcomes: Vec::new(),
            ..course.clone()
        };
        assert_eq!(outlines, [outline]);
        assert!(
            review::outlines_of(&mut tx, (TEAM, &[]))
                .await
                .unwrap()
                .is_empty()
        );
    }
}

#[tokio::test]
async fn a_review_is_saved_once_by_each_version_with_its_actions() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let network = Subject::Network(fixture::NETWORK, "MST-CAN".into());
        let mst = Subject::Network(fixture::NETWORK, "MST".into());
        for subject in [Subject::Team(TEAM), network, mst] {
            saved_once(&db, &subject).await;
        }
    }
}

fn figures(subject: &Subject) -> Frozen {
    let kept = Kept {
        now: "opened=2".into(),
        hidden_now: vec![Figure::Closed],
        ..Kept::default()
    };
    let alone = Frozen {
        on: today(),
        is_confirmed: matches!(subject, Subject::Network(..)),
        whole: kept.clone(),
        teams: Vec::new(),
        terms: Vec::new(),
        drawn: Vec::new(),
        points: Vec::new(),
        time: "{}".into(),
    };
    match subject {
        Subject::Team(_) => Frozen {
            terms: vec![KeptTerm {
                term: "2026Q3".parse().unwrap(),
                row: "opened=1".into(),
                hidden: Vec::new(),
            }],
            drawn: vec![Figure::Completed, Figure::School],
            points: [(Some(0.5), None), (None, Some(62.25))]
                .map(|(lower, upper)| KeptPoint {
                    figure: Figure::Completed,
                    term: "2026Q3".parse().unwrap(),
                    expected: 1.0 / 3.0,
                    lower,
                    upper,
                    signal: upper.is_some(),
                })
                .to_vec(),
            ..alone
        },
        Subject::Network(..) => Frozen {
            teams: vec![KeptTeam {
                id: TEAM,
                name: "Björkdalen".into(),
                kept,
                sent: Some(KeptSender {
                    name: "Påhittets län".into(),
                    until: Some(day("2026-06-29")),
                }),
            }],
            terms: vec![KeptTerm {
                term: "2026H1".parse().unwrap(),
                row: "opened=1".into(),
                hidden: vec![Figure::Home],
            }],
            ..alone
        },
    }
}

#[tokio::test]
async fn rows_that_were_counted_by_other_rules_are_counted_anew() {
    for db in hemma_testkit::each().await {
        let mut tx = counted(&db).await;
        let fact = fixture::OPEN.0;
        let rows = Rows::from([(
            day("2026-07-01"),
            Sums {
                above: 2,
                ..Sums::default()
            },
        )]);
        review::save_parts(&mut tx, fact, (TEAM, &rows))
            .await
            .unwrap();
        let other = "cut_off=65/100";
        let at = (today(), other);
        let standing = review::standing(&mut tx, TEAM, at).await.unwrap();
        assert_eq!(standing, review::Standing::Behind);
        let none = hemma_domain::ids::TeamId(Uuid::nil());
        let uncounted = async |tx: &mut Tx, rule: &str| {
            let rules = [("MST-CAN".to_owned(), rule.to_owned())];
            let at = (today(), rules.as_slice());
            review::uncounted(tx, at, none, 10).await.unwrap()
        };
        assert!(!uncounted(&mut tx, RULE).await.contains(&TEAM));
        assert!(uncounted(&mut tx, other).await.contains(&TEAM));
        let programmes = review::uncounted(&mut tx, (today(), &[]), none, 10).await;
        assert!(programmes.unwrap().is_empty());
        review::move_end(&mut tx, (TEAM, today()), other)
            .await
            .unwrap();
        assert!(review::parts(&mut tx, &[fact]).await.unwrap().is_empty());
        let stale = review::stale(&mut tx, TEAM).await.unwrap();
        assert!(stale.iter().any(|(id, _)| *id == fact));
        let (end, by) = review::lock(&mut tx, (TEAM, today())).await.unwrap();
        assert_eq!((end, by.as_str()), (today(), other));
    }
}

async fn saved_once(db: &Db, subject: &Subject) {
    let mut tx = db.write("request").await.unwrap();
    let at = (subject, "2026H2".parse().unwrap());
    assert_eq!(document::find(&mut tx, at).await.unwrap(), None);
    let action = Action {
        number: 1,
        what: "Fler intervjuer".into(),
        owner: fixture::THERAPIST,
        due_on: day("2027-03-01"),
        outcome: ActionOutcome::Open,
        remark: String::new(),
    };
    let one = Document {
        summary: "Det går bra.".into(),
        actions: vec![
            action.clone(),
            Action {
                number: 2,
                ..action.clone()
            },
        ],
        ..Document::empty(subject.clone(), at.1)
    };
    assert!(document::save(&mut tx, &one).await.unwrap());
    let again = document::save(&mut tx, &one).await.unwrap();
    assert!(!again, "somebody was first");
    let first = Document { version: 1, ..one };
    assert_eq!(
        document::find(&mut tx, at).await.unwrap(),
        Some(first.clone())
    );
    let signed = Document {
        frozen: Some(figures(subject)),
        leader: Some(Signed {
            by: fixture::LEADER,
            at: hemma_testkit::noon(fixture::TODAY),
        }),
        actions: vec![Action {
            outcome: ActionOutcome::Partly,
            remark: "Börjad".into(),
            ..action
        }],
        ..first
    };
    assert!(document::save(&mut tx, &signed).await.unwrap());
    assert!(!document::save(&mut tx, &signed).await.unwrap());
    let second = Document {
        version: 2,
        ..signed
    };
    assert_eq!(document::find(&mut tx, at).await.unwrap(), Some(second));
    tx.commit().await.unwrap();
}
