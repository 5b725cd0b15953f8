//! Figures from other installations: the answer of many is the answer of one, nothing is counted twice, and what cannot stand
//! beside the others is refused.

mod world;

use std::collections::BTreeMap;

use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::instrument_file::{self, InstrumentFile};
use hemma_app::parcel::Parcel;
use hemma_app::review::{NetworkAsked, Stays};
use hemma_app::sender::{MadeSender, NewSender, NoSender, Taken};
use hemma_domain::access::Errand;
use hemma_domain::ids::SenderId;
use hemma_domain::sender::{Sender, Why};
use hemma_review::Row;
use hemma_store::db::Db;
use hemma_testkit::fixture;
use proptest::prelude::*;
use proptest::test_runner::{Config as Runs, TestRunner};
use uuid::Uuid;

use crate::harness::{TestApp, cut, message, now};
use world::{NETWORK, OfTeam, TEAMS, World, id, name};

/// Sums that a team could have: parts are no more than their wholes.
fn row() -> impl Strategy<Value = Row> {
    let closings = (0..12_i64, 0..4_i64, 0..4_i64, 0..4_i64);
    let parts = prop::collection::vec(0..=100_i64, 10);
    (closings, parts, 0..60_i64, 0..4000_i64).prop_map(|(closings, parts, due, days)| {
        let (completed, lack_of_engagement, placed, other_reason) = closings;
        let closed = completed + lack_of_engagement + placed + other_reason;
        let of = |part: usize, whole: i64| parts[part] * whole / 100;
        let (home_known, school_known) = (of(0, closed), of(1, closed));
        let (no_arrest_known, scored) = (of(2, closed), of(3, closed));
        Row {
            opened: parts[9] / 10,
            closed,
            active_end: parts[8] / 5,
            length_days: 130 * closed,
            completed,
            lack_of_engagement,
            placed,
            other_reason,
            home_known,
            home: of(4, home_known),
            school_known,
            school: of(5, school_known),
            no_arrest_known,
            no_arrest: of(6, no_arrest_known),
            with_interview: of(7, closed),
            due,
            collected: of(8, due),
            scores: of(8, due),
            score_parts: 500 * of(8, due),
            score_squares: i128::from(250_000 * of(8, due)),
            scored,
            above: of(9, scored),
            assigned_days: days,
            post_days: days / 4,
            left: of(5, 3),
            contacts: 2 * days / 7,
            weeks: days / 7,
            overdue_end: of(9, 5),
        }
    })
}

fn rows() -> impl Strategy<Value = Vec<OfTeam>> {
    let of_team = [row(), row(), row(), row()];
    prop::collection::vec(of_team, TEAMS)
}

/// A network's teams split over installations give the figures of one installation that holds them all.
async fn check_split(receiver: Db, (rows, split): (Vec<OfTeam>, Vec<usize>)) {
    let all: Vec<usize> = (0..TEAMS).collect();
    let of = |teams: &[usize]| -> BTreeMap<usize, OfTeam> {
        teams
            .iter()
            .map(|number| (*number, rows[*number]))
            .collect()
    };
    let one = World::new(hemma_testkit::sqlite().await, (1, &all)).await;
    one.count(&of(&all)).await;
    let network = World::new(receiver, (2, &all)).await;
    let parts = split.iter().max().map_or(0, |most| most + 1);
    for part in 0..parts {
        let teams: Vec<usize> = all
            .iter()
            .copied()
            .filter(|number| split[*number] == part)
            .collect();
        if teams.is_empty() {
            continue;
        }
        let number = 10 + u128::try_from(part).unwrap();
        let sender = World::new(hemma_testkit::sqlite().await, (number, &teams)).await;
        sender.count(&of(&teams)).await;
        let made = network.register(&sender, &teams).await;
        assert_eq!(sender.send(&network, &made).await, teams.len());
        assert_eq!(sender.send(&network, &made).await, 0, "it is held");
    }
    for programme in ["MST", "MST-CAN"] {
        for term in ["2026H1", "2026H2"] {
            let of_one = one.answer(programme, term).await;
            assert_eq!(network.answer(programme, term).await, of_one);
        }
    }
}

#[test]
fn the_answer_of_many_installations_is_the_answer_of_one() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut runner = TestRunner::new(Runs {
        cases: 6,
        ..Runs::default()
    });
    let split = prop::collection::vec(0..4_usize, TEAMS);
    runner
        .run(&(rows(), split), |given| {
            runtime.block_on(async {
                check_split(hemma_testkit::sqlite().await, given).await;
                Ok(())
            })
        })
        .unwrap();
}

