//! Answering by a link: made, opened, shared, guessed, used up.

mod broken;

use std::collections::BTreeMap;

use hemma_app::App;
use hemma_app::ctx::Ctx;
use hemma_app::error::{Error, Result};
use hemma_app::instrument_file::InstrumentFile;
use hemma_app::link::{CodeAnswer, Holder, LinkInput, NewLink, Questionnaire, Seat};
use hemma_app::measure::MeasureAt;
use hemma_domain::access::{Actor, Errand};
use hemma_domain::audit::Event;
use hemma_domain::ids::StaffId;
use hemma_domain::instrument::{Answer, Given, Ratio};
use hemma_domain::link::{AnswerLink, LINKS_MAX, Layout, Standing};
use hemma_domain::measure::{Hand, State};
use hemma_store::{audit, link as stored, measure};
use hemma_testkit::fixture;
use uuid::Uuid;

use crate::harness::{TestApp, cut, now};
use crate::measure::{due_today, is, item, open, planned};

const HOME: &str = "192.0.2.1";

fn wish() -> LinkInput {
    LinkInput {
        language: "sv".into(),
        layout: Layout::OneByOne,
        days: 3,
    }
}

/// A request by nobody in particular, some seconds after the tests' moment.
fn guest(test: &TestApp, seconds: i64) -> Ctx {
    Ctx {
        actor: Actor::Staff {
            id: StaffId(Uuid::nil()),
            posts: Vec::new(),
        },
        now: now().plus_seconds(seconds),
        ..test.ctx(fixture::INTERVIEWER)
    }
}

async fn made(test: &TestApp, at: MeasureAt) -> NewLink {
    let ctx = test.ctx(fixture::INTERVIEWER);
    test.app.make_link(&ctx, at, &wish()).await.unwrap()
}

/// Opens a link with its code; gives the seat.
async fn sit(test: &TestApp, link: &NewLink) -> String {
    let ctx = guest(test, 0);
    match test
        .app
        .try_link_code(&ctx, &link.token, &link.code, HOME)
        .await
    {
        Ok(CodeAnswer::Right(seat)) => seat.0,
        _ => panic!("not let in"),
    }
}

fn holder<'a>(link: &'a NewLink, sitting: &'a str) -> Holder<'a> {
    Holder {
        token: &link.token,
        sitting,
    }
}

fn given(answers: &[(usize, i64)]) -> BTreeMap<String, Answer> {
    answers
        .iter()
        .map(|(number, value)| (item(*number), Answer::Value(*value)))
        .collect()
}

fn taken<T>(seat: Result<Seat<T>>) -> T {
    match seat.unwrap() {
        Seat::Taken(it) => it,
        Seat::Code(_) => panic!("asked for the code"),
        Seat::Closed(standing) => panic!("{standing:?}"),
    }
}

fn shut<T>(seat: Result<Seat<T>>) -> Standing {
    match seat.unwrap() {
        Seat::Closed(standing) => standing,
        _ => panic!("still open"),
    }
}

async fn look(
    test: &TestApp,
    link: &NewLink,
    seat: &str,
    seconds: i64,
) -> Result<Seat<Questionnaire>> {
    let ctx = guest(test, seconds);
    test.app.link_questionnaire(&ctx, holder(link, seat)).await
}

async fn links(test: &TestApp, at: MeasureAt) -> Vec<AnswerLink> {
    let mut tx = test.db.read().await.unwrap();
    stored::of_measure(&mut tx, at).await.unwrap()
}

async fn state(test: &TestApp, at: MeasureAt) -> State {
    let mut tx = test.db.read().await.unwrap();
    let found = measure::find(&mut tx, at.0, at.1).await.unwrap();
    found.unwrap().state
}

async fn logged(test: &TestApp, event: Event) -> Vec<(Option<StaffId>, String)> {
    let mut tx = test.db.read().await.unwrap();
    let lines = audit::of_board(&mut tx, fixture::BOARDS[0], None, 1000).await;
    lines
        .unwrap()
        .into_iter()
        .filter(|line| line.entry.event == event)
        .map(|line| (line.entry.staff, line.entry.detail))
        .collect()
}

