//! What a goal can rest on, as it says today. It is kept in codes and numbers, so that each reader has it in their language;
//! of a family no more than its code and week, for words of a family stand under its own key.

use hemma_domain::access::{self, DevelopmentAction, DevelopmentScope, Request, TeamAction};
use hemma_domain::code::Code as _;
use hemma_domain::development::{COUNTED, Evidence, EvidenceKind, Goal, Whose};
use hemma_domain::ids::StaffId;
use hemma_domain::month_report::Value;
use hemma_domain::programme::Words;
use hemma_domain::review::{Figure, Span, Term};
use hemma_domain::round::Reading;
use hemma_domain::time::Day;
use hemma_domain::training::StandingCode;
use hemma_store::db::Tx;
use hemma_store::development as stored;
use hemma_store::team;

use super::Opened;
use crate::App;
use crate::consultation::newest_tally;
use crate::ctx::Ctx;
use crate::enter::allowed;
use crate::error::{Error, Result};
use crate::fidelity::Seen;
use crate::task::scope_of;

/// Figures of the programme review that a goal of a team can rest on.
const FIGURES: [Figure; 6] = [
    Figure::Adherence,
    Figure::Above,
    Figure::Collected,
    Figure::Completed,
    Figure::Contacts,
    Figure::LengthDays,
];

/// Stands last in what was told where somebody vouched for the rule of its scores; where it is missing nobody did.
pub const CONFIRMED: &str = "confirmed";

impl App {
    /// Everything that a goal of a plan could rest on, of what the actor may see.
    pub(super) async fn evidence(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        opened: &Opened,
    ) -> Result<Vec<Evidence>> {
        let mut found = Vec::new();
        if !matches!(opened.scope.whose, Whose::Therapist(_)) {
            found.extend(self.figures_of_plan(ctx, tx, opened).await?);
        }
        if let Some(who) = opened.scope.whose.staff() {
            found.extend(self.demands(ctx, tx, who).await?);
        }
        if let Whose::Leader(who) | Whose::Consultant(who) = opened.scope.whose {
            found.extend(self.ratings(ctx, tx, (opened, who)).await?);
        }
        if let Whose::Consultant(_) = opened.scope.whose {
            found.extend(held(tx, opened, ctx.today()).await?);
        }
        found.extend(self.counted_feedback(ctx, tx, opened).await?);
        found.extend(points(ctx, tx, opened).await?);
        if let Whose::Therapist(who) = opened.scope.whose {
            found.push(Evidence {
                kind: EvidenceKind::Fidelity,
                key: who.to_string(),
                told: self.fidelity_told(ctx, tx, (opened, who)).await?,
                on: ctx.today(),
            });
        }
        Ok(found)
    }

    /// A goal that is made up, with what its evidence says on the day on which it is set, to whoever sets it. What says
    /// nothing then is left out.
    pub(crate) async fn with_told(&self, ctx: &Ctx, tx: &mut Tx, goal: Goal) -> Result<Goal> {
        let (team, _) = team::find(tx, goal.team).await?.ok_or(Error::NotFound)?;
        let scope = DevelopmentScope {
            team: scope_of(&team),
            whose: goal.whose,
        };
        let permit = allowed(ctx, Request::Development(DevelopmentAction::Write, scope))?;
        let opened = Opened {
            team,
            scope,
            permit,
        };
        let offered = self.evidence(ctx, tx, &opened).await?;
        let is_kept = |one: &Evidence| {
            let mut kept = goal.evidence.iter();
            kept.any(|kept| kept.kind == one.kind && kept.key == one.key)
        };
        let told = offered.into_iter().filter(|one| !one.told.is_empty());
        Ok(Goal {
            evidence: told.filter(is_kept).collect(),
            ..goal
        })
    }

    /// What the interviews of the last year say of a therapist, to whoever reads their plan: the mean, of how many scores of
    /// how many families, the version of the instrument whose rule made them, and whether somebody vouches for that rule.
    /// Empty where nothing may be told.
    async fn fidelity_told(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (opened, who): (&Opened, StaffId),
    ) -> Result<String> {
        let may = |action| access::may(&ctx.actor, Request::Team(action, opened.scope.team));
        let seen = match ctx.staff() == Some(who) {
            true if may(TeamAction::SeeOwnFidelity) => Seen::Released,
            false if may(TeamAction::SeeFidelity) => Seen::All,
            _ => return Ok(String::new()),
        };
        let found = self.level_of(ctx, tx, (&opened.team, who, seen)).await?;
        let told = found.and_then(|(level, yardstick)| {
            let instrument = yardstick.instrument();
            let vouched = match yardstick.is_confirmed() {
                true => format!("|{CONFIRMED}"),
                false => String::new(),
            };
            Some(format!(
                "{:.2}|{}|{}|{} {}{vouched}",
                level.mean?.nearest(),
                level.forms,
                level.families,
                instrument.code,
                instrument.version
            ))
        });
        Ok(told.unwrap_or_default())
    }

