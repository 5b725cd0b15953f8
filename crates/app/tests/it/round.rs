//! Ratings of colleagues, from the calendar to the numbers; and that no answer leads to anybody.

use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::round::TeamRatings;
use hemma_domain::access::Errand;
use hemma_domain::ids::{PostId, RoundId, StaffId};
use hemma_domain::instrument::{Answer, Ratio};
use hemma_domain::round::{Ballot, Outcome, Reading, Round, State, Turnout};
use hemma_domain::staff::{Place, Post, Role};
use hemma_domain::time::{Clock, Instant};
use hemma_store::round::{self as stored, urn};
use hemma_store::staff;
use hemma_testkit::{fixture, noon};
use uuid::Uuid;

use crate::harness::{TestApp, cut, now};

/// Those whom the round about the consultant asks.
const RATERS: [StaffId; 3] = [fixture::THERAPIST, fixture::COLLEAGUE, fixture::LEADER];

pub(crate) fn upkeep(at: Instant) -> Ctx {
    Ctx::system(Errand::Upkeep, at)
}

pub(crate) fn after() -> Instant {
    noon("2026-12-20")
}

/// The fixture's world with a round about the consultant.
pub(crate) async fn opened() -> (TestApp, RoundId) {
    let test = TestApp::new().await;
    let ctx = Ctx {
        ids: test.ctx(fixture::LEADER).ids,
        ..upkeep(now())
    };
    assert_eq!(test.app.open_rounds(&ctx).await.unwrap(), 1);
    let id = rounds(&test).await[0].id;
    (test, id)
}

/// A third therapist, so that the leader is rated as well.
async fn third_therapist(test: &TestApp) {
    let post = Post {
        id: PostId(Uuid::from_u128(0xB0)),
        staff: fixture::RESOURCE,
        role: Role::FamilyTherapist,
        place: Place::Team(fixture::TEAMS[0], fixture::BOARDS[0]),
        from: "2026-04-01".parse().unwrap(),
        to: None,
    };
    let mut tx = test.db.write("test").await.unwrap();
    staff::insert_post(&mut tx, &post).await.unwrap();
    tx.commit().await.unwrap();
}

async fn rounds(test: &TestApp) -> Vec<Round> {
    let mut tx = test.db.read().await.unwrap();
    stored::of_team(&mut tx, fixture::TEAMS[0]).await.unwrap()
}

/// The same value for every item of the consultant's form, but for those that are told.
fn cam(value: i64, others: &[(usize, i64)]) -> Ballot {
    let value_of = |number| {
        let other = others.iter().find(|(item, _)| *item == number);
        Answer::Value(other.map_or(value, |(_, other)| *other))
    };
    (1..=23)
        .map(|number| (format!("cam_{number:02}"), value_of(number)))
        .collect()
}

/// Each of the first raters answers, with one value for everything.
pub(crate) async fn answered(test: &TestApp, id: RoundId, values: &[i64]) {
    for (rater, value) in RATERS.iter().zip(values) {
        let ctx = test.ctx(*rater);
        test.app.rate(&ctx, id, cam(*value, &[])).await.unwrap();
    }
}

fn refused(err: &Error) -> (&str, &str) {
    match err {
        Error::Invalid(faults) => (faults[0].field.as_str(), faults[0].message),
        Error::Forbidden => ("", "forbidden"),
        Error::NotFound => ("", "not found"),
        _ => ("", "other"),
    }
}

async fn read(test: &TestApp, staff: StaffId) -> Result<TeamRatings, Error> {
    let ctx = Ctx {
        now: after(),
        ..test.ctx(staff)
    };
    test.app.team_ratings(&ctx, fixture::TEAMS[0]).await
}