#[tokio::test]
async fn somebody_answers_alone_comes_back_and_sends_in() {
    let test = planned().await;
    let at = open(&test).await;
    let link = made(&test, at).await;
    let seat = sit(&test, &link).await;
    let page = taken(look(&test, &link, &seat, 0).await);
    assert_eq!((page.version, page.sheet.next_open()), (0, Some(0)));
    assert_eq!(page.scorer.instrument().code, "TAM-CAN");
    let ctx = guest(&test, 0);
    let mut version = 0;
    for number in 1..=14 {
        let answer = given(&[(number, if number <= 9 { 5 } else { 3 })]);
        let saved = test
            .app
            .save_link_answers(&ctx, holder(&link, &seat), &answer, version)
            .await;
        version = taken(saved);
    }
    // A day later the seat is cold; address and code lead back to where they stopped.
    let cold = look(&test, &link, &seat, 24 * 3600).await.unwrap();
    assert!(matches!(cold, Seat::Code(last) if last == link.link.last_on));
    let seat = sit(&test, &link).await;
    let page = taken(look(&test, &link, &seat, 0).await);
    assert_eq!(page.sheet.next_open(), Some(14));
    assert_eq!(page.sheet.at(0), Given::Value(5));
    let rest: Vec<_> = (15..=28)
        .map(|n| (n, if n <= 22 { 4 } else { 1 }))
        .collect();
    let saved = test
        .app
        .save_link_answers(&ctx, holder(&link, &seat), &given(&rest), version)
        .await;
    version = taken(saved);
    assert_eq!(version, 15, "a page of answers is one change");
    cut(&test, |app| {
        let (ctx, link, seat) = (ctx.clone(), link.clone(), seat.clone());
        async move { app.finish_link(&ctx, holder(&link, &seat), version).await }
    })
    .await;
    let by = Hand::Link(link.link.id);
    assert_eq!(state(&test, at).await, State::Done { at: now(), by });
    let leader = test.ctx(fixture::LEADER);
    let measures = test
        .app
        .case_measures(&leader, fixture::OPEN)
        .await
        .unwrap();
    let line = measures.lines.iter().find(|line| line.measure.id == at.1);
    assert_eq!(line.unwrap().scores[0].kept.value(), Ratio::new(17, 28));
    for event in [Event::LinkOpened, Event::LinkAnswered] {
        let lines = logged(&test, event).await;
        assert!(!lines.is_empty());
        let id = link.link.id.to_string();
        assert!(
            lines.iter().all(|line| *line == (None, id.clone())),
            "{lines:?}"
        );
    }
    assert!(logged(&test, Event::MeasureScored).await[0].0.is_none());
}

#[tokio::test]
async fn each_step_is_whole_or_not_at_all() {
    let test = planned().await;
    let at = open(&test).await;
    let interviewer = test.ctx(fixture::INTERVIEWER);
    cut(&test, |app| {
        let ctx = interviewer.clone();
        async move { app.make_link(&ctx, at, &wish()).await }
    })
    .await;
    cut(&test, |app| {
        let ctx = interviewer.clone();
        async move { app.make_link(&ctx, at, &wish()).await }
    })
    .await;
    let all = links(&test, at).await;
    let standings: Vec<_> = all.iter().map(|one| one.standing(now().day())).collect();
    assert_eq!(standings, [Standing::Open, Standing::Withdrawn]);
    let newest = all[0].id;
    cut(&test, |app| {
        let ctx = interviewer.clone();
        async move { app.withdraw_link(&ctx, at, newest).await }
    })
    .await;
    let again = test.app.withdraw_link(&interviewer, at, newest).await;
    assert!(matches!(again, Err(Error::Conflict)));
    let link = made(&test, at).await;
    let ctx = guest(&test, 0);
    cut(&test, |app| {
        let (ctx, link) = (ctx.clone(), link.clone());
        async move { app.try_link_code(&ctx, &link.token, &link.code, "").await }
    })
    .await;
    let seat = sit(&test, &link).await;
    cut(&test, |app| {
        let (ctx, link, seat) = (ctx.clone(), link.clone(), seat.clone());
        async move { app.link_questionnaire(&ctx, holder(&link, &seat)).await }
    })
    .await;
    for (version, number) in [(0, 1), (1, 2)] {
        cut(&test, |app| {
            let (ctx, link, seat) = (ctx.clone(), link.clone(), seat.clone());
            async move {
                let answers = given(&[(number, 5)]);
                app.save_link_answers(&ctx, holder(&link, &seat), &answers, version)
                    .await
            }
        })
        .await;
    }
}

#[tokio::test]
async fn only_whoever_may_interview_makes_and_withdraws_a_link() {
    let test = planned().await;
    let at = open(&test).await;
    let link = made(&test, at).await;
    for staff in [
        fixture::THERAPIST,
        fixture::COLLEAGUE,
        fixture::LEADER,
        fixture::CONSULTANT,
    ] {
        let ctx = test.ctx(staff);
        let refused = test.app.make_link(&ctx, at, &wish()).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
        let refused = test.app.withdraw_link(&ctx, at, link.link.id).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
    }
    let outside = test.ctx(fixture::OTHER_TEAM_LEADER);
    let refused = test.app.make_link(&outside, at, &wish()).await;
    assert!(matches!(refused, Err(Error::NotFound)));
}

