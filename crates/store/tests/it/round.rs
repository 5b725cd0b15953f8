//! Rounds of ratings: made once, answered once by each, and nothing that leads from an answer to anybody.

use hemma_domain::ids::{RoundId, StaffId, TeamId};
use hemma_domain::instrument::Answer;
use hemma_domain::measure::Window;
use hemma_domain::round::{About, Ballot, Round, State, Turnout};
use hemma_domain::staff::Role;
use hemma_domain::time::Day;
use hemma_store::db::{Db, Kind, Tx};
use hemma_store::round::{self, rater, urn};
use hemma_testkit::fixture;
use uuid::Uuid;

const RATERS: [StaffId; 3] = [fixture::THERAPIST, fixture::COLLEAGUE, fixture::LEADER];

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A round about the consultant of the first team, due on a day.
pub(crate) fn of_consultant(number: u128, due_on: &str) -> Round {
    Round {
        id: RoundId(Uuid::from_u128(number)),
        team: fixture::TEAMS[0],
        instrument: "CAM".into(),
        instrument_version: 1,
        programme_version: 1,
        about: About::Consultant,
        subject: fixture::CONSULTANT,
        window: Window {
            opens_on: day(due_on).plus(-14),
            due_on: day(due_on),
            closes_on: day(due_on).plus(14),
        },
        raters_min: 3,
        state: State::Open,
    }
}

pub(crate) fn ballot(value: i64) -> Ballot {
    [
        ("cam_01", Answer::Value(value)),
        ("cam_02", Answer::NotApplicable),
        ("cam_03", Answer::Declined),
    ]
    .map(|(item, answer)| (item.to_owned(), answer))
    .into()
}

/// Stores a round with an empty urn that asks the therapists and the leader.
pub(crate) async fn open(tx: &mut Tx, one: &Round) {
    assert!(round::insert(tx, one).await.unwrap());
    urn::insert(tx, one.id, &[]).await.unwrap();
    for rater in RATERS {
        rater::insert(tx, one.id, rater).await.unwrap();
    }
}

async fn drop_in(tx: &mut Tx, id: RoundId, (by, value): (StaffId, i64)) {
    let mut ballots = urn::take(tx, id).await.unwrap().unwrap();
    assert!(rater::answer(tx, id, by).await.unwrap());
    ballots.push(ballot(value));
    urn::put_back(tx, id, &ballots).await.unwrap();
}

#[tokio::test]
async fn a_round_is_made_once_for_a_day_and_closed_once() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = of_consultant(1, "2026-12-01");
        open(&mut tx, &one).await;
        let twin = of_consultant(2, "2026-12-01");
        assert!(!round::insert(&mut tx, &twin).await.unwrap());
        let before = of_consultant(3, "2026-10-01");
        open(&mut tx, &before).await;
        let found = round::find(&mut tx, one.id).await.unwrap();
        assert_eq!(found, Some(one.clone()));
        let all = round::of_team(&mut tx, one.team).await.unwrap();
        assert_eq!(all, [one.clone(), before.clone()]);
        let none = round::of_team(&mut tx, fixture::TEAMS[1]).await.unwrap();
        assert!(none.is_empty());
        let today = day(fixture::TODAY);
        let known = round::known(&mut tx, today).await.unwrap();
        assert_eq!(known, [(one.team, "CAM".to_owned(), one.window.due_on)]);
        let ending = round::ending(&mut tx, today).await.unwrap();
        assert_eq!(ending, std::slice::from_ref(&before));
        let turnout = Turnout {
            asked: 3,
            answered: 2,
        };
        assert!(round::close(&mut tx, before.id, turnout).await.unwrap());
        assert!(!round::close(&mut tx, before.id, turnout).await.unwrap());
        let closed = round::find(&mut tx, before.id).await.unwrap().unwrap();
        assert_eq!(closed.state, State::Closed(turnout));
        assert!(round::ending(&mut tx, today).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn each_rater_answers_once_and_is_forgotten_in_the_end() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = of_consultant(1, "2026-12-01");
        open(&mut tx, &one).await;
        let (me, today) = (fixture::THERAPIST, day(fixture::TODAY));
        let asked = rater::find(&mut tx, one.id, me).await.unwrap();
        assert_eq!(asked, Some(false));
        assert!(rater::answer(&mut tx, one.id, me).await.unwrap());
        assert!(!rater::answer(&mut tx, one.id, me).await.unwrap());
        let other = fixture::RESOURCE;
        assert!(!rater::answer(&mut tx, one.id, other).await.unwrap());
        assert_eq!(rater::find(&mut tx, one.id, other).await.unwrap(), None);
        let mine = rater::rounds_of(&mut tx, me, today).await.unwrap();
        assert_eq!(mine.len(), 1);
        assert_eq!(mine[0].round, one);
        assert_eq!(mine[0].subject, "Corin Havsmo");
        assert_eq!(mine[0].team, "MST-CAN Björkdalen");
        assert!(mine[0].answered);
        for outside in ["2026-11-16", "2026-12-16"] {
            let none = rater::rounds_of(&mut tx, me, day(outside)).await.unwrap();
            assert!(none.is_empty(), "{outside}");
        }
        let turnout = Turnout {
            asked: 3,
            answered: 1,
        };
        assert_eq!(rater::turnout(&mut tx, one.id).await.unwrap(), turnout);
        let of_team = rater::turnouts(&mut tx, one.team).await.unwrap();
        assert_eq!(of_team, [(one.id, turnout)]);
        rater::forget(&mut tx, one.id).await.unwrap();
        let nobody = rater::turnout(&mut tx, one.id).await.unwrap();
        assert_eq!(nobody, Turnout::default());
    }
}