#[tokio::test]
async fn upkeep_opens_each_round_once_and_none_that_asks_too_few() {
    let (test, _) = opened().await;
    let again = test.app.open_rounds(&upkeep(now())).await.unwrap();
    assert_eq!(again, 0, "two therapists cannot hide in each other");
    third_therapist(&test).await;
    cut(&test, |app| async move {
        match app.open_rounds(&upkeep(now())).await {
            Ok(1) => Ok(()),
            Ok(_) => Err(Error::Conflict),
            Err(err) => Err(err),
        }
    })
    .await;
    let codes: Vec<String> = rounds(&test)
        .await
        .iter()
        .map(|one| one.instrument.clone())
        .collect();
    assert_eq!(codes, ["CAM", "SAM"]);
    let between = test.app.open_rounds(&upkeep(after())).await.unwrap();
    assert_eq!(between, 0);
}

#[tokio::test]
async fn a_round_waits_for_those_it_asks_and_for_nobody_else() {
    let (test, id) = opened().await;
    for rater in RATERS {
        let waiting = test.app.my_ratings(&test.ctx(rater)).await.unwrap();
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0].subject, "Corin Havsmo");
        assert!(!waiting[0].answered);
    }
    for (staff, why) in [
        (fixture::CONSULTANT, "forbidden"),
        (fixture::RESOURCE, "forbidden"),
        (fixture::NETWORK_LEAD, "forbidden"),
        (fixture::UNIT_MANAGER, "not found"),
        (fixture::OTHER_TEAM_LEADER, "not found"),
        (fixture::OTHER_BOARD_THERAPIST, "not found"),
        (fixture::ADMINISTRATOR, "not found"),
    ] {
        let ctx = test.ctx(staff);
        assert!(test.app.my_ratings(&ctx).await.unwrap().is_empty());
        let form = test.app.rating(&ctx, id).await.unwrap_err();
        assert_eq!(refused(&form).1, why);
        let sent = test.app.rate(&ctx, id, cam(4, &[])).await.unwrap_err();
        assert_eq!(refused(&sent).1, why);
    }
}

#[tokio::test]
async fn a_rating_is_sent_whole_and_once() {
    let (test, id) = opened().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let form = test.app.rating(&ctx, id).await.unwrap();
    assert_eq!(form.closed, None);
    assert_eq!(form.asked.subject, "Corin Havsmo");
    let mut half = cam(4, &[]);
    half.remove("cam_07");
    let missing = test.app.rate(&ctx, id, half).await.unwrap_err();
    assert_eq!(refused(&missing), ("cam_07", "rating-fault-missing"));
    let wrong = test.app.rate(&ctx, id, cam(7, &[])).await.unwrap_err();
    assert_eq!(refused(&wrong), ("rating", "rating-fault-answer"));
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.rate(&ctx, id, cam(4, &[])).await }
    })
    .await;
    let twice = test.app.rate(&ctx, id, cam(1, &[])).await.unwrap_err();
    assert_eq!(refused(&twice), ("rating", "rating-closed-answered"));
    let waiting = test.app.my_ratings(&ctx).await.unwrap();
    assert!(waiting[0].answered);
}

#[tokio::test]
async fn nobody_answers_after_the_last_day() {
    let (test, id) = opened().await;
    let late = Ctx {
        now: noon("2026-12-16"),
        ..test.ctx(fixture::THERAPIST)
    };
    let open = test.app.rate(&late, id, cam(4, &[])).await.unwrap_err();
    assert_eq!(refused(&open), ("rating", "rating-closed-late"));
    test.app.close_rounds(&upkeep(after())).await.unwrap();
    let closed = test.app.rate(&late, id, cam(4, &[])).await.unwrap_err();
    assert_eq!(refused(&closed), ("rating", "rating-closed-late"));
    let form = test.app.rating(&late, id).await.unwrap();
    assert_eq!(form.closed, Some("rating-closed-late"));
}

