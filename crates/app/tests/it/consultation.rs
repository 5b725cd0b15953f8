//! Consultation: planned by a weekly time, moved, called off, held; what is read there by whom, and what was owed.

use std::collections::BTreeSet;

use hemma_app::consultation::{Held, Names, OneConsultation, TimeInput};
use hemma_app::ctx::Ctx;
use hemma_domain::access::Errand;
use hemma_domain::code::Code as _;
use hemma_domain::consultation::{Slot, Stage};
use hemma_domain::ids::StaffId;
use hemma_domain::mail::Mail;
use hemma_domain::staff::Language;
use hemma_domain::time::Week;
use hemma_testkit::fixture::{self, NETWORK, TEAMS};
use hemma_testkit::week::written;

use crate::harness::{TestApp, cut, message};
use crate::rota::day;

pub(crate) fn thursdays(from: &str) -> TimeInput {
    TimeInput {
        from: day(from),
        weekday: 4,
        at: "13:00".parse().unwrap(),
        minutes: 60,
    }
}

fn week(text: &str) -> Week {
    text.parse().unwrap()
}

fn slot(on: &str) -> Slot {
    Slot {
        on: day(on),
        at: "09:30".parse().unwrap(),
        minutes: 45,
    }
}

fn held(who: &[StaffId], minutes: &str) -> Held {
    Held {
        attended: who.iter().copied().collect(),
        minutes: minutes.to_owned(),
        names: Names::Asked,
    }
}

/// A team with its consultations on Thursdays since the beginning of October.
async fn planned() -> TestApp {
    let test = TestApp::new().await;
    let consultant = test.ctx(fixture::CONSULTANT);
    let since = thursdays("2026-10-01");
    let set = test.app.set_consultation_time(&consultant, TEAMS[0], since);
    set.await.unwrap();
    test
}

async fn read(test: &TestApp, by: StaffId, of: &str) -> OneConsultation {
    let ctx = test.ctx(by);
    let at = (TEAMS[0], week(of));
    let found = test.app.consultation(&ctx, at, Language::Swedish).await;
    found.unwrap()
}

#[tokio::test]
async fn a_consultation_is_planned_moved_called_off_and_held_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let consultant = &test.ctx(fixture::CONSULTANT);
    cut(&test, |app| async move {
        app.set_consultation_time(consultant, TEAMS[0], thursdays("2026-10-01"))
            .await
    })
    .await;
    let past = test
        .app
        .set_consultation_time(consultant, TEAMS[0], thursdays("2026-11-22"))
        .await;
    assert_eq!(message(&past.unwrap_err()), "consultation-fault-past");
    let at = week("2026-W48");
    cut(&test, |app| async move {
        let to = (slot("2026-11-25"), "Konsulten är på resa");
        app.move_consultation(consultant, (TEAMS[0], at, 0), to)
            .await
    })
    .await;
    cut(&test, |app| async move {
        app.cancel_consultation(consultant, (TEAMS[0], at, 1), "Sjuk")
            .await
    })
    .await;
    let stale = test
        .app
        .cancel_consultation(consultant, (TEAMS[0], at, 1), "Sjuk")
        .await;
    assert_eq!(message(&stale.unwrap_err()), "conflict");
    let last = week("2026-W47");
    let there = &[fixture::CONSULTANT, fixture::LEADER, fixture::THERAPIST];
    cut(&test, |app| async move {
        let noted = held(there, "BJÖ-26-001: fråga efter mätning varje vecka.");
        app.hold_consultation(consultant, (TEAMS[0], last, 0), noted)
            .await
    })
    .await;
    let one = read(&test, fixture::THERAPIST, "2026-W47").await;
    assert_eq!((one.stage, one.about), (Stage::Held, written().previous()));
    assert_eq!(one.noted.attended, BTreeSet::from(*there));
    assert!(!one.may_keep);
    let refused = test
        .app
        .cancel_consultation(consultant, (TEAMS[0], last, 1), "Sjuk")
        .await;
    assert_eq!(message(&refused.unwrap_err()), "consultation-fault-held");
    let all = test.app.team_consultations(consultant, TEAMS[0], None);
    let all = all.await.unwrap();
    let tally = all.quarters[0].1;
    assert_eq!((tally.owed, tally.held, tally.unnoted), (8, 1, 7));
    let next = all.next.unwrap();
    assert_eq!(next.slot().unwrap().on, day("2026-12-03"));
}

