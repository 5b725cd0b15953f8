//! A family's sheet: by day for its team, by night for whoever is on call, and for nobody else.

use hemma_app::basis::NewBasis;
use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::sheet::SheetInput;
use hemma_domain::access::SheetAction;
use hemma_domain::audit::Event;
use hemma_domain::ids::{CaseId, StaffId};
use hemma_domain::sheet::{BasisKind, SheetState, SheetTexts};
use hemma_domain::stretch::Stretch;
use hemma_domain::time::Instant;
use hemma_domain::turn::TurnSource;
use hemma_store::{team, turn};
use hemma_testkit::duty::POOL;
use hemma_testkit::fixture;
use uuid::Uuid;

use crate::harness::{TestApp, cut};
use crate::rota::{day, published};

pub(crate) fn at(text: &str) -> Instant {
    let (on, clock) = text.split_once(' ').unwrap();
    let seconds = clock.get(6..).map_or(0, |text| text.parse().unwrap());
    day(on)
        .at(clock[..5].parse().unwrap())
        .plus_seconds(seconds)
}

pub(crate) fn then(test: &TestApp, staff: StaffId, text: &str) -> Ctx {
    Ctx {
        now: at(text),
        ..test.ctx(staff)
    }
}

pub(crate) fn basis(kind: BasisKind) -> NewBasis {
    NewBasis {
        kind,
        consent: None,
        until: day("2026-12-31"),
        reason: "Barnet behöver hjälp även på natten.".into(),
    }
}

/// The week planned and published, with a basis for the open family recorded by its leader.
pub(crate) async fn night() -> TestApp {
    let test = published().await;
    let leader = test.ctx(fixture::LEADER);
    test.app
        .record_basis(&leader, fixture::OPEN, &basis(BasisKind::Osl26_9))
        .await
        .unwrap();
    test
}

/// `yes`, `no` where it is forbidden, `-` where it is hidden.
async fn opens(test: &TestApp, staff: StaffId, (case, text): (CaseId, &str)) -> &'static str {
    let ctx = then(test, staff, text);
    match test.app.duty_sheet(&ctx, case).await {
        Ok(_) => "yes",
        Err(Error::Forbidden) => "no",
        Err(Error::NotFound) => "-",
        Err(other) => panic!("{other:?}"),
    }
}

async fn check(test: &TestApp, staff: StaffId, case: CaseId, times: &[(&str, &str)]) {
    for (text, expected) in times {
        let found = opens(test, staff, (case, text)).await;
        assert_eq!(found, *expected, "{text}");
    }
}

fn texts() -> SheetTexts {
    SheetTexts {
        red_flags: "Pappan har hotat att komma dit.".into(),
        way_in: " Port 0000 ".into(),
        ..SheetTexts::default()
    }
}

#[tokio::test]
async fn the_therapist_writes_what_only_the_sheet_holds() {
    let test = TestApp::new().await;
    let therapist = test.ctx(fixture::THERAPIST);
    let by = &therapist;
    let first = SheetInput {
        texts: texts(),
        version: None,
    };
    let input = &first;
    cut(&test, |app| async move {
        app.save_duty_sheet(by, fixture::OPEN, input).await
    })
    .await;
    let again = test.app.save_duty_sheet(by, fixture::OPEN, input).await;
    assert!(matches!(again, Err(Error::Conflict)), "{again:?}");
    let form = test.app.duty_sheet_form(by, fixture::OPEN).await.unwrap();
    let (sheet, name) = form.sheet.unwrap();
    assert_eq!(sheet.texts.way_in, "Port 0000");
    assert_eq!((sheet.version, name.as_str()), (1, "Tuva Ekorrstig"));
    let second = SheetInput {
        version: Some(1),
        ..first.clone()
    };
    let saved = test.app.save_duty_sheet(by, fixture::OPEN, &second).await;
    assert_eq!(saved.unwrap(), 2);
    let late = test.app.save_duty_sheet(by, fixture::OPEN, &second).await;
    assert!(matches!(late, Err(Error::Conflict)), "{late:?}");
    let colleague = test.ctx(fixture::COLLEAGUE);
    let refused = test
        .app
        .save_duty_sheet(&colleague, fixture::OPEN, &first)
        .await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let long = SheetInput {
        texts: SheetTexts {
            keep_out: "å".repeat(2_001),
            ..texts()
        },
        version: Some(2),
    };
    let refused = test.app.save_duty_sheet(by, fixture::OPEN, &long).await;
    let Err(Error::Invalid(faults)) = refused else {
        panic!()
    };
    assert_eq!(faults[0].field, "keep_out");
}

