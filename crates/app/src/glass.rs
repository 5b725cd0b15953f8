//! Breaking the glass: more than the sheet, for a reason given first, until the duty ends; told and reviewed.

use hemma_domain::access::{BoardAction, CaseAction, Request, SheetAction};
use hemma_domain::audit::{Entry, Event, Finding};
use hemma_domain::case::Case;
use hemma_domain::glass::{Glass, GlassReview, REMARK_CHARS_MAX, is_reason};
use hemma_domain::ids::{BoardId, CaseId, GlassId, StaffId};
use hemma_domain::mail::MailKind;
use hemma_domain::note::Note;
use hemma_domain::person::Person;
use hemma_domain::staff::Role;
use hemma_domain::time::{Day, Instant};
use hemma_store::db::Tx;
use hemma_store::glass::{self as stored, Listed};
use hemma_store::incident::Told;
use hemma_store::{incident, note, person, staff};

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};
use crate::watch::AtNight;

/// Days of the journal that a broken glass shows: what happened lately is what the night is about.
const NOTE_DAYS: i64 = 30;
/// Entries and incidents that it shows at most: more nobody reads at night.
const SHOWN_MAX: usize = 20;

/// What the form asks before the glass is broken.
#[derive(Debug, Clone)]
pub struct GlassForm {
    pub case: Case,
    /// Until when it would be open.
    pub until: Instant,
}

/// More than the sheet.
#[derive(Debug, Clone)]
pub struct More {
    pub case: Case,
    pub persons: Vec<Person>,
    /// Signed entries of the last month, the newest first.
    pub notes: Vec<Note>,
    /// The newest first.
    pub incidents: Vec<Told>,
    /// Until when it is open.
    pub until: Instant,
}

/// A glass in the list of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlassLine {
    pub glass: Glass,
    pub code: String,
    /// Who broke it.
    pub staff: String,
    /// Who reviewed it.
    pub reviewed_by: Option<String>,
}

impl App {
    /// The form that asks for the reason.
    pub async fn glass_form(&self, ctx: &Ctx, id: CaseId) -> Result<GlassForm> {
        let ask = (SheetAction::BreakGlass, Event::SheetRead);
        let (tx, at_night) = self.enter_sheet(ctx, id, ask).await?;
        tx.commit().await?;
        Ok(GlassForm {
            until: ends(&at_night)?,
            case: at_night.entered.found,
        })
    }