#[tokio::test]
async fn what_cannot_be_noted_is_told() {
    let test = planned().await;
    let leader = test.ctx(fixture::LEADER);
    let at = (TEAMS[0], week("2026-W48"), 0);
    let early = test
        .app
        .hold_consultation(&leader, at, held(&[fixture::LEADER], ""))
        .await;
    assert_eq!(message(&early.unwrap_err()), "consultation-fault-early");
    let other = test
        .app
        .move_consultation(&leader, at, (slot("2026-12-01"), ""))
        .await;
    assert_eq!(message(&other.unwrap_err()), "consultation-fault-week");
    let silent = test.app.cancel_consultation(&leader, at, " ").await;
    assert_eq!(message(&silent.unwrap_err()), "consultation-fault-reason");
    let last = (TEAMS[0], week("2026-W47"), 0);
    let nobody = test
        .app
        .hold_consultation(&leader, last, held(&[], ""))
        .await;
    assert_eq!(message(&nobody.unwrap_err()), "consultation-fault-nobody");
    let stranger = held(&[fixture::OTHER_BOARD_LEADER], "");
    let stranger = test.app.hold_consultation(&leader, last, stranger).await;
    assert_eq!(message(&stranger.unwrap_err()), "not found");
    let before = (TEAMS[0], week("2026-W30"), 0);
    let none = test.app.cancel_consultation(&leader, before, "Sjuk").await;
    assert_eq!(message(&none.unwrap_err()), "not found");
    let therapist = test.ctx(fixture::THERAPIST);
    let refused = test.app.cancel_consultation(&therapist, at, "Sjuk").await;
    assert_eq!(message(&refused.unwrap_err()), "forbidden");
}

#[tokio::test]
async fn a_name_in_the_minutes_is_asked_about_whoever_writes() {
    let test = planned().await;
    for writer in [fixture::CONSULTANT, fixture::LEADER] {
        let ctx = test.ctx(writer);
        let version = read(&test, writer, "2026-W47").await.noted.version;
        let at = (TEAMS[0], week("2026-W47"), version);
        for named in ["Lingonstig har det lugnare.", "Vi talade om Malva."] {
            let told = test
                .app
                .hold_consultation(&ctx, at, held(&[writer], named))
                .await;
            let told = told.unwrap_err();
            assert_eq!(message(&told), "consultation-fault-name", "{named}");
        }
        let meant = Held {
            names: Names::Meant,
            ..held(&[writer], "Malva, vår nya kollega, var med.")
        };
        test.app.hold_consultation(&ctx, at, meant).await.unwrap();
    }
}

#[tokio::test]
async fn feedback_is_read_with_names_by_the_team_and_without_by_the_consultant() {
    let test = planned().await;
    hemma_testkit::week::fill(&test.db).await;
    // The week that is written is talked about in the week after it.
    let of = written().next().to_string();
    let leader = read(&test, fixture::LEADER, &of).await;
    let consultant = read(&test, fixture::CONSULTANT, &of).await;
    assert_eq!(leader.about, written());
    for (one, is_unnamed) in [(&leader, false), (&consultant, true)] {
        assert_eq!(one.families.len(), 1);
        assert_eq!(one.families[0].code, "BJÖ-26-001");
        assert_eq!(one.families[0].is_unnamed, is_unnamed);
        assert_eq!(one.families[0].points.len(), 1);
    }
    for family in &consultant.families {
        for point in &family.points {
            let text = &point.feedback.text;
            assert!(
                !text.contains("Malva") && !text.contains("Fjäril"),
                "{text}"
            );
        }
    }
    let mut tx = test.db.read().await.unwrap();
    let looks = tx
        .all(
            "SELECT event FROM audit WHERE case_id IS NOT NULL AND detail = 'consultation' ORDER BY event",
            &[],
        )
        .await
        .unwrap();
    let events: Vec<String> = looks.iter().map(|row| row.get("event").unwrap()).collect();
    assert_eq!(events, ["case_read", "case_read_unnamed"]);
}