/// Rows of a team that has worked all year.
fn steady(number: i64) -> OfTeam {
    [1, 2, 3, 4].map(|quarter| Row {
        opened: 3 + number,
        closed: 6,
        completed: 5,
        placed: 1,
        active_end: 10 + quarter,
        assigned_days: 900,
        post_days: 270,
        ..Row::default()
    })
}

#[tokio::test]
async fn the_same_holds_where_the_network_is_on_postgresql() {
    // Without a PostgreSQL there is nothing to see; `cargo xtask test` starts one.
    let Some(db) = hemma_testkit::postgres().await else {
        return;
    };
    let rows = (0..9).map(steady).collect();
    check_split(db, (rows, vec![0, 1, 2, 0, 1, 2, 0, 1, 2])).await;
}

/// A network that holds nothing, and an installation that sends it two teams.
async fn pair() -> (World, World, MadeSender) {
    let network = World::new(hemma_testkit::sqlite().await, (2, &[0, 1, 2])).await;
    let sender = World::new(hemma_testkit::sqlite().await, (10, &[0, 1])).await;
    let rows = [0, 1].map(|number| (number, steady(i64::try_from(number).unwrap())));
    sender.count(&BTreeMap::from(rows)).await;
    let made = network.register(&sender, &[0, 1]).await;
    (network, sender, made)
}

async fn parcel(sender: &World, number: usize) -> Parcel {
    let team = id(sender.installation, number);
    let parcel = sender
        .test
        .app
        .parcel(&sender.feed(), team, ("", "to"))
        .await;
    parcel.unwrap().unwrap()
}

#[tokio::test]
async fn a_figure_says_from_whom_it_comes_and_up_to_which_day() {
    let (network, sender, made) = pair().await;
    let app = &network.test.app;
    let (lead, team) = (network.lead(), id(2, 0));
    let found = app.team_review(&lead, team, None).await.unwrap();
    let sent = found.sent.unwrap();
    assert_eq!(
        (sent.sender.as_str(), sent.until, sent.is_late),
        ("Län 10", None, true)
    );
    sender.send(&network, &made).await;
    let found = app.team_review(&lead, team, None).await.unwrap();
    let sent = found.sent.unwrap();
    assert_eq!((sent.until, sent.is_late), (Some(now().day()), false));
    let plots = found.plots.unwrap();
    assert_eq!(plots.time.own, Stays::None, "no family's days are sent");
    assert!(!plots.may_see_year && !plots.load.is_empty());
    let own = app.team_review(&lead, id(2, 2), None).await.unwrap();
    assert_eq!(own.sent, None);
    let page = app
        .network_review(&lead, NETWORK, NetworkAsked::of("MST"))
        .await;
    let told: Vec<bool> = page
        .unwrap()
        .teams
        .iter()
        .map(|one| one.sent.is_some())
        .collect();
    assert_eq!(told, [true, true]);
    let later = Ctx {
        now: now().plus_seconds(4 * 86_400),
        ..lead
    };
    let found = app.team_review(&later, team, None).await.unwrap();
    assert!(found.sent.unwrap().is_late);
    let senders = app.senders(&later, NETWORK).await.unwrap();
    let lines: Vec<(&str, bool)> = senders.lines[0]
        .teams
        .iter()
        .map(|one| (one.name.as_str(), one.is_late))
        .collect();
    assert_eq!(lines, [("Team 00", true), ("Team 01", true)]);
    assert_eq!(senders.free, ["Team 02"]);
}

#[tokio::test]
async fn what_was_counted_by_other_rules_is_refused_and_told() {
    let (network, sender, made) = pair().await;
    let app = &network.test.app;
    let theirs = id(10, 0);
    let of = (made.secret.as_str(), theirs);
    let mut other = parcel(&sender, 0).await;
    other.counting.cut_off = (65, 100);
    let taken = app.take_parcel(&network.feed(), of, &other).await.unwrap();
    let Taken::Refused(refusal) = taken else {
        panic!("{taken:?}");
    };
    assert_eq!(
        refusal.to_string(),
        "cut_off is 61/100 here and 65/100 there"
    );
    let senders = app.senders(&network.lead(), NETWORK).await.unwrap();
    let line = &senders.lines[0].teams[0];
    assert_eq!(line.sent.refused.unwrap().0, Why::Counting);
    assert_eq!(line.sent.arrived, None);
    let found = app.team_review(&network.lead(), id(2, 0), None).await;
    assert_eq!(found.unwrap().sent.unwrap().until, None);
    assert_eq!(
        sender.send(&network, &made).await,
        2,
        "the right ones are taken"
    );
    let senders = app.senders(&network.lead(), NETWORK).await.unwrap();
    assert_eq!(senders.lines[0].teams[0].sent.refused, None);

    // What is held by rules that hold here no longer is left out until it comes anew.
    let mut tx = network.test.db.write("test").await.unwrap();
    let old = "UPDATE sender_teams SET counting = 'cut_off=1/2'";
    tx.run(old, &[]).await.unwrap();
    tx.commit().await.unwrap();
    let found = app.team_review(&network.lead(), id(2, 0), None).await;
    assert_eq!(found.unwrap().sent.unwrap().until, None);
}

