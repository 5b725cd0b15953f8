//! Intake: an assignment comes in, and the programme's criteria are answered.

use std::sync::Arc;

use hemma_domain::access::{CaseAction, Request, TeamAction};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::case::{
    Assignment, Case, CriterionAnswer, LegalBasis, ProtectionEvent, Screening, Stage,
};
use hemma_domain::ids::{AssignmentId, CaseId, PersonId, StaffId, TeamId};
use hemma_domain::person::{Kin, Person, Protection, Sex};
use hemma_domain::programme::{Criterion, Programme, Reading, RoleCode, Side};
use hemma_domain::screening::{
    AgeCheck, EventCheck, Standing, Voice, age_check, event_check, screened,
};
use hemma_domain::staff::Language;
use hemma_domain::team::{Board, Team};
use hemma_domain::time::Day;
use hemma_domain::unname::Unnamer;
use hemma_store::db::Tx;
use hemma_store::{assignment, case, person, screening, sender, staff, team};

use crate::App;
use crate::case::CaseHead;
use crate::ctx::Ctx;
use crate::enter::{Entered, allowed, of_permit};
use crate::error::{Error, FieldError, Result, all_valid};

/// Characters of a name, number or office: three lines on a phone.
const LINE_CHARS_MAX: usize = 300;
/// Characters of a longer text: about eight printed pages.
const TEXT_CHARS_MAX: usize = 20_000;

/// Where an assignment comes in: the team, its board and the programme that a new case is treated under.
#[derive(Debug, Clone)]
pub struct ReferralDesk {
    pub team: Team,
    pub board: Board,
    pub programme: Arc<Programme>,
}

/// An assignment that comes in, with the little that is known of the family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    pub authority: String,
    pub handler: String,
    pub handler_phone: String,
    pub number: String,
    pub decided_on: Day,
    pub basis: LegalBasis,
    pub from: Day,
    pub to: Option<Day>,
    pub reason: String,
    pub received_on: Day,
    /// The family's name as the team will say it.
    pub label: String,
    pub child_given_name: String,
    pub child_family_name: String,
    pub child_born: Option<Day>,
    pub protection: Protection,
    pub event: Option<ProtectionEvent>,
}

impl Referral {
    fn faults(&self, programme: &Programme, today: Day) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let lines = [
            ("authority", &self.authority),
            ("handler", &self.handler),
            ("number", &self.number),
            ("label", &self.label),
            ("child_given_name", &self.child_given_name),
        ];
        for (field, text) in lines {
            if text.trim().is_empty() {
                faults.push(FieldError::new(field, "intake-fault-missing"));
            }
        }
        let all = [&self.handler_phone, &self.child_family_name];
        for (field, text) in lines
            .into_iter()
            .chain([("handler_phone", all[0]), ("child_family_name", all[1])])
        {
            if text.chars().count() > LINE_CHARS_MAX {
                faults.push(FieldError::new(field, "intake-fault-long"));
            }
        }
        if self.reason.trim().is_empty() {
            faults.push(FieldError::new("reason", "intake-fault-missing"));
        } else if self.reason.chars().count() > TEXT_CHARS_MAX {
            faults.push(FieldError::new("reason", "intake-fault-long"));
        }
        self.day_faults(programme, today, &mut faults);
        faults
    }

    fn day_faults(&self, programme: &Programme, today: Day, faults: &mut Vec<FieldError>) {
        let past = [
            ("received_on", Some(self.received_on)),
            ("decided_on", Some(self.decided_on)),
            ("child_born", self.child_born),
            ("event_on", self.event.as_ref().map(|event| event.on)),
        ];
        for (field, day) in past {
            if day.is_some_and(|day| day > today) {
                faults.push(FieldError::new(field, "intake-fault-future"));
            }
        }
        if self.to.is_some_and(|to| to < self.from) {
            faults.push(FieldError::new("to", "intake-fault-period"));
        }
        let known = |kind: &str| {
            let rule = programme.event.as_ref();
            rule.is_some_and(|rule| rule.kinds.iter().any(|known| known.code == kind))
        };
        if self.event.as_ref().is_some_and(|event| !known(&event.kind)) {
            faults.push(FieldError::new("event_kind", "intake-fault-choice"));
        }
    }
}

/// A case's screening, as its page shows it.
#[derive(Debug, Clone)]
pub struct ScreeningView {
    pub head: CaseHead,
    /// The newest decision of the referring authority.
    pub assignment: Option<Assignment>,
    pub answers: Vec<Screening>,
    /// Names of those who answered or agreed.
    pub names: Vec<(StaffId, String)>,
    pub counted: Counted,
}