#[tokio::test]
async fn the_network_sees_counts_and_the_calendar_follows_its_maker() {
    let test = planned().await;
    let consultant = &test.ctx(fixture::CONSULTANT);
    let last = (TEAMS[0], week("2026-W47"), 0);
    let noted = held(&[fixture::CONSULTANT], "");
    test.app
        .hold_consultation(consultant, last, noted)
        .await
        .unwrap();
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let all = test
        .app
        .network_consultations(&lead, NETWORK)
        .await
        .unwrap();
    let team = all
        .teams
        .iter()
        .find(|one| one.team.id == TEAMS[0])
        .unwrap();
    assert_eq!((team.quarters[0].owed, team.quarters[0].held), (8, 1));
    assert_eq!(team.next.unwrap().on, day("2026-11-26"));
    let other = all
        .teams
        .iter()
        .find(|one| one.team.id == TEAMS[1])
        .unwrap();
    assert!(!other.has_time && other.quarters[0].owed == 0);
    let page = test
        .app
        .consultation(&lead, (TEAMS[0], week("2026-W47")), Language::Swedish)
        .await;
    assert_eq!(message(&page.unwrap_err()), "forbidden");

    let therapist = &test.ctx(fixture::THERAPIST);
    cut(&test, |app| async move {
        app.make_consultation_feed(therapist, TEAMS[0]).await
    })
    .await;
    let token = test.app.make_consultation_feed(therapist, TEAMS[0]).await;
    let token = token.unwrap();
    let found = test.app.consultation_calendar(therapist.now, &token).await;
    let found = found.unwrap();
    // Christmas Eve is a Thursday: nobody goes there by the calendar.
    let eve = found.dates.iter().find(|one| one.week == week("2026-W52"));
    assert!(eve.unwrap().is_cancelled);
    let summer = found.dates.iter().find(|one| one.week == week("2027-W24"));
    let start = summer.unwrap().time.start().0.to_string();
    assert_eq!(start, "2027-06-17T11:00:00Z");
    let feeds = test.app.team_consultations(therapist, TEAMS[0], None).await;
    for feed in feeds.unwrap().feeds {
        let id = feed.id;
        cut(&test, |app| async move {
            app.revoke_consultation_feed(therapist, id).await
        })
        .await;
    }
    let gone = test.app.consultation_calendar(therapist.now, &token).await;
    assert_eq!(message(&gone.unwrap_err()), "not found");
}

#[tokio::test]
async fn the_team_is_told_once_of_what_is_moved_or_called_off_and_not_of_what_lies_behind() {
    let test = planned().await;
    let consultant = test.ctx(fixture::CONSULTANT);
    let upkeep = Ctx::system(Errand::Upkeep, consultant.now);
    let sent = async || {
        let write = |mail: &Mail| (String::new(), mail.kind.code().to_owned());
        test.app.send_mails(&upkeep, write).await.unwrap()
    };
    let (ahead, behind) = (week("2026-W48"), week("2026-W47"));
    let to = (slot("2026-11-25"), "På resa");
    let at = |week, version| (TEAMS[0], week, version);
    test.app
        .move_consultation(&consultant, at(ahead, 0), to)
        .await
        .unwrap();
    let told = sent().await;
    assert!(told > 2, "{told}");
    let letters = test.app.posted();
    assert!(letters.iter().all(|one| one.body == "consultation"));
    let own = letters.iter().any(|one| one.to.starts_with("konsult"));
    assert!(!own, "whoever moved it knows: {letters:?}");
    test.app
        .cancel_consultation(&consultant, at(ahead, 1), "Sjuk")
        .await
        .unwrap();
    assert_eq!(
        sent().await,
        0,
        "one mail a day says that there is something to see"
    );
    test.app
        .cancel_consultation(&consultant, at(behind, 0), "Sjuk")
        .await
        .unwrap();
    let later = Ctx::system(Errand::Upkeep, hemma_testkit::noon("2026-11-24"));
    let write = |_: &Mail| (String::new(), String::new());
    assert_eq!(test.app.send_mails(&later, write).await.unwrap(), 0);
}