#[tokio::test]
async fn the_sheet_is_drawn_from_the_case_and_grows_old() {
    let test = TestApp::new().await;
    let therapist = test.ctx(fixture::THERAPIST);
    let page = test
        .app
        .duty_sheet(&therapist, fixture::OPEN)
        .await
        .unwrap();
    assert_eq!(page.state, SheetState::Missing);
    assert_eq!(page.persons[0].phone, "070-000 00 00");
    assert_eq!(page.team[0].name, "Tuva Ekorrstig", "who carries it first");
    assert!(page.team.iter().any(|one| one.name == "Gun Alebäck"));
    assert!(page.may_see && page.may_write && !page.may_manage);
    assert!(!page.may(SheetAction::BreakGlass));
    let input = SheetInput {
        texts: texts(),
        version: None,
    };
    let saved = test
        .app
        .save_duty_sheet(&therapist, fixture::OPEN, &input)
        .await;
    assert_eq!(saved.unwrap(), 1);
    let later = then(&test, fixture::THERAPIST, "2026-12-24 12:00");
    let page = test.app.duty_sheet(&later, fixture::OPEN).await.unwrap();
    let since = day(fixture::TODAY);
    assert_eq!(page.state, SheetState::Old { since });
}

#[tokio::test]
async fn another_boards_staff_read_it_in_their_duty_and_its_hand_over_to_the_second() {
    let test = night().await;
    let times = [
        ("2026-12-16 16:29:59", "-"),
        ("2026-12-16 16:30:00", "yes"),
        ("2026-12-16 17:00:00", "yes"),
        ("2026-12-17 07:59:59", "yes"),
        ("2026-12-17 08:00:00", "yes"),
        ("2026-12-17 08:59:59", "yes"),
        ("2026-12-17 09:00:00", "-"),
    ];
    check(&test, fixture::OTHER_BOARD_THERAPIST, fixture::OPEN, &times).await;
    // The second line of another night.
    let second = [("2026-12-14 16:29:59", "-"), ("2026-12-14 23:00", "yes")];
    check(&test, fixture::OTHER_BOARD_LEADER, fixture::OPEN, &second).await;
}

#[tokio::test]
async fn a_swap_in_the_middle_of_a_duty_closes_the_sheet_for_one_and_opens_it_for_the_other() {
    let test = night().await;
    let leader = test.ctx(fixture::LEADER);
    let new = basis(BasisKind::Assignment);
    test.app
        .record_basis(&leader, fixture::PROTECTED, &new)
        .await
        .unwrap();
    let mut tx = test.db.write("test").await.unwrap();
    let whole = Stretch::new(at("2026-12-16 17:00"), at("2026-12-17 08:00")).unwrap();
    let served = turn::of_pool(&mut tx, POOL, whole).await.unwrap();
    let mine = fixture::OTHER_BOARD_THERAPIST;
    let mut turns = served.iter().flat_map(|one| &one.turns);
    let one = turns.find(|one| one.staff == mine).unwrap();
    let part = Stretch::new(at("2026-12-16 22:00"), at("2026-12-17 02:00")).unwrap();
    let mut number = 0xA0;
    let given = one.give((fixture::COLLEAGUE, TurnSource::Swap), part, || {
        number += 1;
        hemma_domain::ids::TurnId(Uuid::from_u128(number))
    });
    let given = given.unwrap();
    turn::save(&mut tx, &given.changed).await.unwrap();
    for added in &given.added {
        turn::insert(&mut tx, added).await.unwrap();
    }
    tx.commit().await.unwrap();
    let times = [
        ("2026-12-16 21:59:59", "yes"),
        ("2026-12-16 22:59:59", "yes"),
        ("2026-12-16 23:00:00", "-"),
        ("2026-12-17 01:29:59", "-"),
        ("2026-12-17 01:30:00", "yes"),
        ("2026-12-17 08:59:59", "yes"),
    ];
    check(&test, mine, fixture::OPEN, &times).await;
    // She is a colleague whom nothing but the turn lets see a protected family.
    let taker = [
        ("2026-12-16 21:29:59", "-"),
        ("2026-12-16 21:30:00", "yes"),
        ("2026-12-17 02:59:59", "yes"),
        ("2026-12-17 03:00:00", "-"),
    ];
    check(&test, fixture::COLLEAGUE, fixture::PROTECTED, &taker).await;
}

#[tokio::test]
async fn without_a_basis_that_holds_and_counts_nobody_of_another_board_reads_it() {
    let test = published().await;
    let (mine, midnight) = (fixture::OTHER_BOARD_THERAPIST, "2026-12-17 00:00");
    let now = (fixture::OPEN, midnight);
    assert_eq!(opens(&test, mine, now).await, "-", "nothing is recorded");
    let leader = test.ctx(fixture::LEADER);
    let short = NewBasis {
        until: day("2026-12-16"),
        ..basis(BasisKind::Assignment)
    };
    test.app
        .record_basis(&leader, fixture::OPEN, &short)
        .await
        .unwrap();
    assert_eq!(
        opens(&test, mine, (fixture::OPEN, "2026-12-16 23:59")).await,
        "yes"
    );
    assert_eq!(opens(&test, mine, now).await, "-", "its last day is over");
    let new = basis(BasisKind::Assignment);
    let id = test
        .app
        .record_basis(&leader, fixture::OPEN, &new)
        .await
        .unwrap();
    assert_eq!(opens(&test, mine, now).await, "yes");
    let other = (fixture::PROTECTED, midnight);
    assert_eq!(opens(&test, mine, other).await, "-", "it is of one family");
    let mut tx = test.db.write("test").await.unwrap();
    let boards = team::boards(&mut tx).await.unwrap();
    let mut board = boards
        .into_iter()
        .find(|one| one.id == fixture::BOARDS[0])
        .unwrap();
    board.sheet_bases = vec![BasisKind::Consent];
    team::save_board(&mut tx, &board).await.unwrap();
    board.sheet_bases = vec![BasisKind::Assignment];
    tx.commit().await.unwrap();
    assert_eq!(
        opens(&test, mine, now).await,
        "-",
        "the board lets others count"
    );
    let mut tx = test.db.write("test").await.unwrap();
    team::save_board(&mut tx, &board).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(opens(&test, mine, now).await, "yes");
    test.app
        .revoke_basis(&leader, fixture::OPEN, id)
        .await
        .unwrap();
    assert_eq!(opens(&test, mine, now).await, "-", "it was taken back");
}

