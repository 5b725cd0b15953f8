//! Places, load and the waiting list: of a team, and of a board without any family.

mod closed;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::capacity::{Capacity, Closing, Line, Unit};
use hemma_domain::access::{self, BoardAction, CaseAction, Request, TeamAction, TeamScope};
use hemma_domain::capacity::{ClockState, Deadline, Direction, Load};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{BoardId, CaseId, TeamId};
use hemma_domain::time::Day;
use hemma_draw::{Format, Gauge};
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, Sampled, Samples, render, sampled};

/// The routes of these pages.
pub fn routes() -> Routes {
    Routes::default()
        .get(
            "/teams/{team}/capacity",
            Access::Team(TeamAction::SeeCapacity),
            get,
        )
        .get(
            "/teams/{team}/closed",
            Access::Team(TeamAction::SeeCapacity),
            closed::get,
        )
        .post(
            "/cases/{case}/wait-rank",
            Access::Case(CaseAction::Manage),
            post_rank,
        )
        .get(
            "/boards/{board}/unit",
            Access::Board(BoardAction::SeeUnit),
            get_unit,
        )
}

/// A team's capacity.
#[derive(Template)]
#[template(path = "capacity/team.html")]
pub struct CapacityPage {
    pub frame: Frame,
    pub lang: Lang,
    pub team: String,
    /// Where the team's name leads; empty for those who may see neither the team's week nor its board's unit.
    pub team_url: String,
    /// The families whose treatment has ended.
    pub closed: String,
    /// The places in one sentence.
    pub places: String,
    /// Where an assignment is registered; empty for those who do not.
    pub refer: String,
    pub therapists: Vec<TherapistView>,
    pub closings: Vec<ClosingView>,
    pub waiting: Vec<LineView>,
    pub referred: Vec<LineView>,
    pub clocks: Vec<ClockView>,
    pub follow_ups: Vec<LineView>,
}

/// A therapist's load.
pub struct TherapistView {
    pub name: String,
    /// The drawing, made by the program alone.
    pub gauge: String,
    pub words: String,
    /// Class, icon and words where there is something to say.
    pub signal: Option<(&'static str, &'static str, String)>,
}

/// A case in a list.
#[derive(Clone)]
pub struct LineView {
    /// Where it leads; empty for those who see codes alone.
    pub url: String,
    pub code: String,
    pub label: String,
    pub note: String,
    /// Where the arrows of the waiting list go; empty for those who do not order it.
    pub order: String,
}

/// When a treatment is expected to end.
pub struct ClosingView {
    pub line: LineView,
    pub therapist: String,
    pub opened: String,
    pub between: String,
    /// The expected time has passed.
    pub late: bool,
}

/// One of the law's clocks.
pub struct ClockView {
    pub line: LineView,
    pub kind: String,
    pub by: String,
    pub signal: (&'static str, &'static str, String),
}

impl CapacityPage {
    fn of(visit: &Visit, found: &Capacity) -> CapacityPage {
        let lang = visit.lang;
        let today = visit.ctx.today();
        let team = found.team.id;
        let waiting = found.waiting.iter().map(|line| LineView {
            order: if line.may_manage {
                format!("{}/wait-rank", url::case(line.id))
            } else {
                String::new()
            },
            ..of_line(line, lang)
        });
        CapacityPage {
            frame: Frame::of(visit, "capacity-title"),
            lang,
            team: found.team.name.clone(),
            team_url: team_url(visit, found.scope),
            closed: url::closed(team),
            places: places(found.free, found.open_count, lang),
            refer: if found.may_refer {
                url::referral(team)
            } else {
                String::new()
            },
            therapists: found
                .therapists
                .iter()
                .enumerate()
                .map(|(number, (name, load))| therapist(number, name, load, lang))
                .collect(),
            closings: found
                .closings
                .iter()
                .map(|one| closing(one, today, lang))
                .collect(),
            waiting: waiting.collect(),
            referred: found
                .referred
                .iter()
                .map(|line| to(line, url::screening(line.id), lang))
                .collect(),
            clocks: found
                .clocks
                .iter()
                .map(|(line, one)| clock(of_line(line, lang), one, today, lang))
                .collect(),
            follow_ups: follow_ups(found, today, lang),
        }
    }
}

/// A team's week for those who work in it, its board's unit for the manager.
fn team_url(visit: &Visit, scope: TeamScope) -> String {
    let may = |request| access::may(&visit.ctx.actor, request);
    if may(Request::Team(TeamAction::SeeWeek, scope)) {
        url::team(scope.team)
    } else if may(Request::Board(BoardAction::SeeUnit, scope.board)) {
        url::unit(scope.board)
    } else {
        String::new()
    }
}

