//! What the network's office proposes to boards: written, signed, sent, decided, reported back; and the register of it.

pub mod attachment;
mod begin;
mod past;

pub use past::Round;

use std::sync::Arc;

use hemma_domain::access::{NetworkAction, Permit};
use hemma_domain::addressee::Addressee;
use hemma_domain::audit::Event;
use hemma_domain::ids::{AddresseeId, NetworkId, ProposalId, StaffId};
use hemma_domain::layout::{Layout, Template};
use hemma_domain::programme::Words;
use hemma_domain::proposal::{
    Attachment, Content, ContentFault, CourseError, Due, Hand, Proposal, Report, Ruling, Stage,
    Unready,
};
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::{addressee, proposal as stored, staff};

use crate::App;
use crate::addressee::{Diary, diary_of};
use crate::ctx::Ctx;
use crate::error::{Error, FieldError, Result, all_valid};

/// The register of a network's proposals.
#[derive(Debug, Clone)]
pub struct Register {
    /// The newest first; those that were searched for.
    pub lines: Vec<ProposalLine>,
    /// How many there are in all.
    pub total: usize,
    /// What can be written today: layout, template, what both are called.
    pub templates: Vec<TemplateLine>,
}

/// One proposal in the register.
#[derive(Debug, Clone)]
pub struct ProposalLine {
    pub id: ProposalId,
    pub diary: String,
    pub heading: String,
    pub addressee: String,
    pub dated_on: Day,
    pub stage: Stage,
    /// The day that follows a decision next.
    pub due: Option<Due>,
    /// How often the board returned it.
    pub returned: usize,
}

/// What can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateLine {
    /// The board that it would go to, and what it is called; none where nobody in particular is written to.
    pub to: Option<(AddresseeId, String)>,
    pub layout: String,
    pub template: String,
    pub name: Words,
    pub layout_name: Words,
}

/// A proposal with the layout that it is written in.
#[derive(Debug, Clone)]
pub struct OneProposal {
    pub proposal: Proposal,
    pub layout: Arc<Layout>,
    pub template: Template,
    /// The files that go with it, in the order in which they came.
    pub attachments: Vec<Attachment>,
    /// What it lacks before it can be signed.
    pub unready: Vec<Unready>,
    pub diary: Diary,
    pub due: Option<Due>,
    /// Who signed it.
    pub signed_by: Option<String>,
    /// What something else followed: each time with the board and what it decided, the first first.
    pub past: Vec<Round>,
}

/// A step of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    Sign,
    /// Makes it a draft again.
    Reopen,
    Send,
    Rule(Ruling),
    Report(Report),
}

/// Which proposal, in which network, and the version that was looked at.
pub type ProposalAt = (NetworkId, ProposalId, i64);

impl App {
    /// The register, or what of it holds some words in diary number, heading or addressee.
    pub async fn proposals(&self, ctx: &Ctx, network: NetworkId, words: &str) -> Result<Register> {
        let (mut tx, _) = self.office(ctx, (network, Event::ProposalRead), "").await?;
        let all = stored::of_network(&mut tx, network).await?;
        let before = stored::past::diaries(&mut tx, network).await?;
        let boards = addressee::of_network(&mut tx, network).await?;
        tx.commit().await?;
        let wanted = words.trim().to_lowercase();
        let mut lines = Vec::new();
        for one in &all {
            let content = &one.content;
            let fields = [&content.diary, &content.heading, &content.addressee];
            let before = before.get(&one.id).map(Vec::as_slice).unwrap_or_default();
            let mut fields = fields.into_iter().chain(before);
            if fields.any(|text| text.to_lowercase().contains(&wanted)) {
                lines.push(self.line(one, before.len())?);
            }
        }
        Ok(Register {
            lines,
            total: all.len(),
            templates: self.templates(&boards, ctx.today()),
        })
    }

    fn line(&self, one: &Proposal, returned: usize) -> Result<ProposalLine> {
        Ok(ProposalLine {
            id: one.id,
            diary: one.content.diary.clone(),
            heading: one.content.heading.clone(),
            addressee: one.content.addressee.clone(),
            dated_on: one.content.dated_on,
            stage: one.course.stage(),
            due: self.due(one)?,
            returned,
        })
    }

