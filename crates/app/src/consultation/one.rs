//! One consultation: when, who was there, what was said, and the written feedback on the week that it was about.

use std::collections::BTreeMap;

use hemma_domain::access::{self, CaseAction, Decision, Permit, Request, TeamAction};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::consultation::{Appointment, Consultation, Stage};
use hemma_domain::ids::{CaseId, StaffId, TeamId};
use hemma_domain::staff::{Language, Role};
use hemma_domain::team::Team;
use hemma_domain::time::Week;
use hemma_domain::unname::Unnamer;
use hemma_store::consultation as stored;
use hemma_store::db::Tx;
use hemma_store::feedback::{self, Named};
use hemma_store::seal::Key;
use hemma_store::{case, person, staff};

use super::noted;
use crate::App;
use crate::ctx::Ctx;
use crate::enter::of_permit;
use crate::error::{Error, Result};
use crate::intake::with_label;

/// One consultation with everything that belongs to it.
#[derive(Debug, Clone)]
pub struct OneConsultation {
    pub team: Team,
    pub appointment: Appointment,
    pub stage: Stage,
    /// What is noted of it; empty where nothing is.
    pub noted: Consultation,
    /// The week that it is about.
    pub about: Week,
    /// Who works in the team on its day, and whoever else was there, by name.
    pub people: Vec<(StaffId, String, Vec<Role>)>,
    /// By the families' codes.
    pub families: Vec<FamilyFeedback>,
    pub may_keep: bool,
}

/// The written feedback on one family's week.
#[derive(Debug, Clone)]
pub struct FamilyFeedback {
    pub case: CaseId,
    pub code: String,
    /// Names stand as roles: the reader may not know them.
    pub is_unnamed: bool,
    pub points: Vec<Named>,
}

/// A family whose feedback the reader may read.
struct Open {
    case: CaseId,
    code: String,
    is_unnamed: bool,
    key: Key,
    /// For whoever may not know the names, what hides them.
    label: Vec<hemma_domain::person::Person>,
}

impl App {
    /// One consultation of a team, by the week that it is held in.
    pub async fn consultation(
        &self,
        ctx: &Ctx,
        (id, week): (TeamId, Week),
        language: Language,
    ) -> Result<OneConsultation> {
        let (mut tx, entered) = self
            .counselled(ctx, id, (TeamAction::SeeConsultation, &week.to_string()))
            .await?;
        let appointment = entered.week(&mut tx, week).await?;
        let stage = appointment.stage(ctx.today()).ok_or(Error::NotFound)?;
        let noted = noted(&appointment, id);
        let on = appointment.slot().map_or(ctx.today(), |slot| slot.on);
        let members = staff::of_team(&mut tx, id, on).await?;
        let mut people: Vec<(StaffId, String, Vec<Role>)> = Vec::new();
        for (member, role) in members {
            match people.iter_mut().find(|(known, ..)| *known == member.id) {
                Some((.., roles)) => roles.push(role),
                None => people.push((member.id, member.name, vec![role])),
            }
        }
        let is_gone = |who: &&StaffId| !people.iter().any(|(known, ..)| known == *who);
        let gone: Vec<StaffId> = noted.attended.iter().filter(is_gone).copied().collect();
        for (staff, name) in staff::names(&mut tx, &gone).await? {
            people.push((staff, name, Vec::new()));
        }
        let about = week.previous();
        let families = self
            .feedback_on(ctx, &mut tx, (id, about, language))
            .await?;
        tx.commit().await?;
        Ok(OneConsultation {
            may_keep: access::may(
                &ctx.actor,
                Request::Team(TeamAction::KeepConsultation, entered.scope),
            ),
            team: entered.team,
            appointment,
            stage,
            noted,
            about,
            people,
            families,
        })
    }

    /// The written feedback on a week of a team's families, of each that the reader may read. Each of them is a look at the
    /// case, and stands in the log.
    async fn feedback_on(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (team, week, language): (TeamId, Week, Language),
    ) -> Result<Vec<FamilyFeedback>> {
        let mut open = Vec::new();
        for case in stored::cases_with_feedback(tx, team, week).await? {
            open.extend(opened(ctx, tx, case).await?);
        }
        let unnamed = open.iter().filter(|one| one.is_unnamed);
        let keys: BTreeMap<CaseId, Key> = unnamed.map(|one| (one.case, one.key.clone())).collect();
        let persons = person::of_cases(tx, &keys).await?;
        let mut families = Vec::new();
        for one in open {
            let around = feedback::around(tx, &one.key, one.case, week).await?;
            let points = around.into_iter().filter(|one| one.feedback.week == week);
            let mut points: Vec<Named> = points.collect();
            if one.is_unnamed {
                let of_case = persons.iter().filter(|person| person.case == one.case);
                let people: Vec<_> = of_case.cloned().chain(one.label).collect();
                let unnamer = Unnamer::new(&people, ctx.today(), language);
                for point in &mut points {
                    let said = &mut point.feedback;
                    for text in [&mut said.text, &mut said.answer, &mut said.follow_note] {
                        *text = unnamer.text(text);
                    }
                }
            }
            families.push(FamilyFeedback {
                case: one.case,
                code: one.code,
                is_unnamed: one.is_unnamed,
                points,
            });
        }
        families.sort_by(|one, other| one.code.cmp(&other.code));
        Ok(families)
    }
}

/// Opens a family as far as the actor may; none where they may not read it at all.
async fn opened(ctx: &Ctx, tx: &mut Tx, id: CaseId) -> Result<Option<Open>> {
    let Some(door) = case::door(tx, id, ctx.today()).await? else {
        return Ok(None);
    };
    let asked = |action| -> Option<Permit> {
        match access::decide(&ctx.actor, Request::Case(action, &door.scope)) {
            Decision::Allow(permit) => Some(permit),
            _ => None,
        }
    };
    let by_name = asked(CaseAction::See).map(|permit| (permit, Event::CaseRead));
    let unnamed = || asked(CaseAction::SeeUnnamed).map(|one| (one, Event::CaseReadUnnamed));
    let Some((permit, event)) = by_name.or_else(unnamed) else {
        return Ok(None);
    };
    let entry = Entry {
        detail: "consultation".to_owned(),
        ..of_permit(ctx, event, &permit)
    };
    let key = case::enter(tx, &permit, &door.wrapped, entry)?;
    let found = door.case(&key)?;
    Ok(Some(Open {
        case: id,
        is_unnamed: event == Event::CaseReadUnnamed,
        label: with_label(&[], &found),
        code: found.code,
        key,
    }))
}
