//! Who looked: a case's own log, and the records officer's review of a board's.

use hemma_domain::access::{BoardAction, CaseAction, Permit, Request};
use hemma_domain::audit::{self, Entry, Event, Finding};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{BoardId, CaseId, PersonId, StaffId};
use hemma_domain::time::Clock;
use hemma_store::audit::review::{self, Filter, Line};
use hemma_store::db::Tx;
use hemma_store::{case, person};

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, FieldError, Result, all_valid};

/// Lines on a page.
const PAGE: u32 = 50;
/// Days back that a sample is drawn from.
const SAMPLE_DAYS: i64 = 30;
/// Lines drawn for a sample.
const SAMPLE: usize = 20;
/// Lines drawn at most: one page.
const SAMPLE_MAX: usize = 50;
/// Characters of a remark.
const REMARK_CHARS: usize = 1_000;

/// The log of one case.
#[derive(Debug, Clone)]
pub struct CaseLog {
    pub case: CaseId,
    pub board: BoardId,
    pub code: String,
    pub lines: Vec<LogLine>,
    /// Where the next page begins; none on the last.
    pub before: Option<i64>,
    /// The actor may read the case itself.
    pub may_see: bool,
}

/// A line of the log, ready to be worded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    pub seq: i64,
    pub entry: Entry,
    /// None for the program itself.
    pub staff: Option<String>,
    pub case_code: Option<String>,
    pub protected: bool,
    /// Whom it is about, for those who may read the case.
    pub person: Option<String>,
    pub review: Option<Reviewed>,
}

/// What was found in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    pub at: hemma_domain::time::Instant,
    pub by: String,
    pub finding: Finding,
    pub remark: String,
}

/// What a records officer wants to see.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Pick {
    #[default]
    Everything,
    /// Drawn by lot from the last thirty days; the same lines all day.
    Sample(usize),
    Protected,
    Refusals,
    /// Staff in cases of people who bear their last name.
    Namesakes,
    Staff(StaffId),
    /// A case by its code.
    Case(String),
}

impl Pick {
    /// What is asked for: one member of staff before one case, a case before a word. None for a word nobody knows.
    pub fn read(word: &str, staff: Option<StaffId>, code: &str) -> Option<Pick> {
        if let Some(staff) = staff {
            return Some(Pick::Staff(staff));
        }
        if !code.trim().is_empty() {
            return Some(Pick::Case(code.to_owned()));
        }
        match word {
            "" => Some(Pick::Everything),
            "sample" => Some(Pick::Sample(0)),
            "protected" => Some(Pick::Protected),
            "refusals" => Some(Pick::Refusals),
            "namesakes" => Some(Pick::Namesakes),
            _ => None,
        }
    }
}

/// A page of a board's log.
#[derive(Debug, Clone)]
pub struct BoardLog {
    pub lines: Vec<LogLine>,
    pub before: Option<i64>,
    /// Everybody of the board, for the choice.
    pub staff: Vec<(StaffId, String)>,
}