/// Every table but the urns, without what a key of the test's own makes different.
async fn seen(test: &TestApp) -> String {
    let mut tx = test.db.read().await.unwrap();
    let mut told = String::new();
    for sql in [
        "SELECT * FROM rounds ORDER BY id",
        "SELECT * FROM round_raters ORDER BY round_id, staff_id",
        "SELECT * FROM drafts",
        "SELECT chain, seq, at, staff_id, role, event, board_id, team_id, case_id, person_id, purpose, detail, request_id
         FROM audit ORDER BY chain, seq",
    ] {
        let rows = tx.all_built(sql.to_owned(), &[]).await.unwrap();
        told.push_str(&format!("{rows:?}\n"));
    }
    told
}

async fn ballots(test: &TestApp, id: RoundId) -> Option<Vec<Ballot>> {
    let mut tx = test.db.write("test").await.unwrap();
    urn::take(&mut tx, id).await.unwrap()
}

#[tokio::test]
async fn a_rater_cannot_be_found() {
    let mut first = None;
    for values in [[1, 3, 6], [6, 1, 3], [3, 6, 1]] {
        let (test, id) = opened().await;
        answered(&test, id, &values).await;
        let open = (seen(&test).await, ballots(&test, id).await);
        test.app.close_rounds(&upkeep(after())).await.unwrap();
        let closed = (seen(&test).await, ballots(&test, id).await);
        let told = read(&test, fixture::CONSULTANT).await.unwrap();
        let found = (
            open,
            closed,
            format!("{:?}", told.series[0].rounds[0].reading),
        );
        match &first {
            None => first = Some(found),
            Some(first) => assert_eq!(first, &found, "{values:?}"),
        }
    }
}

#[tokio::test]
async fn answering_leaves_a_tick_a_new_seal_and_a_line_that_names_no_ballot() {
    let (test, id) = opened().await;
    let ctx = test.ctx(fixture::COLLEAGUE);
    test.app.rate(&ctx, id, cam(2, &[])).await.unwrap();
    let mut tx = test.db.read().await.unwrap();
    let sql = "SELECT event, staff_id, detail, purpose FROM audit ORDER BY chain, seq DESC";
    let rows = tx.all(sql, &[]).await.unwrap();
    let line = rows
        .iter()
        .find(|row| row.get::<String>("event").unwrap() == "round_answered")
        .unwrap();
    assert_eq!(line.get::<StaffId>("staff_id").unwrap(), fixture::COLLEAGUE);
    assert_eq!(line.get::<String>("detail").unwrap(), id.to_string());
    assert_eq!(line.get::<String>("purpose").unwrap(), "");
}

#[tokio::test]
async fn too_few_answers_are_destroyed_unread() {
    let (test, id) = opened().await;
    answered(&test, id, &[1, 6]).await;
    assert_eq!(ballots(&test, id).await.unwrap().len(), 2);
    cut(&test, |app| async move {
        match app.close_rounds(&upkeep(after())).await {
            Ok(1) => Ok(()),
            Ok(_) => Err(Error::Conflict),
            Err(err) => Err(err),
        }
    })
    .await;
    assert_eq!(test.app.close_rounds(&upkeep(after())).await.unwrap(), 0);
    let turnout = Turnout {
        asked: 3,
        answered: 2,
    };
    assert_eq!(rounds(&test).await[0].state, State::Closed(turnout));
    assert_eq!(ballots(&test, id).await, None);
    let told = read(&test, fixture::CONSULTANT).await.unwrap();
    let reading = &told.series[0].rounds[0].reading;
    assert_eq!(*reading, Reading::TooFew(turnout));
}