/// What the database holds of a round once people have answered in an order, its seals opened.
async fn held(db: &Db, order: [(StaffId, i64); 3]) -> (Vec<Ballot>, String) {
    let mut tx = db.write("request").await.unwrap();
    let one = of_consultant(1, "2026-12-01");
    open(&mut tx, &one).await;
    for given in order {
        drop_in(&mut tx, one.id, given).await;
    }
    let ballots = urn::take(&mut tx, one.id).await.unwrap().unwrap();
    let mut told = String::new();
    for table in ["rounds", "round_raters"] {
        let columns = match table {
            "rounds" => "id, state, asked, answered",
            _ => "round_id, staff_id, answered",
        };
        let sql = format!("SELECT {columns} FROM {table} ORDER BY 1, 2");
        let rows = tx.all_built(sql, &[]).await.unwrap();
        told.push_str(&format!("{rows:?}"));
    }
    // Not committed: the next order begins with the same world.
    (ballots, told)
}

#[tokio::test]
async fn whoever_gave_which_answer_and_when_the_database_holds_the_same() {
    let [a, b, c] = RATERS;
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let first = held(&db, [(a, 1), (b, 5), (c, 3)]).await;
        for order in [
            [(a, 5), (b, 1), (c, 3)],
            [(c, 1), (b, 3), (a, 5)],
            [(b, 3), (c, 5), (a, 1)],
        ] {
            assert_eq!(held(&db, order).await, first, "{order:?}");
        }
        let values = first.0.iter().map(|ballot| ballot["cam_01"]);
        assert!(values.eq([1, 3, 5].map(Answer::Value)), "{:?}", first.0);
    }
}

#[tokio::test]
async fn an_urn_is_sealed_anew_each_time_and_can_be_destroyed() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = of_consultant(1, "2026-12-01");
        open(&mut tx, &one).await;
        drop_in(&mut tx, one.id, (fixture::LEADER, 4)).await;
        let sql = "SELECT sealed_ballots FROM urns";
        let mut seen = Vec::new();
        for _ in 0..2 {
            let row = tx.one(sql, &[]).await.unwrap();
            seen.push(row.get::<String>("sealed_ballots").unwrap());
            let ballots = urn::take(&mut tx, one.id).await.unwrap().unwrap();
            urn::put_back(&mut tx, one.id, &ballots).await.unwrap();
        }
        assert!(!seen[0].contains("cam"), "{}", seen[0]);
        assert_ne!(seen[0], seen[1], "what stands still looks new");
        let open = urn::of_team(&mut tx, one.team).await.unwrap();
        assert!(open.is_empty(), "nobody reads an open one");
        let turnout = rater::turnout(&mut tx, one.id).await.unwrap();
        round::close(&mut tx, one.id, turnout).await.unwrap();
        let closed = urn::of_team(&mut tx, one.team).await.unwrap();
        assert_eq!(closed, [(one.id, vec![ballot(4)])]);
        urn::destroy(&mut tx, one.id).await.unwrap();
        assert_eq!(urn::take(&mut tx, one.id).await.unwrap(), None);
    }
}