/// A case's screening for the consultant: no name of the family, and none in a text.
#[derive(Debug, Clone)]
pub struct UnnamedScreening {
    pub case: CaseId,
    pub code: String,
    pub programme: Arc<Programme>,
    /// What stands for each member of the household.
    pub household: Vec<String>,
    pub answers: Vec<Screening>,
    pub names: Vec<(StaffId, String)>,
    pub counted: Counted,
}

/// What the program counts by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// The day on which the authority decided; without a decision, the day on which the case came in.
    pub on: Day,
    pub age: AgeCheck,
    /// None where the programme asks for no event.
    pub event: Option<EventCheck>,
}

impl Counted {
    fn of(
        programme: &Programme,
        found: &Case,
        persons: &[Person],
        decided_on: Option<Day>,
    ) -> Counted {
        let on = decided_on.unwrap_or(found.received_on);
        let born = persons
            .iter()
            .find(|person| person.kin == Kin::Child)
            .and_then(|child| child.born);
        let event = programme.event.as_ref();
        Counted {
            on,
            age: age_check(programme.ages.value, born, on),
            event: event.map(|rule| event_check(rule, found.event.as_ref(), on)),
        }
    }
}

impl ScreeningView {
    /// What is open and what stands in the way.
    pub fn standing(&self) -> Standing {
        Standing::of(&screened(&self.head.programme, &self.answers))
    }
}

/// One criterion answered on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub criterion: String,
    pub answer: CriterionAnswer,
    pub evidence: String,
    /// The version that was on the page; 0 while nobody had answered.
    pub version: i64,
}

/// Somebody's word on setting a criterion aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    Agree { reason: String },
    TakeBack,
}

impl App {
    /// What the form of a new assignment needs.
    pub async fn referral_desk(&self, ctx: &Ctx, id: TeamId) -> Result<ReferralDesk> {
        let (mut tx, _, _) = self
            .enter_team(ctx, id, TeamAction::Refer, Event::TeamListed)
            .await?;
        let desk = self.desk_of(&mut tx, id, ctx.today()).await?;
        tx.commit().await?;
        Ok(desk)
    }

    /// Registers an assignment: a new case with its code, its key, and the child that it is about.
    pub async fn refer(&self, ctx: &Ctx, id: TeamId, referral: &Referral) -> Result<CaseId> {
        let mut tx = self.db.write(&ctx.request).await?;
        let scope = team::scope(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let permit = allowed(ctx, Request::Team(TeamAction::Refer, scope))?;
        let desk = self.desk_of(&mut tx, id, ctx.today()).await?;
        all_valid(referral.faults(&desk.programme, ctx.today()))?;
        if sender::team(&mut tx, id).await?.is_some() {
            // Its families are counted elsewhere; one here would be in no figure.
            return Err(Error::invalid("label", "intake-fault-sent"));
        }
        let number = team::take_case_number(&mut tx, desk.board.id).await?;
        let made = new_case(ctx, &desk, referral, number);
        let key = case::new_key(&mut tx, made.id).await?;
        case::insert(&mut tx, &key, &made).await?;
        let decision = new_assignment(ctx, made.id, referral);
        assignment::insert(&mut tx, &key, &decision).await?;
        let child = child(ctx, made.id, referral);
        person::insert(&mut tx, &key, &child, 1).await?;
        person::index(&mut tx, made.board, &child).await?;
        tx.log(Entry {
            case: Some(made.id),
            detail: made.code,
            ..of_permit(ctx, Event::AssignmentRegistered, &permit)
        });
        tx.commit().await?;
        Ok(made.id)
    }

    async fn desk_of(&self, tx: &mut Tx, id: TeamId, today: Day) -> Result<ReferralDesk> {
        let (team, board) = team::find(tx, id).await?.ok_or(Error::NotFound)?;
        let programme = self.programme_on(&team.programme, today)?;
        Ok(ReferralDesk {
            team,
            board,
            programme,
        })
    }

    /// The version of a programme under which new cases begin on a day.
    pub(crate) fn programme_on(&self, code: &str, on: Day) -> Result<Arc<Programme>> {
        let all = self.programmes().all();
        let valid = all
            .into_iter()
            .filter(|one| one.code == code && one.valid_from <= on)
            .max_by_key(|one| one.version);
        valid
            .or_else(|| self.programmes().newest(code))
            .ok_or_else(|| Error::Internal(anyhow::anyhow!("programme {code} is not on the shelf")))
    }

    /// The screening of a case.
    pub async fn screening(&self, ctx: &Ctx, id: CaseId) -> Result<ScreeningView> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::See, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let decisions = assignment::of_case(&mut tx, &entered.key, id).await?;
        let answers = screening::of_case(&mut tx, &entered.key, id).await?;
        let names = staff::names(&mut tx, &hands(&answers)).await?;
        tx.commit().await?;
        let first = decisions.into_iter().next();
        let decided_on = first.as_ref().map(|one| one.decided_on);
        Ok(ScreeningView {
            counted: Counted::of(&head.programme, &head.case, &head.persons, decided_on),
            assignment: first,
            answers,
            names,
            head,
        })
    }