    /// The day that follows next. What is written stays in its version of the layout; the days that law sets are those of the
    /// newest one that held when the board decided.
    fn due(&self, one: &Proposal) -> Result<Option<Due>> {
        let Some(ruling) = &one.course.ruling else {
            return Ok(None);
        };
        let (code, version) = (&one.layout.0, one.layout.1);
        let held = self
            .layouts
            .newest_where(code, u32::MAX, |layout| layout.valid_from <= ruling.on);
        let layout = match held {
            Some(layout) => layout,
            None => self.layout((code, version))?,
        };
        Ok(one.course.due(&layout.deadlines))
    }

    /// What can be written today: to each board in the layout that it wants, and in any layout to whomever.
    fn templates(&self, boards: &[Addressee], today: Day) -> Vec<TemplateLine> {
        let layouts = self.newest_layouts(today);
        let in_layout = |layout: &Layout, to: Option<&Addressee>| {
            let line = |template: &Template| TemplateLine {
                to: to.map(|board| (board.id, board.name.clone())),
                layout: layout.code.clone(),
                template: template.code.clone(),
                name: template.name.clone(),
                layout_name: layout.name.clone(),
            };
            layout.templates.iter().map(line).collect::<Vec<_>>()
        };
        let to_board = |board: &Addressee| {
            let mut known = layouts.iter();
            let wanted = known.find(|layout| layout.code == board.layout);
            wanted.map(|layout| in_layout(layout, Some(board)))
        };
        let to_boards = boards.iter().filter_map(to_board).flatten();
        let to_whomever = layouts.iter().flat_map(|layout| in_layout(layout, None));
        to_boards.chain(to_whomever).collect()
    }

    /// Of each layout the version that is written in today.
    pub(crate) fn newest_layouts(&self, today: Day) -> Vec<Arc<Layout>> {
        let mut layouts = self.layouts.all();
        layouts.retain(|one| one.valid_from <= today);
        let is_newest = |one: &Layout| {
            let newest = layouts.iter().filter(|other| other.code == one.code);
            newest.map(|other| other.version).max() == Some(one.version)
        };
        let newest = layouts.iter().filter(|one| is_newest(one));
        newest.cloned().collect()
    }

    /// One proposal.
    pub async fn proposal(
        &self,
        ctx: &Ctx,
        (network, id): (NetworkId, ProposalId),
    ) -> Result<OneProposal> {
        let (mut tx, _) = self
            .office(ctx, (network, Event::ProposalRead), &id.to_string())
            .await?;
        let one = of_network(&mut tx, network, id).await?;
        let past = past::rounds(&mut tx, &one).await?;
        let attachments = stored::attachment::of_proposal(&mut tx, id).await?;
        let one = self.whole(&mut tx, one, (attachments, past)).await?;
        tx.commit().await?;
        Ok(one)
    }

    /// A proposal with the layout that it is written in and the name of whoever signed it.
    async fn whole(
        &self,
        tx: &mut Tx,
        one: Proposal,
        (attachments, past): (Vec<Attachment>, Vec<Round>),
    ) -> Result<OneProposal> {
        let signer = one.course.signed.map(|hand| hand.by);
        let signer: Vec<StaffId> = signer.into_iter().collect();
        let names = staff::names(tx, &signer).await?;
        let layout = self.layout((&one.layout.0, one.layout.1))?;
        let template = template(&layout, &one.template)?.clone();
        let diary = diary_of(tx, &one, &layout).await?;
        Ok(OneProposal {
            attachments,
            unready: one.content.unready((&layout, &template), &diary.pattern),
            diary,
            due: self.due(&one)?,
            signed_by: names.into_iter().next().map(|(_, name)| name),
            past,
            template,
            layout,
            proposal: one,
        })
    }