fn follow_ups(found: &Capacity, today: Day, lang: Lang) -> Vec<LineView> {
    found
        .follow_ups
        .iter()
        .map(|one| LineView {
            url: if found.codes_only {
                String::new()
            } else {
                url::follow_ups(one.case)
            },
            code: one.code.clone(),
            label: String::new(),
            note: lang.t2(
                if one.due_on < today {
                    "capacity-follow-up-late"
                } else {
                    "capacity-follow-up-due"
                },
                ("months", one.months),
                ("day", lang.full_day(one.due_on)),
            ),
            order: String::new(),
        })
        .collect()
}

fn places(free: Option<u32>, open: usize, lang: Lang) -> String {
    match free {
        Some(free) => lang.t2("capacity-places", ("free", free), ("open", open)),
        None => lang.t1("capacity-no-limit", "open", open),
    }
}

fn of_line(line: &Line, lang: Lang) -> LineView {
    to(line, url::case(line.id), lang)
}

/// A case in a list that leads to one of its pages; codes alone lead nowhere.
fn to(line: &Line, url: String, lang: Lang) -> LineView {
    LineView {
        url: if line.label.is_some() {
            url
        } else {
            String::new()
        },
        code: line.code.clone(),
        label: line.label.clone().unwrap_or_default(),
        note: lang.t1("capacity-received", "day", lang.full_day(line.received_on)),
        order: String::new(),
    }
}

fn therapist(number: usize, name: &str, load: &Load, lang: Lang) -> TherapistView {
    let words = match load.limit {
        Some(limit) => lang.t2("capacity-load", ("used", load.used()), ("limit", limit)),
        None => lang.t1("capacity-load-open", "used", load.used()),
    };
    let frame = hemma_draw::Frame {
        id: &format!("gauge-{number}"),
        title: name,
        desc: &words,
        format: Format::Page,
    };
    let gauge = Gauge {
        used: load.used(),
        limit: load.limit.unwrap_or_else(|| load.used()),
        label: String::new(),
    };
    let signal = if load.is_over() {
        Some(("over", "overdue", lang.t("capacity-over")))
    } else if load.is_full() {
        Some(("none", "none", lang.t("capacity-full")))
    } else {
        None
    };
    TherapistView {
        name: name.to_owned(),
        gauge: gauge.svg(&frame),
        words,
        signal,
    }
}

fn closing(one: &Closing, today: Day, lang: Lang) -> ClosingView {
    let between = one.between.map_or_else(
        || lang.t("capacity-no-length"),
        |(first, last)| {
            let last = ("last", lang.full_day(last));
            lang.t2("capacity-between", ("first", lang.full_day(first)), last)
        },
    );
    ClosingView {
        line: of_line(&one.line, lang),
        therapist: one
            .therapist
            .clone()
            .unwrap_or_else(|| lang.t("case-no-therapist")),
        opened: lang.full_day(one.opened_on),
        between,
        late: one.between.is_some_and(|(_, last)| last < today),
    }
}

fn clock(line: LineView, one: &Deadline, today: Day, lang: Lang) -> ClockView {
    let left = one.days_left(today);
    let signal = match one.state(today) {
        ClockState::Over => (
            "over",
            "overdue",
            lang.t1("capacity-days-over", "days", left.abs()),
        ),
        ClockState::Near => ("due", "due", lang.t1("capacity-days-left", "days", left)),
        ClockState::Running => ("none", "none", lang.t1("capacity-days-left", "days", left)),
    };
    ClockView {
        line,
        kind: lang.name(one.kind),
        by: lang.full_day(one.by),
        signal,
    }
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(team): Path<TeamId>,
) -> Result<Response, PageError> {
    let found = site
        .app
        .capacity(&visit.ctx, team)
        .await
        .map_err(PageError::to(&visit))?;
    render(&visit, &CapacityPage::of(&visit, &found))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RankForm {
    direction: String,
}

async fn post_rank(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
    Form(form): Form<RankForm>,
) -> Result<Response, PageError> {
    let way = Direction::from_code(&form.direction).unwrap_or(Direction::Up);
    let team = site
        .app
        .move_in_line(&visit.ctx, id, way)
        .await
        .map_err(PageError::to(&visit))?;
    let to = format!("{}?done=capacity-moved#waiting", url::capacity(team));
    Ok(Redirect::to(&to).into_response())
}

/// A board's teams without any family.
#[derive(Template)]
#[template(path = "capacity/unit.html")]
pub struct UnitPage {
    pub frame: Frame,
    pub lang: Lang,
    pub teams: Vec<TeamView>,
    /// Clocks that have run out or soon do, with the team.
    pub clocks: Vec<(String, ClockView)>,
}

/// One team in numbers.
pub struct TeamView {
    pub url: String,
    pub training: String,
    pub name: String,
    pub programme: String,
    pub therapists: usize,
    pub open: usize,
    pub waiting: usize,
    pub referred: usize,
    /// A number, or that nothing limits.
    pub free: String,
    pub signal: Option<String>,
}

impl UnitPage {
    fn of(visit: &Visit, unit: &Unit) -> UnitPage {
        let lang = visit.lang;
        let today = visit.ctx.today();
        let teams = unit.teams.iter().map(|one| TeamView {
            url: url::capacity(one.team.id),
            training: url::team_training(one.team.id),
            name: one.team.name.clone(),
            programme: lang.words(&one.programme).to_owned(),
            therapists: one.therapists,
            open: one.open,
            waiting: one.waiting,
            referred: one.referred,
            free: one
                .free
                .map_or_else(|| lang.t("capacity-unlimited"), |free| free.to_string()),
            signal: (one.over > 0).then(|| lang.t1("capacity-over-count", "n", one.over)),
        });
        let urgent = unit
            .clocks
            .iter()
            .filter(|(.., one)| one.state(today) != ClockState::Running);
        let clocks = urgent.map(|(code, team, one)| {
            let line = LineView {
                url: String::new(),
                code: code.clone(),
                label: String::new(),
                note: String::new(),
                order: String::new(),
            };
            (team.clone(), clock(line, one, today, lang))
        });
        UnitPage {
            frame: Frame::of(visit, "capacity-unit-title"),
            lang,
            teams: teams.collect(),
            clocks: clocks.collect(),
        }
    }
}

async fn get_unit(
    visit: Visit,
    State(site): State<Site>,
    Path(board): Path<BoardId>,
) -> Result<Response, PageError> {
    let unit = site
        .app
        .unit(&visit.ctx, board)
        .await
        .map_err(PageError::to(&visit))?;
    render(&visit, &UnitPage::of(&visit, &unit))
}

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<CapacityPage>("capacity");
    all.extend(sampled::<UnitPage>("unit"));
    all.extend(sampled::<closed::ClosedPage>("closed families"));
    all
}