#[tokio::test]
async fn the_consultants_numbers_are_as_published() {
    let (test, id) = opened().await;
    let high_alliance = [(7, 6), (8, 6), (9, 6), (10, 6), (11, 6)];
    for (rater, value) in RATERS.iter().zip([2, 3, 4]) {
        let given = cam(value, &high_alliance);
        test.app.rate(&test.ctx(*rater), id, given).await.unwrap();
    }
    let open = read(&test, fixture::CONSULTANT).await.unwrap();
    let one = &open.series[0].rounds[0];
    assert_eq!((one.turnout.asked, one.turnout.answered), (3, 3));
    assert_eq!(one.reading, Reading::Open, "nothing before it is closed");
    test.app.close_rounds(&upkeep(after())).await.unwrap();
    let told = read(&test, fixture::CONSULTANT).await.unwrap();
    assert!(!told.series[0].minimum_confirmed);
    let Reading::Found(found) = &told.series[0].rounds[0].reading else {
        panic!();
    };
    let values = ["competence", "procedures", "alliance"].map(|scale| found.value(scale));
    assert_eq!(values, [3, 3, 6].map(|value| Some(Ratio::whole(value))));
    let patterns = ["alliance_without_competence", "alliance_without_procedures"];
    assert_eq!(found.patterns, patterns);
    assert!(
        found
            .scales
            .iter()
            .all(|scale| scale.spread.counted == 3 && scale.outcome != Outcome::TooFew)
    );
}

#[tokio::test]
async fn numbers_are_read_by_whom_they_are_about_the_consultant_and_the_network() {
    let (test, _) = opened().await;
    third_therapist(&test).await;
    test.app.open_rounds(&upkeep(now())).await.unwrap();
    for (staff, sees) in [
        (fixture::LEADER, &["SAM"][..]),
        (fixture::CONSULTANT, &["CAM", "SAM"]),
        (fixture::NETWORK_LEAD, &["CAM", "SAM"]),
    ] {
        let told = read(&test, staff).await.unwrap();
        let seen: Vec<&str> = told
            .series
            .iter()
            .map(|one| one.instrument.sv.as_str())
            .collect();
        assert_eq!(seen, sees, "{staff}");
        assert_eq!(told.coming.len(), sees.len());
        assert_eq!(
            told.coming[0].opens_on,
            Some("2027-01-18".parse().unwrap()),
            "{:?}",
            told.coming
        );
    }
    for (staff, why) in [
        (fixture::THERAPIST, "forbidden"),
        (fixture::RESOURCE, "forbidden"),
        (fixture::UNIT_MANAGER, "forbidden"),
        (fixture::RECORDS_OFFICER, "not found"),
        (fixture::OTHER_TEAM_LEADER, "not found"),
        (fixture::OTHER_BOARD_LEADER, "not found"),
    ] {
        let err = read(&test, staff).await.unwrap_err();
        assert_eq!(refused(&err).1, why, "{staff}");
    }
}

#[tokio::test]
async fn reading_numbers_is_in_the_log() {
    let (test, _) = opened().await;
    cut(&test, |app| {
        let ctx = test.ctx(fixture::CONSULTANT);
        async move { app.team_ratings(&ctx, fixture::TEAMS[0]).await }
    })
    .await;
    let mut tx = test.db.read().await.unwrap();
    let sql = "SELECT count(*) AS n FROM audit WHERE event = 'ratings_read'";
    let row = tx.one(sql, &[]).await.unwrap();
    assert_eq!(row.get::<i64>("n").unwrap(), 1);
}

#[tokio::test]
async fn a_rating_has_no_draft() {
    let (test, id) = opened().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let place = format!("/ratings/{id}");
    let kept = test.app.save_draft(&ctx, &place, "cam_01=6").await;
    assert_eq!(refused(&kept.unwrap_err()), ("place", "draft-no-place"));
}

#[tokio::test]
async fn raters_are_reminded_until_they_have_answered() {
    let (test, id) = opened().await;
    let round = rounds(&test)
        .await
        .into_iter()
        .find(|one| one.id == id)
        .unwrap();
    let last = round.window.closes_on.at(Clock::of(9, 0).unwrap());
    let early = upkeep(last.plus_seconds(-5 * 24 * 3600));
    assert_eq!(test.app.remind_raters(&early).await.unwrap(), 0);
    let before = test.app.remind_raters(&upkeep(last)).await.unwrap();
    assert!(before > 0);
    answered(&test, id, &[4, 4, 4]).await;
    assert_eq!(test.app.remind_raters(&upkeep(last)).await.unwrap(), 0);
}