    /// The screening of a case for the consultant, without names.
    pub async fn screening_unnamed(
        &self,
        ctx: &Ctx,
        id: CaseId,
        language: Language,
    ) -> Result<UnnamedScreening> {
        let action = CaseAction::OverrideConsultant;
        let (mut tx, entered) = self.enter(ctx, id, action, Event::CaseReadUnnamed).await?;
        let key = &entered.key;
        let found = entered.found.clone();
        let persons = person::of_case(&mut tx, key, id).await?;
        let decisions = assignment::of_case(&mut tx, key, id).await?;
        let mut answers = screening::of_case(&mut tx, key, id).await?;
        let names = staff::names(&mut tx, &hands(&answers)).await?;
        tx.commit().await?;
        let today = ctx.today();
        let unnamer = Unnamer::new(&with_label(&persons, &found), today, language);
        for answer in &mut answers {
            answer.evidence = unnamer.text(&answer.evidence);
            answer.override_reason = unnamer.text(&answer.override_reason);
        }
        let programme = self.programme(&found.programme, found.programme_version)?;
        let decided_on = decisions.first().map(|one| one.decided_on);
        let home = persons.iter().filter(|person| person.in_household);
        Ok(UnnamedScreening {
            case: id,
            household: home
                .map(|person| Unnamer::role(person, today, language))
                .collect(),
            counted: Counted::of(&programme, &found, &persons, decided_on),
            code: found.code,
            programme,
            answers,
            names,
        })
    }

    /// Answers one criterion; gives the version that the answer has now.
    pub async fn answer_criterion(&self, ctx: &Ctx, id: CaseId, given: &Answer) -> Result<i64> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::Screen, Event::Screened)
            .await?;
        let hand = entered.hand()?;
        let programme = self.programme_of(&entered)?;
        criterion(&programme, &given.criterion)?;
        if given.evidence.chars().count() > TEXT_CHARS_MAX {
            return Err(Error::invalid("evidence", "intake-fault-long"));
        }
        let answers = screening::of_case(&mut tx, &entered.key, id).await?;
        let known = answers
            .into_iter()
            .find(|one| one.criterion == given.criterion)
            .unwrap_or_else(|| unanswered(given, hand, ctx.today()));
        if known.version != given.version {
            return Err(Error::Conflict);
        }
        let next = known.answered(given.answer, &given.evidence, hand, ctx.today());
        save_answer(&mut tx, &entered, &next).await?;
        tx.commit().await?;
        Ok(given.version + 1)
    }

    /// The leader's or the consultant's word on setting a criterion aside. It takes effect when everybody whom
    /// the programme names has agreed.
    pub async fn set_aside(
        &self,
        ctx: &Ctx,
        (id, code): (CaseId, &str),
        voice: Voice,
        word: &Word,
    ) -> Result<()> {
        let (action, role) = match voice {
            Voice::Leader => (CaseAction::OverrideLeader, RoleCode::GroupLeader),
            Voice::Consultant => (CaseAction::OverrideConsultant, RoleCode::Consultant),
        };
        let (mut tx, entered) = self
            .enter(ctx, id, action, Event::CriterionOverridden)
            .await?;
        let hand = entered.hand()?;
        let programme = self.programme_of(&entered)?;
        let (side, criterion) = criterion(&programme, code)?;
        let answers = screening::of_case(&mut tx, &entered.key, id).await?;
        let known = answers.into_iter().find(|one| one.criterion == code);
        let known = known.ok_or(Error::invalid("reason", "intake-fault-unanswered"))?;
        let next = match word {
            Word::TakeBack => known.disagreed(voice),
            Word::Agree { reason } => {
                if !criterion.overridable_by.contains(&role) {
                    return Err(Error::invalid("reason", "intake-fault-not-yours"));
                }
                if side.read(known.answer) != Reading::Hinders {
                    return Err(Error::invalid("reason", "intake-fault-no-hindrance"));
                }
                if known.override_reason.trim().is_empty() && reason.trim().is_empty() {
                    return Err(Error::invalid("reason", "intake-fault-reason"));
                }
                if reason.chars().count() > TEXT_CHARS_MAX {
                    return Err(Error::invalid("reason", "intake-fault-long"));
                }
                known.agreed(voice, hand, reason)
            }
        };
        save_answer(&mut tx, &entered, &next).await?;
        tx.commit().await?;
        Ok(())
    }

    fn programme_of(&self, entered: &Entered) -> Result<Arc<Programme>> {
        let found = &entered.found;
        self.programme(&found.programme, found.programme_version)
    }
}