fn sample_line(order: &str) -> LineView {
    LineView {
        url: "/".to_owned(),
        code: "BJÖ-26-003".to_owned(),
        label: "Åkervinda".to_owned(),
        note: Lang::SV.t1("capacity-received", "day", "24 augusti 2026"),
        order: order.to_owned(),
    }
}

fn sample_clock(lang: Lang) -> ClockView {
    let one = Deadline {
        case: CaseId(uuid::Uuid::nil()),
        kind: hemma_domain::capacity::ClockKind::CarryOut,
        by: Day(jiff::civil::date(2026, 8, 4)),
    };
    let today = Day(jiff::civil::date(2026, 8, 10));
    clock(sample_line(""), &one, today, lang)
}

impl Samples for CapacityPage {
    fn samples() -> Vec<(&'static str, CapacityPage)> {
        let empty = |lang: Lang| CapacityPage {
            frame: Frame::sample(lang),
            lang,
            team: "MST-CAN Björkdalen".to_owned(),
            team_url: String::new(),
            closed: "/".to_owned(),
            places: places(Some(16), 0, lang),
            refer: String::new(),
            therapists: Vec::new(),
            closings: Vec::new(),
            waiting: Vec::new(),
            referred: Vec::new(),
            clocks: Vec::new(),
            follow_ups: Vec::new(),
        };
        let load = Load {
            staff: hemma_domain::ids::StaffId(uuid::Uuid::nil()),
            open: vec![CaseId(uuid::Uuid::nil()); 5],
            limit: Some(4),
        };
        let full = |lang: Lang| CapacityPage {
            team_url: "/".to_owned(),
            refer: "/".to_owned(),
            therapists: vec![therapist(0, "Tuva Ekorrstig", &load, lang)],
            closings: vec![ClosingView {
                line: sample_line(""),
                therapist: "Tuva Ekorrstig".to_owned(),
                opened: "7 september 2026".to_owned(),
                between: lang.t("capacity-no-length"),
                late: true,
            }],
            waiting: vec![sample_line("/"), sample_line("/")],
            referred: vec![sample_line("")],
            clocks: vec![sample_clock(lang)],
            follow_ups: vec![sample_line("")],
            ..empty(lang)
        };
        vec![
            ("empty", empty(Lang::SV)),
            ("full", full(Lang::SV)),
            ("in English", full(Lang::EN)),
        ]
    }
}

impl Samples for UnitPage {
    fn samples() -> Vec<(&'static str, UnitPage)> {
        let page = |lang: Lang, teams, clocks| UnitPage {
            frame: Frame::sample(lang),
            lang,
            teams,
            clocks,
        };
        let team = TeamView {
            url: "/".to_owned(),
            training: "/".to_owned(),
            name: "MST-CAN Björkdalen".to_owned(),
            programme: "MST-CAN".to_owned(),
            therapists: 4,
            open: 13,
            waiting: 2,
            referred: 1,
            free: "3".to_owned(),
            signal: Some(Lang::SV.t1("capacity-over-count", "n", 1_u32)),
        };
        let clock = ("MST-CAN Björkdalen".to_owned(), sample_clock(Lang::SV));
        vec![
            ("no teams", page(Lang::EN, vec![], vec![])),
            ("a team", page(Lang::SV, vec![team], vec![clock])),
        ]
    }
}