#[tokio::test]
async fn what_cannot_be_is_said_before_a_link_is_made() {
    let test = planned().await;
    let at = open(&test).await;
    let ctx = test.ctx(fixture::INTERVIEWER);
    let refused = async |app: &App, at, wish: LinkInput| {
        let refused = app.make_link(&ctx, at, &wish).await;
        refused.err().unwrap()
    };
    for (wish, message) in [
        (
            LinkInput {
                language: "ar".into(),
                ..wish()
            },
            "link-fault-language",
        ),
        (LinkInput { days: 0, ..wish() }, "link-fault-days"),
        (LinkInput { days: 99, ..wish() }, "link-fault-days"),
    ] {
        assert!(
            is(&refused(&test.app, at, wish).await, message),
            "{message}"
        );
    }
    // AUDIT is asked by somebody, never by a link.
    let audit = due_today(&test, "AUDIT").await;
    let english = LinkInput {
        language: "en".into(),
        ..wish()
    };
    let fault = refused(&test.app, audit, english).await;
    assert!(is(&fault, "link-fault-mode"));
    for _ in 0..LINKS_MAX {
        made(&test, at).await;
    }
    assert!(is(&refused(&test.app, at, wish()).await, "link-fault-many"));
}

#[tokio::test]
async fn a_critical_answer_by_link_becomes_the_leaders_task_too() {
    let test = planned().await;
    let at = due_today(&test, "PHQ-9").await;
    let ctx = test.ctx(fixture::INTERVIEWER);
    let english = LinkInput {
        language: "en".into(),
        layout: Layout::List,
        days: 3,
    };
    let link = test.app.make_link(&ctx, at, &english).await.unwrap();
    let seat = sit(&test, &link).await;
    let page = taken(look(&test, &link, &seat, 0).await);
    let instrument = page.scorer.instrument();
    let worst = |item| {
        let set = instrument.responses_of(item).unwrap();
        Answer::Value(set.options.last().unwrap().value)
    };
    let all = instrument.items.iter();
    let answers = all.map(|item| (item.code.clone(), worst(item))).collect();
    let ctx = guest(&test, 0);
    let leader = test.ctx(fixture::LEADER);
    let before = test.app.my_tasks(&leader).await.unwrap().lines.len();
    let saved = test
        .app
        .save_link_answers(&ctx, holder(&link, &seat), &answers, 0)
        .await;
    let version = taken(saved);
    let tasks = test.app.my_tasks(&leader).await.unwrap().lines;
    assert_eq!(tasks.len(), before + 1, "although it may never be sent in");
    taken(
        test.app
            .finish_link(&ctx, holder(&link, &seat), version)
            .await,
    );
    let tasks = test.app.my_tasks(&leader).await.unwrap().lines;
    assert_eq!(tasks.len(), before + 1);
    assert!(tasks[0].task.text.starts_with("PHQ-9"));
}

#[tokio::test]
async fn questions_that_fall_away_take_their_answers_with_them() {
    let test = planned().await;
    let pack = InstrumentFile::read("pack.toml", hemma_testkit::PACK);
    let transfer = Ctx::system(Errand::Transfer, now());
    test.app
        .import_instrument(&transfer, pack.unwrap())
        .await
        .unwrap();
    let at = due_today(&test, "PROV").await;
    let ctx = test.ctx(fixture::INTERVIEWER);
    let arabic = LinkInput {
        language: "ar".into(),
        layout: Layout::List,
        days: 3,
    };
    let link = test.app.make_link(&ctx, at, &arabic).await.unwrap();
    let seat = sit(&test, &link).await;
    let ctx = guest(&test, 0);
    let save = async |answers: &[(&str, i64)], version| {
        let answers = answers
            .iter()
            .map(|(item, value)| ((*item).to_owned(), Answer::Value(*value)))
            .collect();
        let saved = test
            .app
            .save_link_answers(&ctx, holder(&link, &seat), &answers, version)
            .await;
        taken(saved)
    };
    // The second question is asked only after a yes to the first.
    assert_eq!(save(&[("p1", 1), ("p2", 3), ("p3", 2)], 0).await, 1);
    assert_eq!(save(&[("p1", 0), ("p2", 3)], 1).await, 2);
    let page = taken(look(&test, &link, &seat, 0).await);
    let told = [Given::Value(0), Given::Skipped, Given::Value(2)];
    assert_eq!(page.sheet.given(), told);
    assert_eq!(page.sheet.next_open(), None);
    assert_eq!(page.language, "ar");
}

#[tokio::test]
async fn the_queue_says_that_a_link_is_out_and_a_link_counts_as_an_attempt() {
    let test = planned().await;
    let at = open(&test).await;
    let interviewer = test.ctx(fixture::INTERVIEWER);
    let queue = test.app.interviews(&interviewer).await.unwrap();
    assert_eq!(queue.lines[0].link_until, None);
    let link = made(&test, at).await;
    let queue = test.app.interviews(&interviewer).await.unwrap();
    assert_eq!(queue.lines[0].link_until, Some(link.link.last_on));
    let page = test.app.interview(&interviewer, at).await.unwrap();
    assert_eq!(page.links, std::slice::from_ref(&link.link));
    let later = Ctx::system(Errand::Upkeep, hemma_testkit::noon("2026-12-10"));
    assert_eq!(test.app.lapse_measures(&later).await.unwrap(), 1);
    assert_eq!(state(&test, at).await, State::Unreachable);
}