    async fn figures_of_plan(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        opened: &Opened,
    ) -> Result<Vec<Evidence>> {
        let scope = opened.scope.team;
        let small = Request::Team(TeamAction::SeeSmallCounts, scope);
        // Whoever sees hidden counts alone rests a goal on something else: what is kept would not move with what is hidden.
        if !access::may(&ctx.actor, small) {
            return Ok(Vec::new());
        }
        let term = Term::of(Span::HalfYear, ctx.today());
        let lines = self.term_lines(ctx, tx, (scope, term)).await?;
        let lines = lines.iter();
        let readings = lines.filter_map(|line| line.now.reading());
        let told = readings.filter(|reading| FIGURES.contains(&reading.figure));
        let evidence = told.filter_map(|reading| {
            let (part, of) = reading.parts.unwrap_or_default();
            let vouched = match (reading.figure.rests_on_scores(), reading.unconfirmed) {
                (true, false) => format!("|{CONFIRMED}"),
                (true, true) | (false, _) => String::new(),
            };
            Some(Evidence {
                kind: EvidenceKind::Figure,
                key: reading.figure.code().to_owned(),
                told: format!("{:.2}|{part}|{of}|{term}{vouched}", reading.value?),
                on: ctx.today(),
            })
        });
        Ok(evidence.collect())
    }

    /// What the last month's report counts of the feedback that somebody gave, or that a team worked with.
    async fn counted_feedback(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        opened: &Opened,
    ) -> Result<Vec<Evidence>> {
        let whose = opened.scope.whose;
        if matches!(whose, Whose::Therapist(_)) {
            return Ok(Vec::new());
        }
        let (month, lines) = self.last_month(ctx, tx, opened.scope.team).await?;
        let told = lines
            .into_iter()
            .filter(|(line, _)| whose.rests_on(*line))
            .filter_map(|(line, value)| {
                let told = match value {
                    Value::Part(_, 0) => return None,
                    Value::Part(part, of) => format!("{part}|{of}|{month}"),
                    Value::Count(count) => format!("{count}||{month}"),
                };
                Some(Evidence {
                    kind: EvidenceKind::Feedback,
                    key: format!("{COUNTED}{}", line.code()),
                    told,
                    on: ctx.today(),
                })
            });
        Ok(told.collect())
    }

    /// What the team says of a colleague, scale by scale: numbers over all who answered, from the newest round in which they
    /// were enough. The mean, of how many ballots, on which day the round closed, and by which version of the instrument.
    async fn ratings(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (opened, who): (&Opened, StaffId),
    ) -> Result<Vec<Evidence>> {
        let mut evidence = Vec::new();
        let rounds = self
            .newest_ratings(ctx, tx, (opened.scope.team, who))
            .await?;
        for one in &rounds {
            let Reading::Found(found) = &one.reading else {
                continue;
            };
            let (code, version) = (&one.round.instrument, one.round.instrument_version);
            let told = found.scales.iter().filter_map(|scale| {
                let mean = scale.outcome.value()?.nearest();
                let (counted, on) = (scale.spread.counted, one.round.window.closes_on);
                Some(Evidence {
                    kind: EvidenceKind::Ratings,
                    key: format!("{code}/{}", scale.scale),
                    told: format!("{mean:.2}|{counted}|{on}|{version}"),
                    on: ctx.today(),
                })
            });
            evidence.extend(told);
        }
        Ok(evidence)
    }

    /// What a scale is called, after its instrument; none where there is no such scale.
    pub fn scale_name(&self, (code, version): (&str, u32), scale: &str) -> Option<(Words, Words)> {
        let scorer = self.instruments.get(code, version)?;
        let instrument = scorer.instrument();
        let found = instrument.scales.iter().find(|one| one.code == scale)?;
        Some((instrument.name.clone(), found.name.clone()))
    }

    /// What somebody lacks of the training that is demanded of them.
    async fn demands(&self, ctx: &Ctx, tx: &mut Tx, who: StaffId) -> Result<Vec<Evidence>> {
        let standings = self.staff_standing(tx, who, ctx.today()).await?;
        let demands = standings.iter().flat_map(|one| &one.demands);
        let open = demands.filter(|one| one.standing.code != StandingCode::Held);
        let evidence = open.map(|one| {
            let by = one.standing.by.map(|by| by.to_string());
            Evidence {
                kind: EvidenceKind::Training,
                key: one.code.clone(),
                told: format!("{}|{}", one.standing.code.code(), by.unwrap_or_default()),
                on: ctx.today(),
            }
        });
        Ok(evidence.collect())
    }
}

/// What the team had of consultation in the newest quarter of which anything was owed.
async fn held(tx: &mut Tx, opened: &Opened, today: Day) -> Result<Option<Evidence>> {
    let found = newest_tally(tx, &opened.team, today).await?;
    Ok(found.map(|(term, tally)| Evidence {
        kind: EvidenceKind::Consultation,
        key: "held".to_owned(),
        told: format!("{}|{}|{term}", tally.held, tally.owed),
        on: today,
    }))
}

/// The newest points of feedback that concern a plan: those on the families that a therapist carries, those that a leader
/// wrote, and all of a team. None for a consultant's, which is read in the network: no family is known there.
async fn points(ctx: &Ctx, tx: &mut Tx, opened: &Opened) -> Result<Vec<Evidence>> {
    let team = opened.team.id;
    let points = match opened.scope.whose {
        Whose::Therapist(who) => stored::points(tx, (team, who), ctx.today()).await?,
        Whose::Leader(who) => stored::points_of_team(tx, team, Some(who)).await?,
        Whose::Team => stored::points_of_team(tx, team, None).await?,
        Whose::Consultant(_) => Vec::new(),
    };
    let mut found: Vec<Evidence> = Vec::new();
    for one in points {
        let key = format!("{}/{}/{}", one.case, one.week, one.section.code());
        if found.iter().all(|known| known.key != key) {
            found.push(Evidence {
                kind: EvidenceKind::Feedback,
                key,
                told: format!("{}|{}|{}", one.code, one.week, one.section.code()),
                on: ctx.today(),
            });
        }
    }
    Ok(found)
}