async fn save_answer(tx: &mut Tx, entered: &Entered, next: &Screening) -> Result<()> {
    if screening::save(tx, &entered.key, entered.case(), next).await? {
        Ok(())
    } else {
        Err(Error::Conflict)
    }
}

fn criterion<'p>(programme: &'p Programme, code: &str) -> Result<(Side, &'p Criterion)> {
    programme.criterion(code).ok_or(Error::NotFound)
}

fn unanswered(given: &Answer, by: StaffId, on: Day) -> Screening {
    Screening {
        criterion: given.criterion.clone(),
        answer: given.answer,
        evidence: String::new(),
        by,
        on,
        override_reason: String::new(),
        override_leader: None,
        override_consultant: None,
        version: 0,
    }
}

/// Everybody who answered or agreed.
fn hands(answers: &[Screening]) -> Vec<StaffId> {
    let mut hands: Vec<StaffId> = answers
        .iter()
        .flat_map(|one| {
            [Some(one.by), one.override_leader, one.override_consultant]
                .into_iter()
                .flatten()
        })
        .collect();
    hands.sort();
    hands.dedup();
    hands
}

/// The people of a case, with the name that the team calls the family by as one more family name.
pub(crate) fn with_label(persons: &[Person], found: &Case) -> Vec<Person> {
    let labelled = Person {
        family_name: found.label.clone(),
        ..somebody(PersonId(found.id.0), found.id)
    };
    persons.iter().cloned().chain([labelled]).collect()
}

fn new_case(ctx: &Ctx, desk: &ReferralDesk, referral: &Referral, number: i64) -> Case {
    Case {
        id: CaseId(ctx.new_id()),
        board: desk.board.id,
        team: desk.team.id,
        programme: desk.programme.code.clone(),
        programme_version: desk.programme.version,
        code: desk.board.case_code(referral.received_on, number),
        label: referral.label.trim().to_owned(),
        stage: Stage::Referred,
        received_on: referral.received_on,
        event: referral.event.clone(),
        safety_review_on: None,
        protected: referral.protection != Protection::None,
        staff_warning: false,
        version: 1,
    }
}

fn new_assignment(ctx: &Ctx, case: CaseId, referral: &Referral) -> Assignment {
    Assignment {
        id: AssignmentId(ctx.new_id()),
        case,
        authority: referral.authority.trim().to_owned(),
        handler: referral.handler.trim().to_owned(),
        handler_phone: referral.handler_phone.trim().to_owned(),
        number: referral.number.trim().to_owned(),
        decided_on: referral.decided_on,
        basis: referral.basis,
        from: referral.from,
        to: referral.to,
        reviewed_on: None,
        reason: referral.reason.trim().to_owned(),
    }
}

fn child(ctx: &Ctx, case: CaseId, referral: &Referral) -> Person {
    Person {
        given_name: referral.child_given_name.trim().to_owned(),
        family_name: referral.child_family_name.trim().to_owned(),
        born: referral.child_born,
        protection: referral.protection,
        ..somebody(PersonId(ctx.new_id()), case)
    }
}

/// A child of whom nothing is known yet.
fn somebody(id: PersonId, case: CaseId) -> Person {
    Person {
        id,
        case,
        given_name: String::new(),
        family_name: String::new(),
        kin: Kin::Child,
        sex: Sex::Unknown,
        born: None,
        identity: None,
        in_household: true,
        deceased: false,
        language: String::new(),
        interpreter: false,
        phone: String::new(),
        address: String::new(),
        door_code: String::new(),
        protection: Protection::None,
        must_not_know_address: false,
        staff_safety: String::new(),
        remark: String::new(),
        version: 1,
    }
}