    /// Saves what a draft says. What was signed is never changed.
    pub async fn save_proposal(
        &self,
        ctx: &Ctx,
        (network, id, version): ProposalAt,
        content: Content,
    ) -> Result<()> {
        let (mut tx, _) = self
            .office(ctx, (network, Event::ProposalChanged), &id.to_string())
            .await?;
        let one = of_network(&mut tx, network, id).await?;
        if one.version != version || !one.course.is_open() {
            return Err(Error::Conflict);
        }
        let mut faults: Vec<FieldError> = content.faults().into_iter().map(told).collect();
        let is_new = !content.diary.is_empty() && content.diary != one.content.diary;
        let register = (network, one.to);
        if is_new && stored::has_diary(&mut tx, register, &content.diary).await? {
            faults.push(FieldError::new("diary", "proposal-fault-diary-taken"));
        }
        all_valid(faults)?;
        let changed = Proposal { content, ..one };
        if !stored::save(&mut tx, &changed).await? {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(())
    }

    /// Signs, sends, notes a decision, reports back. What the step says no longer is kept.
    pub async fn move_proposal(
        &self,
        ctx: &Ctx,
        (network, id, version): ProposalAt,
        step: Move,
    ) -> Result<()> {
        let event = match step {
            Move::Sign => Event::ProposalSigned,
            _ => Event::ProposalChanged,
        };
        let (mut tx, permit) = self.office(ctx, (network, event), &id.to_string()).await?;
        let by = permit.staff().ok_or(Error::Forbidden)?;
        let one = of_network(&mut tx, network, id).await?;
        if one.version != version {
            return Err(Error::Conflict);
        }
        let hand = Hand { by, at: ctx.now };
        let course = one.course.clone();
        let moved = match step {
            Move::Sign => {
                self.ready(&mut tx, &one).await?;
                course.sign(hand)
            }
            Move::Reopen => course.reopen(),
            Move::Send => course.send(hand),
            Move::Rule(ruling) => course.rule(ruling),
            Move::Report(report) => course.report(report),
        };
        let changed = Proposal {
            course: moved.map_err(refused)?,
            ..one.clone()
        };
        // The version first: of two who move it at once, one keeps what passed.
        if !stored::save(&mut tx, &changed).await? {
            return Err(Error::Conflict);
        }
        past::keep(ctx, &mut tx, (&one, &changed.course), hand).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn ready(&self, tx: &mut Tx, one: &Proposal) -> Result<()> {
        let layout = self.layout((&one.layout.0, one.layout.1))?;
        let diary = diary_of(tx, one, &layout).await?;
        let of = (&*layout, template(&layout, &one.template)?);
        match one.content.unready(of, &diary.pattern).is_empty() {
            true => Ok(()),
            false => Err(Error::invalid("sign", "proposal-fault-unready")),
        }
    }

    /// Opens a transaction on a network's office, decides, and puts the event in the log.
    pub(crate) async fn office(
        &self,
        ctx: &Ctx,
        (network, event): (NetworkId, Event),
        detail: &str,
    ) -> Result<(Tx, Permit)> {
        let action = NetworkAction::KeepProposals;
        self.enter_network(ctx, network, action, (event, detail))
            .await
    }
}

pub(crate) async fn of_network(
    tx: &mut Tx,
    network: NetworkId,
    id: ProposalId,
) -> Result<Proposal> {
    let found = stored::find(tx, id).await?;
    found
        .filter(|one| one.network == network)
        .ok_or(Error::NotFound)
}

fn template<'a>(layout: &'a Layout, code: &str) -> Result<&'a Template> {
    layout.template(code).ok_or_else(|| {
        Error::Internal(anyhow::anyhow!(
            "layout {} has no template {code}",
            layout.code
        ))
    })
}

fn told((field, fault): (&'static str, ContentFault)) -> FieldError {
    let message = match fault {
        ContentFault::TooLong => "proposal-fault-long",
        ContentFault::TooMany => "proposal-fault-many",
        ContentFault::Backwards => "proposal-fault-backwards",
    };
    FieldError::new(field, message)
}

fn refused(err: CourseError) -> Error {
    match err {
        CourseError::Elsewhere => Error::Conflict,
        CourseError::Backwards => Error::invalid("on", "proposal-fault-days"),
    }
}