#[tokio::test]
async fn what_several_drop_in_at_once_is_all_kept() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let one = of_consultant(1, "2026-12-01");
        let mut tx = db.write("request").await.unwrap();
        open(&mut tx, &one).await;
        tx.commit().await.unwrap();
        let give = async |given| {
            let mut tx = db.write("request").await.unwrap();
            drop_in(&mut tx, one.id, given).await;
            tx.commit().await.unwrap();
        };
        let [a, b, c] = RATERS;
        tokio::join!(give((a, 1)), give((b, 2)), give((c, 3)));
        let mut tx = db.write("request").await.unwrap();
        let ballots = urn::take(&mut tx, one.id).await.unwrap().unwrap();
        assert_eq!(ballots, [ballot(1), ballot(2), ballot(3)]);
    }
}

/// By the schema: a ballot has no row of its own, and beside the urn stands nothing but its round.
#[tokio::test]
async fn no_column_beside_a_ballot_leads_to_a_rater() {
    for db in hemma_testkit::each().await {
        let mut tx = db.read().await.unwrap();
        let sql = match db.kind() {
            Kind::Sqlite => {
                "SELECT m.name || '.' || p.name AS place FROM sqlite_master m JOIN pragma_table_info(m.name) p
                 WHERE m.name IN ('urns', 'round_raters') AND m.type = 'table' ORDER BY place"
            }
            Kind::Postgres => {
                "SELECT CAST(table_name || '.' || column_name AS TEXT) AS place FROM information_schema.columns
                 WHERE table_schema = 'public' AND table_name IN ('urns', 'round_raters')
                 ORDER BY CAST(table_name || '.' || column_name AS TEXT) COLLATE \"C\""
            }
        };
        let rows = tx.all(sql, &[]).await.unwrap();
        let found: Vec<String> = rows.iter().map(|row| row.get("place").unwrap()).collect();
        assert_eq!(
            found,
            [
                "round_raters.answered",
                "round_raters.round_id",
                "round_raters.staff_id",
                "urns.round_id",
                "urns.sealed_ballots",
            ]
        );
    }
}

#[tokio::test]
async fn teams_and_posts_are_those_of_the_day() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let today = day(fixture::TODAY);
        let teams = round::teams(&mut tx, today).await.unwrap();
        let ids: Vec<TeamId> = teams.iter().map(|team| team.id).collect();
        assert_eq!(ids, fixture::TEAMS);
        let early = round::teams(&mut tx, day("2026-03-31")).await.unwrap();
        assert!(early.is_empty());
        let posts = round::posts(&mut tx, fixture::TEAMS[0], today)
            .await
            .unwrap();
        assert_eq!(posts.len(), 7);
        assert!(posts.contains(&(fixture::CONSULTANT, Role::Consultant)));
    }
}

#[tokio::test]
async fn who_has_not_answered_what_ends_soon_is_known_until_they_have() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let one = of_consultant(1, "2026-11-20");
        open(&mut tx, &one).await;
        let last = one.window.closes_on;
        let waiting = async |tx: &mut Tx, days: i64| {
            let until = (last.plus(-days), last.plus(3 - days));
            rater::waiting(tx, until).await.unwrap()
        };
        let asked = waiting(&mut tx, 3).await;
        assert!(!asked.is_empty());
        assert!(waiting(&mut tx, 4).await.is_empty(), "there is time");
        assert!(waiting(&mut tx, -1).await.is_empty(), "it is over");
        assert!(rater::answer(&mut tx, one.id, asked[0]).await.unwrap());
        assert_eq!(waiting(&mut tx, 0).await, asked[1..]);
    }
}