#[tokio::test]
async fn what_another_version_of_the_rule_scored_is_refused() {
    let (network, sender, made) = pair().await;
    let shipped = instrument_file::embedded().unwrap();
    let one = shipped.iter().find(|it| it.instrument().code == "TAM-R");
    let rule = "code = \"share-top-2\"\nversion = 1";
    let text = one.unwrap().text();
    assert!(text.contains(rule));
    let text = text
        .replace("version = 1\nvalid_from", "version = 2\nvalid_from")
        .replace(rule, "code = \"share-top-2\"\nversion = 2");
    let file = InstrumentFile::read("second.toml", &text).unwrap();
    let transfer = Ctx::system(Errand::Transfer, now());
    let imported = sender.test.app.import_instrument(&transfer, file).await;
    imported.unwrap();
    let app = &network.test.app;
    let of = (made.secret.as_str(), id(10, 0));
    let other = parcel(&sender, 0).await;
    let taken = app.take_parcel(&network.feed(), of, &other).await.unwrap();
    let Taken::Refused(refusal) = taken else {
        panic!("{taken:?}");
    };
    assert_eq!(
        refusal.to_string(),
        "score is share-top-2/1 here and share-top-2/2 there"
    );
}

#[tokio::test]
async fn a_secret_that_was_taken_back_opens_nothing_and_another_goes_on() {
    let (network, sender, made) = pair().await;
    let app = &network.test.app;
    sender.send(&network, &made).await;
    let (lead, feed) = (network.lead(), network.feed());
    let answer = network.answer("MST", "2026H2").await;
    let again = NewSender {
        name: "Län 10, igen".to_owned(),
        teams: vec![(id(10, 0), name(0)), (id(10, 1), name(1))],
    };
    let refused = app.register_sender(&lead, NETWORK, &again).await.unwrap();
    let faults = refused.unwrap_err();
    assert!(
        faults.iter().all(|one| matches!(one, NoSender::Sent(..))),
        "{faults:?}"
    );
    let kept = app.forget_sent(&lead, NETWORK, made.id).await;
    assert!(matches!(kept, Err(Error::Conflict)), "it holds");
    app.revoke_sender(&lead, NETWORK, made.id).await.unwrap();
    for secret in [made.secret.as_str(), "", "nothing"] {
        let refused = app.feed_state(&feed, secret).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        let one = parcel(&sender, 0).await;
        let refused = app.take_parcel(&feed, (secret, id(10, 0)), &one).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }
    assert_eq!(
        network.answer("MST", "2026H2").await,
        answer,
        "what came stays"
    );
    let made = app
        .register_sender(&lead, NETWORK, &again)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(network.answer("MST", "2026H2").await, answer);
    assert_eq!(sender.send(&network, &made).await, 2);
    assert_eq!(network.answer("MST", "2026H2").await, answer);
    app.revoke_sender(&lead, NETWORK, made.id).await.unwrap();
    app.forget_sent(&lead, NETWORK, made.id).await.unwrap();
    assert_ne!(network.answer("MST", "2026H2").await, answer);
    let senders = app.senders(&lead, NETWORK).await.unwrap();
    assert_eq!((senders.lines.len(), senders.free.len()), (2, 3));
}

#[tokio::test]
async fn a_sender_reaches_its_own_teams_alone_and_staff_send_nothing() {
    let (network, sender, made) = pair().await;
    let app = &network.test.app;
    let one = parcel(&sender, 0).await;
    let other = (made.secret.as_str(), id(2, 2));
    let refused = app.take_parcel(&network.feed(), other, &one).await;
    assert!(matches!(refused, Err(Error::NotFound)));
    let of = (made.secret.as_str(), id(10, 0));
    let refused = app.take_parcel(&network.lead(), of, &one).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let refused = app.parcel(&network.lead(), id(2, 0), ("", "to")).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let of_sender = sender.feed();
    let missing = sender
        .test
        .app
        .parcel(&of_sender, id(2, 2), ("", "to"))
        .await;
    assert!(matches!(missing, Err(Error::NotFound)));
    // What never came is not sent on.
    let nothing = app.parcel(&network.feed(), id(2, 0), ("", "to")).await;
    assert!(matches!(nothing, Err(Error::NotFound)));
    sender.send(&network, &made).await;
    let on = app.parcel(&network.feed(), id(2, 0), ("", "to")).await;
    assert_eq!(on.unwrap().unwrap(), one, "what came goes on as it came");
}