#[tokio::test]
async fn whoever_lost_the_post_reads_nothing_though_the_turn_still_stands() {
    let test = night().await;
    let midnight = then(&test, fixture::OTHER_BOARD_THERAPIST, "2026-12-17 00:00");
    let gone = Ctx {
        actor: hemma_domain::access::Actor::Staff {
            id: fixture::OTHER_BOARD_THERAPIST,
            posts: Vec::new(),
        },
        ..midnight
    };
    let refused = test.app.duty_sheet(&gone, fixture::OPEN).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
}

#[tokio::test]
async fn a_protected_family_needs_a_basis_in_its_own_board_too_and_tells_no_address() {
    let test = published().await;
    let monday = (fixture::PROTECTED, "2026-12-15 23:00");
    assert_eq!(opens(&test, fixture::COLLEAGUE, monday).await, "-");
    let leader = test.ctx(fixture::LEADER);
    let new = basis(BasisKind::Assignment);
    test.app
        .record_basis(&leader, fixture::PROTECTED, &new)
        .await
        .unwrap();
    assert_eq!(opens(&test, fixture::COLLEAGUE, monday).await, "yes");
    let by_day = (fixture::PROTECTED, "2026-12-15 12:00");
    assert_eq!(opens(&test, fixture::COLLEAGUE, by_day).await, "-");
}

#[tokio::test]
async fn every_look_and_every_refusal_is_in_the_log_of_the_familys_board() {
    let test = night().await;
    for text in ["2026-12-16 12:00", "2026-12-16 22:00"] {
        opens(&test, fixture::OTHER_BOARD_THERAPIST, (fixture::OPEN, text)).await;
    }
    let officer = test.ctx(fixture::RECORDS_OFFICER);
    let log = test
        .app
        .case_log(&officer, fixture::OPEN, None)
        .await
        .unwrap();
    let mine = log
        .lines
        .iter()
        .filter(|line| line.entry.staff == Some(fixture::OTHER_BOARD_THERAPIST));
    let told: Vec<_> = mine
        .map(|line| (line.entry.event, line.entry.board, line.entry.detail.len()))
        .collect();
    let board = Some(fixture::BOARDS[0]);
    let turn = 36;
    let action = "open_sheet".len();
    let expected = [
        (Event::SheetRead, board, turn),
        (Event::SheetRefused, board, action),
    ];
    assert_eq!(told, expected, "the newest first");
}

#[tokio::test]
async fn the_list_of_a_night_holds_the_families_that_can_be_opened_now() {
    let test = night().await;
    let list = async |staff, text: &str| {
        let ctx = then(&test, staff, text);
        let found = test.app.night_sheets(&ctx, POOL).await.unwrap();
        let codes: Vec<String> = found.sheets.iter().map(|one| one.code.clone()).collect();
        (codes.join(" "), found.until)
    };
    let before = list(fixture::OTHER_BOARD_THERAPIST, "2026-12-16 16:29").await;
    assert_eq!(before, (String::new(), None));
    let (codes, until) = list(fixture::OTHER_BOARD_THERAPIST, "2026-12-16 23:00").await;
    assert_eq!(codes, "BJÖ-26-001 GRA-26-001", "one by a basis, one's own");
    assert_eq!(until, Some(at("2026-12-17 09:00")));
    let (codes, _) = list(fixture::COLLEAGUE, "2026-12-15 23:00").await;
    assert_eq!(codes, "BJÖ-26-001", "the other board recorded no basis");
    let ctx = then(&test, fixture::OTHER_BOARD_THERAPIST, "2026-12-16 23:00");
    let by = &ctx;
    let statements = cut(&test, |app| async move { app.night_sheets(by, POOL).await }).await;
    assert!(statements <= 24, "{statements}");
}

#[tokio::test]
async fn opening_a_sheet_is_whole_or_not_at_all_and_takes_few_statements() {
    let test = night().await;
    for staff in [fixture::OTHER_BOARD_THERAPIST, fixture::THERAPIST] {
        let ctx = then(&test, staff, "2026-12-16 23:00");
        let by = &ctx;
        let statements = cut(&test, |app| async move {
            app.duty_sheet(by, fixture::OPEN).await
        })
        .await;
        assert!(statements <= 14, "{statements}");
    }
}