impl App {
    /// Who looked at a case, newest first.
    pub async fn case_log(&self, ctx: &Ctx, id: CaseId, before: Option<i64>) -> Result<CaseLog> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::SeeLog, Event::LogRead)
            .await?;
        let board = entered.scope.team.board;
        let found = entered.found.clone();
        let may_see = entered.may(ctx, CaseAction::See);
        let persons = if may_see {
            person::of_case(&mut tx, &entered.key, id).await?
        } else {
            Vec::new()
        };
        let name = |of: PersonId| {
            let known = persons.iter().find(|person| person.id == of);
            known.map(|person| person.given_name.clone())
        };
        let found_lines = review::of_case(&mut tx, (board, id), before, PAGE).await?;
        tx.commit().await?;
        Ok(CaseLog {
            case: id,
            board,
            code: found.code,
            before: next_page(&found_lines, PAGE),
            lines: found_lines
                .into_iter()
                .map(|line| {
                    let person = line.link.entry.person.and_then(name);
                    told(line, person)
                })
                .collect(),
            may_see,
        })
    }

    /// A page of a board's log.
    pub async fn board_log(
        &self,
        ctx: &Ctx,
        board: BoardId,
        pick: &Pick,
        before: Option<i64>,
    ) -> Result<BoardLog> {
        let (mut tx, permit) = self.enter_board(ctx, board, BoardAction::SeeLog).await?;
        tx.log(of_permit(ctx, Event::LogRead, &permit));
        let staff = review::staff_of_board(&mut tx, board).await?;
        let filter = filter(ctx, &mut tx, (board, &staff), pick).await?;
        let lines = match filter {
            Some(filter) => review::lines(&mut tx, board, &filter, before, PAGE).await?,
            None => Vec::new(),
        };
        tx.commit().await?;
        Ok(BoardLog {
            before: next_page(&lines, PAGE),
            lines: lines.into_iter().map(|line| told(line, None)).collect(),
            staff,
        })
    }

    /// Notes what was found in a line of a board's log.
    pub async fn review_line(
        &self,
        ctx: &Ctx,
        board: BoardId,
        seq: i64,
        (finding, remark): (Finding, &str),
    ) -> Result<()> {
        let (mut tx, permit) = self.enter_board(ctx, board, BoardAction::ReviewLog).await?;
        let by = permit.staff().ok_or(Error::Forbidden)?;
        let remark = remark.trim();
        let mut faults = Vec::new();
        if remark.chars().count() > REMARK_CHARS {
            faults.push(FieldError::new("remark", "log-fault-long"));
        }
        if finding != Finding::InOrder && remark.is_empty() {
            faults.push(FieldError::new("remark", "log-fault-remark"));
        }
        all_valid(faults)?;
        if !review::review(&mut tx, (board, seq), by, ctx.now, (finding, remark)).await? {
            return Err(Error::Conflict);
        }
        tx.log(Entry {
            detail: format!("{seq} {}", finding.code()),
            ..of_permit(ctx, Event::LogReviewed, &permit)
        });
        tx.commit().await?;
        Ok(())
    }

    /// Opens a transaction on a board.
    pub(crate) async fn enter_board(
        &self,
        ctx: &Ctx,
        board: BoardId,
        action: BoardAction,
    ) -> Result<(Tx, Permit)> {
        let permit = allowed(ctx, Request::Board(action, board))?;
        Ok((self.db.write(&ctx.request).await?, permit))
    }
}

/// What a pick means in store; none where there is nothing to look for.
async fn filter(
    ctx: &Ctx,
    tx: &mut Tx,
    (board, staff): (BoardId, &[(StaffId, String)]),
    pick: &Pick,
) -> Result<Option<Filter>> {
    Ok(Some(match pick {
        Pick::Everything => Filter::Everything,
        Pick::Protected => Filter::Protected,
        Pick::Refusals => Filter::Refusals,
        Pick::Staff(staff) => Filter::Staff(*staff),
        Pick::Case(code) => {
            let code = code.trim().to_uppercase();
            let Some(case) = case::by_code(tx, board, &code).await? else {
                return Ok(None);
            };
            Filter::Case(case)
        }
        Pick::Namesakes => {
            let names: Vec<(StaffId, String)> = staff
                .iter()
                .filter_map(|(id, name)| Some((*id, name.split(' ').next_back()?.to_owned())))
                .collect();
            Filter::Pairs(person::namesakes(tx, board, &names).await?)
        }
        Pick::Sample(count) => {
            let today = ctx.today();
            let from = today.plus(-SAMPLE_DAYS).at(Clock::MIDNIGHT);
            let until = today.at(Clock::MIDNIGHT);
            let Some(run) = review::run_between(tx, board, from, until).await? else {
                return Ok(None);
            };
            let count = if *count == 0 { SAMPLE } else { *count };
            Filter::Lines(audit::sample(board, today, run, count.min(SAMPLE_MAX)))
        }
    }))
}

fn next_page(lines: &[Line], page: u32) -> Option<i64> {
    let full = lines.len() >= usize::try_from(page).unwrap_or(usize::MAX);
    let last = lines.last().filter(|line| full && line.link.seq > 1);
    last.map(|line| line.link.seq)
}

fn told(line: Line, person: Option<String>) -> LogLine {
    LogLine {
        seq: line.link.seq,
        entry: line.link.entry,
        staff: line.staff,
        case_code: line.case_code,
        protected: line.protected,
        person,
        review: line.review.map(|one| Reviewed {
            at: one.at,
            by: one.by,
            finding: one.finding,
            remark: one.remark,
        }),
    }
}