    /// Breaks the glass: keeps the reason, tells the leaders of the family's team that something waits for them, and
    /// leaves it to the records officer to judge. Given again in the same turn, it is answered as the first time.
    pub async fn break_glass(&self, ctx: &Ctx, id: CaseId, reason: &str) -> Result<()> {
        let ask = (SheetAction::BreakGlass, Event::GlassBroken);
        let (mut tx, at_night) = self.enter_sheet(ctx, id, ask).await?;
        if !is_reason(reason) {
            return Err(Error::invalid("reason", "glass-fault-reason"));
        }
        let watch = at_night.watch.as_ref().ok_or(Error::Forbidden)?;
        if !at_night.scope.glass {
            let glass = Glass {
                id: GlassId(ctx.new_id()),
                case: id,
                staff: at_night.entered.hand()?,
                turn: watch.turn,
                reason: reason.trim().to_owned(),
                at: ctx.now,
                until: ends(&at_night)?,
                review: None,
            };
            stored::insert(&mut tx, &at_night.entered.key, &glass).await?;
            let leaders = leaders(&mut tx, &at_night, ctx.today()).await?;
            self.tell_all(ctx, &mut tx, (&leaders, MailKind::GlassBroken))
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// More than the sheet, for whoever gave a reason in this turn.
    pub async fn more(&self, ctx: &Ctx, id: CaseId) -> Result<More> {
        let ask = (SheetAction::SeeMore, Event::CaseRead);
        let (mut tx, at_night) = self.enter_sheet(ctx, id, ask).await?;
        let key = &at_night.entered.key;
        let persons = person::of_case(&mut tx, key, id).await?;
        let since = ctx.today().plus(-NOTE_DAYS);
        let notes = note::of_case(&mut tx, key, id).await?.into_iter();
        let notes = notes.filter(|one| one.is_locked() && since <= one.on);
        let incidents = incident::of_case(&mut tx, key, id).await?.into_iter();
        tx.commit().await?;
        Ok(More {
            until: ends(&at_night)?,
            case: at_night.entered.found,
            persons,
            notes: notes.take(SHOWN_MAX).collect(),
            incidents: incidents.take(SHOWN_MAX).collect(),
        })
    }

    /// Every glass of a board's families, for the records officer: what waits for a review first.
    pub async fn glasses(&self, ctx: &Ctx, board: BoardId) -> Result<Vec<GlassLine>> {
        let permit = allowed(ctx, Request::Board(BoardAction::ReviewLog, board))?;
        let mut tx = self.db.write(&ctx.request).await?;
        let all = stored::of_board(&mut tx, board).await?;
        let mut lines = Vec::new();
        for one in &all {
            lines.push(line(ctx, &tx, one)?.0);
        }
        tx.log(Entry {
            detail: "glasses".to_owned(),
            ..of_permit(ctx, Event::LogRead, &permit)
        });
        tx.commit().await?;
        Ok(lines)
    }

    /// Keeps what the records officer found.
    pub async fn review_glass(
        &self,
        ctx: &Ctx,
        (board, id): (BoardId, GlassId),
        (finding, remark): (Finding, &str),
    ) -> Result<()> {
        let permit = allowed(ctx, Request::Board(BoardAction::ReviewLog, board))?;
        let mut tx = self.db.write(&ctx.request).await?;
        let found = stored::find(&mut tx, board, id).await?;
        let found = found.ok_or(Error::NotFound)?;
        let remark = remark.trim();
        if remark.is_empty() || remark.chars().count() > REMARK_CHARS_MAX {
            return Err(Error::invalid("remark", "glass-fault-remark"));
        }
        let (_, key) = line(ctx, &tx, &found)?;
        let review = GlassReview {
            at: ctx.now,
            by: permit.staff().ok_or(Error::Forbidden)?,
            finding,
            remark: remark.to_owned(),
        };
        if !stored::review(&mut tx, &key, (id, &review)).await? {
            return Err(Error::Conflict);
        }
        tx.log(Entry {
            case: Some(found.glass.case),
            detail: id.to_string(),
            ..of_permit(ctx, Event::GlassReviewed, &permit)
        });
        tx.commit().await?;
        Ok(())
    }
}

/// A glass with its texts. Whoever reviews the log of a board may read who looked at each of its families, and why.
fn line(ctx: &Ctx, tx: &Tx, listed: &Listed) -> Result<(GlassLine, hemma_store::seal::Key)> {
    let permit = allowed(ctx, Request::Case(CaseAction::SeeLog, &listed.scope))?;
    let (glass, key) = stored::open(tx, &permit, listed)?;
    let line = GlassLine {
        glass,
        code: listed.code.clone(),
        staff: listed.staff_name.clone(),
        reviewed_by: listed.reviewed_by.clone(),
    };
    Ok((line, key))
}

/// When the duty ends in which somebody asks.
fn ends(at_night: &AtNight) -> Result<Instant> {
    let watch = at_night.watch.as_ref().ok_or(Error::Forbidden)?;
    Ok(watch.on_call.end())
}

async fn leaders(tx: &mut Tx, at_night: &AtNight, today: Day) -> Result<Vec<StaffId>> {
    let team = at_night.entered.scope.team.team;
    let all = staff::of_team(tx, team, today).await?.into_iter();
    let leads = all.filter(|(_, role)| *role == Role::GroupLeader);
    Ok(leads.map(|(one, _)| one.id).collect())
}