#[tokio::test]
async fn a_team_works_here_or_elsewhere() {
    let test = TestApp::new().await;
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let here = |name: &str| NewSender {
        name: "Län".to_owned(),
        teams: vec![(id(10, 0), name.to_owned())],
    };
    let register = async |new: &NewSender| {
        let made = test.app.register_sender(&lead, fixture::NETWORK, new).await;
        made.unwrap()
    };
    let told = |faults: Vec<NoSender>| faults[0].to_string();
    let refused = register(&here("MST-CAN Björkdalen")).await.unwrap_err();
    assert_eq!(
        told(refused),
        "MST-CAN Björkdalen has cases of its own here"
    );
    let refused = register(&here("MST Ingenstans")).await.unwrap_err();
    assert_eq!(
        told(refused),
        "the network has no team called MST Ingenstans"
    );
    let nobody = NewSender {
        name: " ".to_owned(),
        teams: Vec::new(),
    };
    let refused = register(&nobody).await.unwrap_err();
    assert_eq!(refused, [NoSender::Name, NoSender::NoTeam]);
    let twice = NewSender {
        teams: vec![(id(10, 0), "A".to_owned()), (id(10, 0), "B".to_owned())],
        ..here("A")
    };
    let refused = register(&twice).await.unwrap_err();
    assert_eq!(refused[0], NoSender::Twice("B".to_owned()));
    let leader = test.ctx(fixture::LEADER);
    let refused = test.app.senders(&leader, fixture::NETWORK).await;
    assert!(matches!(refused, Err(Error::NotFound | Error::Forbidden)));

    let mut tx = test.db.write("test").await.unwrap();
    hemma_store::sender::insert(
        &mut tx,
        &Sender {
            id: SenderId(Uuid::from_u128(77)),
            network: fixture::NETWORK,
            name: "Län".to_owned(),
            made: (now(), None),
            revoked_at: None,
            seen_at: None,
        },
        "hash",
    )
    .await
    .unwrap();
    let bound = (fixture::TEAMS[0], id(10, 0));
    let sender = SenderId(Uuid::from_u128(77));
    hemma_store::sender::bind(&mut tx, sender, bound)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let referral = crate::intake::referral();
    let refused = test.app.refer(&leader, fixture::TEAMS[0], &referral).await;
    assert_eq!(message(&refused.unwrap_err()), "intake-fault-sent");
    // Even where a team has both, nothing of it is counted twice: only what is sent counts.
    let found = test.app.team_review(&leader, fixture::TEAMS[0], None).await;
    let found = found.unwrap();
    assert!(found.sent.is_some());
    let open = found.lines.iter().filter_map(|line| line.now.reading());
    assert!(open.filter_map(|one| one.value).all(|value| value == 0.0));
}

#[tokio::test]
async fn whatever_is_cut_leaves_nothing_half_done() {
    let (network, sender, made) = pair().await;
    let (lead, feed) = (network.lead(), network.feed());
    let (one, theirs) = (parcel(&sender, 0).await, id(10, 0));
    let secret = made.secret.as_str();
    let (of_lead, of_feed, of_one) = (&lead, &feed, &one);
    let steps = cut(&network.test, |app| async move {
        app.take_parcel(of_feed, (secret, theirs), of_one).await
    })
    .await;
    assert!(8 < steps, "{steps}");
    cut(&network.test, |app| async move {
        app.feed_state(of_feed, secret).await
    })
    .await;
    let sending = sender.feed();
    let of_sending = &sending;
    cut(&sender.test, |app| async move {
        app.parcel(of_sending, theirs, ("", "to")).await
    })
    .await;
    cut(&sender.test, |app| async move {
        app.set_feed_sent(of_sending).await
    })
    .await;
    cut(&network.test, |app| async move {
        app.senders(of_lead, NETWORK).await
    })
    .await;
    let id = made.id;
    cut(&network.test, |app| async move {
        app.revoke_sender(of_lead, NETWORK, id).await
    })
    .await;
    cut(&network.test, |app| async move {
        app.forget_sent(of_lead, NETWORK, id).await
    })
    .await;
    let new = NewSender {
        name: "Län".to_owned(),
        teams: vec![(theirs, name(2))],
    };
    let of_new = &new;
    cut(&network.test, |app| async move {
        app.register_sender(of_lead, NETWORK, of_new).await
    })
    .await;
}
