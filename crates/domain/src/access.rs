//! Who may do what: one pure function, and the proof that it was asked.
//!
//! Policy lives here and nowhere else. The full table is a snapshot in `access/tests.rs`, so that a change of
//! policy is read as a table. Secrecy holds between boards (OSL 2009:400 8:1): what lies outside an actor's own
//! board is hidden, as if it did not exist.

mod case;
mod development;
mod opening;
mod permit;
mod pool;
mod review;
mod seat;
mod sheet;

use case::{Nearness, on_case, on_interview};
pub use development::{DevelopmentAction, DevelopmentScope};
pub use opening::{OpeningAction, OpeningScope};
use permit::permit;
pub use pool::{PoolAction, PoolScope};
pub use review::{ReviewAction, ReviewScope};
pub use seat::{SeatAction, SeatScope};
pub use sheet::{OpenWatch, SheetAction, SheetScope};

use crate::codes;
use crate::ids::{ApplicationId, BoardId, CaseId, LinkId, NetworkId, OpeningId, StaffId, TeamId};
use crate::round::About;
use crate::staff::{Place, Role};

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A person with the posts held today.
    Staff { id: StaffId, posts: Vec<Held> },
    /// Whoever holds a link to one measure and its code. Nobody asks who that is, and nothing else is open to them.
    Respondent { link: LinkId, case: CaseId },
    /// Whoever reads an advert, or holds the secret address of an application to it. Nothing else is open to them.
    Applicant {
        opening: OpeningId,
        application: Option<ApplicationId>,
    },
    /// The program itself, on an errand that no person's request starts.
    System(Errand),
}

impl Actor {
    /// In which role somebody comes to a team: by a post there, at its board or its network, or else by whichever they
    /// have. For the log of what was refused, where no post gave a permit.
    pub fn role_at(&self, scope: TeamScope) -> Option<Role> {
        let Actor::Staff { posts, .. } = self else {
            return None;
        };
        let nearness = |held: &&Held| match held.place {
            Place::Team(team, _) if team == scope.team => 0,
            Place::Team(_, board) | Place::Board(board) if board == scope.board => 1,
            Place::Network(network) if network == scope.network => 2,
            _ => 3,
        };
        posts.iter().min_by_key(nearness).map(|held| held.role)
    }
}

/// A post that is held today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub role: Role,
    pub place: Place,
}

codes! {
    /// Why the program acts by itself.
    Errand "errand" {
        /// Fills a demo network.
        Demo = "demo",
        /// Writes a board's data out, or reads it in, from the command line.
        Transfer = "transfer",
        /// Sends finished rows to another installation, or takes them.
        Feed = "feed",
        /// Checks, locks old notes, sends what is due.
        Upkeep = "upkeep",
    }

    /// What can be done with one case.
    CaseAction "case-action" {
        /// Read it with names.
        See = "see",
        /// Read its weeks without identities.
        SeeUnnamed = "see_unnamed",
        /// Read what few may read: letter drafts.
        SeeRestricted = "see_restricted",
        LogContact = "log_contact",
        /// Write in the journal, record an incident.
        WriteJournal = "write_journal",
        /// Persons, bonds, consents.
        WriteFamily = "write_family",
        /// The safety plan and the other forms.
        WriteArtefact = "write_artefact",
        /// The weekly loop.
        WriteWeek = "write_week",
        HandIn = "hand_in",
        AnswerFeedback = "answer_feedback",
        LeadFeedback = "lead_feedback",
        ConsultFeedback = "consult_feedback",
        /// Answer the programme's criteria.
        Screen = "screen",
        OverrideLeader = "override_leader",
        OverrideConsultant = "override_consultant",
        /// Accept, decline, open, assign, change phase, close.
        Manage = "manage",
        /// Write and send the report to the referrer.
        Report = "report",
        /// Who looked.
        SeeLog = "see_log",
        /// Hand a person's file out after a test of secrecy.
        Disclose = "disclose",
        /// Ask somebody of the family what a questionnaire asks. Never the family's own team.
        Interview = "interview",
        /// Answer what a questionnaire asks, by a link. Never anybody who works here.
        Answer = "answer",
        /// Read what was scored and released.
        SeeScores = "see_scores",
        /// Read scores before the therapist does, and release them.
        ReleaseScores = "release_scores",
        /// Count its answers together with those of other families; never read them alone.
        CountAnswers = "count_answers",
        /// Take over what happened in the night.
        ConfirmCall = "confirm_call",
        /// Let its measures rest, and let them go on.
        Hold = "hold",
    }

    /// What can be done with a team.
    TeamAction "team-action" {
        /// The team's week: a row per family.
        SeeWeek = "see_week",
        RunMeeting = "run_meeting",
        /// Summaries without identities.
        SeeDesk = "see_desk",
        SeeTasks = "see_tasks",
        WriteTasks = "write_tasks",
        /// Places, load and the waiting list.
        SeeCapacity = "see_capacity",
        /// Register an assignment that came in.
        Refer = "refer",
        /// Counts without any family.
        SeeFigures = "see_figures",
        /// Which questionnaires are due, and what became of them; no answer and no score.
        SeeMeasures = "see_measures",
        /// What the scores say of the team and of each therapist.
        SeeFidelity = "see_fidelity",
        /// What the released scores say of oneself.
        SeeOwnFidelity = "see_own_fidelity",
        /// The programme review: figures without any family, small counts hidden from whoever is outside the team.
        SeeReview = "see_review",
        /// Counts of the review that are so small that they could point at a family.
        SeeSmallCounts = "see_small_counts",
        /// The cases behind a figure of the review, by their codes.
        SeeReviewCases = "see_review_cases",
        /// Write the half-yearly review, and sign it.
        WriteReview = "write_review",
        /// What the team says of its leader and its consultant, as numbers; which of them, each round decides.
        SeeRatings = "see_ratings",
        /// What each of the team has of the training that is demanded, and lacks.
        SeeTraining = "see_training",
        /// Give the team's figures of a year out to a funded project, small counts and all.
        GiveFigures = "give_figures",
        /// When the team has consultation, what was said there, and what was owed.
        SeeConsultation = "see_consultation",
        /// Plan and move it, call it off, note who was there and what was said.
        KeepConsultation = "keep_consultation",
        /// How the team and its leader work by the month, in counts.
        SeeMonthReport = "see_month_report",
        /// Begin to recruit; who reads those who apply, each opening's members say.
        Recruit = "recruit",
        /// The team's times and settings.
        ManageTeam = "manage_team",
    }

    /// What can be done with a round of ratings.
    RoundAction "round-action" {
        /// Rate the colleague that it is about.
        Rate = "rate",
        /// Read its numbers, once there are any.
        SeeResult = "see_result",
    }

    /// What can be done with a board.
    BoardAction "board-action" {
        /// Search by the four permitted keys (PUF 2001:637 15 §).
        Search = "search",
        SeeLog = "see_log",
        ReviewLog = "review_log",
        /// Capacity and decisions not carried out.
        SeeUnit = "see_unit",
        Export = "export",
    }

    /// What can be done with a network.
    NetworkAction "network-action" {
        SeeTeams = "see_teams",
        /// What the scores say of each team, without therapists and families.
        SeeFidelity = "see_fidelity",
        /// The figures of the teams, small counts hidden.
        SeeReview = "see_review",
        /// Write, sign and send proposals to boards, and keep their register.
        KeepProposals = "keep_proposals",
        /// Read accounts, vouchers, budgets, fees and bills.
        SeeLedger = "see_ledger",
        /// Book, close, plan, and bill.
        KeepLedger = "keep_ledger",
        /// Follow funded projects, and report on them.
        KeepProjects = "keep_projects",
        /// Plan trainings, invite, note who was there; see what everybody lacks.
        KeepTraining = "keep_training",
        /// Register other installations that send figures, and take their secrets back.
        KeepSenders = "keep_senders",
        /// Begin to recruit; who reads those who apply, each opening's members say.
        Recruit = "recruit",
    }

    /// What can be done with the installation.
    SiteAction "site-action" {
        ManageStaff = "manage_staff",
        /// Definitions: of programmes, and of instruments.
        ManageProgrammes = "manage_programmes",
        /// Networks, boards and teams: set up and changed from a file.
        ManageTeams = "manage_teams",
        SeeHealth = "see_health",
    }
}

/// An action on a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request<'a> {
    Case(CaseAction, &'a CaseScope),
    Sheet(SheetAction, &'a SheetScope),
    Team(TeamAction, TeamScope),
    Round(RoundAction, &'a RoundScope),
    Seat(SeatAction, SeatScope),
    Development(DevelopmentAction, DevelopmentScope),
    Pool(PoolAction, &'a PoolScope),
    Opening(OpeningAction, &'a OpeningScope),
    Review(ReviewAction, &'a ReviewScope),
    Board(BoardAction, BoardId),
    Network(NetworkAction, NetworkId),
    Site(SiteAction),
}

/// What must be known of a case to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseScope {
    pub case: CaseId,
    pub team: TeamScope,
    /// Who carries the case today.
    pub carers: Vec<StaffId>,
    /// Somebody in it has a protected identity.
    pub protected: bool,
}

/// Where a team stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TeamScope {
    pub team: TeamId,
    pub board: BoardId,
    pub network: NetworkId,
}

/// What must be known of a round to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundScope {
    pub team: TeamScope,
    pub about: About,
    /// Whose work it is about.
    pub subject: StaffId,
    /// Whoever asks is asked by it.
    pub asked: bool,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    Allow(Permit),
    /// The thing is known to the actor, the action is not theirs.
    Forbid,
    /// Answer as if the thing did not exist.
    Hide,
}

/// The proof that an actor may do an action on a thing now. Only [`decide`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    staff: Option<StaffId>,
    role: Option<Role>,
    action: &'static str,
    case: Option<CaseId>,
    team: Option<TeamId>,
    board: Option<BoardId>,
}

impl Permit {
    /// Who it was given to; none for the program itself, and for whoever answers by a link.
    pub fn staff(&self) -> Option<StaffId> {
        self.staff
    }

    /// The role that allowed it.
    pub fn role(&self) -> Option<Role> {
        self.role
    }

    /// The code of the action.
    pub fn action(&self) -> &'static str {
        self.action
    }

    /// The case it is for, if it is for one.
    pub fn case(&self) -> Option<CaseId> {
        self.case
    }

    /// The team it is for.
    pub fn team(&self) -> Option<TeamId> {
        self.team
    }

    /// The board it is for.
    pub fn board(&self) -> Option<BoardId> {
        self.board
    }
}

/// What one post says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Word {
    Hidden,
    Forbidden,
    Allowed,
}

use Word::{Allowed, Forbidden, Hidden};

/// Whether the actor may do this now. The most generous of the posts held decides.
pub fn decide(actor: &Actor, request: Request<'_>) -> Decision {
    let (staff, posts) = match actor {
        Actor::System(_) => return Decision::Allow(permit(None, None, request)),
        Actor::Respondent { case, .. } => return on_answering(*case, request),
        Actor::Applicant {
            opening,
            application,
        } => return on_applying((*opening, *application), request),
        Actor::Staff { id, posts } => (*id, posts),
    };
    let too_near = is_too_near(staff, posts, request);
    let best = posts
        .iter()
        .map(|post| (word(staff, *post, request), post))
        .map(|(word, post)| match too_near {
            true => (word.min(Forbidden), post),
            false => (word, post),
        })
        .max_by_key(|(word, _)| *word);
    match best {
        Some((Allowed, post)) => Decision::Allow(permit(Some(staff), Some(*post), request)),
        Some((Forbidden, _)) => Decision::Forbid,
        Some((Hidden, _)) | None => Decision::Hide,
    }
}

/// Whoever holds a link answers, in the case that the link is of; all else does not exist for them.
fn on_answering(case: CaseId, request: Request<'_>) -> Decision {
    match request {
        Request::Case(CaseAction::Answer, scope) if scope.case == case => {
            Decision::Allow(permit(None, None, request))
        }
        _ => Decision::Hide,
    }
}

/// Whoever applies reads the advert while it is public, and their own application for as long as it is there.
fn on_applying(
    (opening, application): (OpeningId, Option<ApplicationId>),
    request: Request<'_>,
) -> Decision {
    let Request::Opening(action, scope) = request else {
        return Decision::Hide;
    };
    let may = match action {
        OpeningAction::Apply => scope.is_public,
        OpeningAction::Attend => true,
        OpeningAction::SeeOwn => application.is_some(),
        _ => false,
    };
    match may && scope.opening == opening {
        true => Decision::Allow(permit(None, None, request)),
        false => Decision::Hide,
    }
}

/// Whether somebody stands so near a family that its answers would not be free: who carries the case, and everybody of
/// its team. No other post lifts that.
fn is_too_near(staff: StaffId, posts: &[Held], request: Request<'_>) -> bool {
    let Request::Case(CaseAction::Interview, scope) = request else {
        return false;
    };
    let of_team = |post: &Held| post.place.team() == Some(scope.team.team);
    scope.carers.contains(&staff) || posts.iter().any(of_team)
}

/// Whether the actor may: for pages that ask what to show.
pub fn may(actor: &Actor, request: Request<'_>) -> bool {
    matches!(decide(actor, request), Decision::Allow(_))
}

fn word(staff: StaffId, post: Held, request: Request<'_>) -> Word {
    match request {
        Request::Case(CaseAction::Interview, scope) if covers(post, scope.team) => {
            on_interview(post, scope)
        }
        Request::Case(action, scope) if covers(post, scope.team) => {
            let assigned = scope.carers.contains(&staff);
            on_case(post.role, action, Nearness::of(assigned, scope.protected))
        }
        Request::Sheet(action, scope) => {
            let on = |action| word(staff, post, Request::Case(action, &scope.of));
            let known = (on(CaseAction::See), on(CaseAction::LogContact));
            sheet::on_sheet(post, action, scope, known)
        }
        Request::Team(action, scope) if covers(post, scope) => on_team(post.role, action),
        Request::Round(action, scope) if covers(post, scope.team) => {
            on_round(staff, post, action, scope)
        }
        Request::Seat(action, scope) => seat::on_seat(staff, post, action, scope),
        Request::Development(action, scope) => {
            development::on_development(staff, post, action, scope)
        }
        Request::Pool(action, scope) if scope.teams.iter().any(|team| covers(post, *team)) => {
            pool::on_pool(post.role, action, scope)
        }
        Request::Opening(OpeningAction::Replace, scope) => opening::on_orphan(staff, post, scope),
        Request::Opening(action, scope) => opening::on_opening(staff, action, scope),
        Request::Review(action, scope) => review::on_review(post, action, scope),
        Request::Board(action, board) if post.place.board() == Some(board) => {
            on_board(post, action)
        }
        Request::Network(action, network) if post.place == Place::Network(network) => {
            on_network(post.role, action)
        }
        Request::Site(_) if post.role == Role::Administrator => Allowed,
        Request::Site(_) => Forbidden,
        _ => Hidden,
    }
}

/// Whether a post reaches a team at all.
fn covers(post: Held, scope: TeamScope) -> bool {
    match post.place {
        Place::Team(team, _) => team == scope.team,
        Place::Board(board) => board == scope.board,
        Place::Network(network) => network == scope.network,
        Place::Site => false,
    }
}

fn on_team(role: Role, action: TeamAction) -> Word {
    use TeamAction as A;
    match (role, action) {
        (Role::GroupLeader, A::SeeDesk | A::SeeOwnFidelity) => Forbidden,
        (Role::GroupLeader, _) => Allowed,
        (
            Role::FamilyTherapist | Role::FamilyResource | Role::Psychiatrist,
            A::SeeWeek | A::SeeTasks | A::WriteTasks | A::SeeCapacity | A::SeeConsultation,
        ) => Allowed,
        (Role::FamilyTherapist | Role::Interviewer, A::SeeMeasures) => Allowed,
        (Role::FamilyTherapist, A::SeeOwnFidelity | A::SeeReview | A::SeeSmallCounts) => Allowed,
        (Role::Consultant, A::SeeDesk | A::SeeFigures | A::SeeFidelity) => Allowed,
        (
            Role::Consultant,
            A::SeeReview | A::SeeSmallCounts | A::SeeReviewCases | A::WriteReview,
        ) => Allowed,
        (Role::Consultant, A::SeeConsultation | A::KeepConsultation | A::SeeMonthReport) => Allowed,
        (Role::Consultant | Role::NetworkLead, A::SeeRatings | A::SeeTraining) => Allowed,
        (
            Role::UnitManager,
            A::SeeCapacity | A::SeeFigures | A::SeeReview | A::SeeTraining | A::Recruit,
        ) => Allowed,
        (Role::NetworkLead, A::SeeFigures | A::SeeReview) => Allowed,
        (Role::Administrator | Role::RecordsOfficer | Role::FinanceReader, _) => Hidden,
        _ => Forbidden,
    }
}

/// Ratings: given by those whom a round asks, never about themselves; read by whom they are about, by the consultant where
/// they are about the leader, and by the network. Raters do not read what they add up to.
fn on_round(staff: StaffId, post: Held, action: RoundAction, scope: &RoundScope) -> Word {
    let of_team = matches!(post.place, Place::Team(..));
    let is_subject = staff == scope.subject;
    match (action, post.role) {
        (RoundAction::Rate, _) if of_team && scope.asked && !is_subject => Allowed,
        (RoundAction::SeeResult, _) if of_team && is_subject => Allowed,
        (RoundAction::SeeResult, Role::Consultant) if scope.about == About::GroupLeader => Allowed,
        (RoundAction::SeeResult, Role::NetworkLead) => Allowed,
        (RoundAction::Rate, Role::NetworkLead) => Forbidden,
        _ if of_team => Forbidden,
        _ => Hidden,
    }
}

fn on_board(post: Held, action: BoardAction) -> Word {
    use BoardAction as A;
    match (post.role, action) {
        (
            Role::FamilyTherapist | Role::FamilyResource | Role::GroupLeader | Role::Psychiatrist,
            A::Search,
        ) => Allowed,
        (Role::RecordsOfficer, A::Search | A::SeeLog | A::ReviewLog | A::Export) => Allowed,
        (Role::UnitManager, A::SeeUnit) => Allowed,
        (Role::GroupLeader, A::SeeUnit) => Forbidden,
        _ => Forbidden,
    }
}

fn on_network(role: Role, action: NetworkAction) -> Word {
    match (role, action) {
        (Role::NetworkLead, _) => Allowed,
        (Role::FinanceReader, NetworkAction::SeeLedger) => Allowed,
        _ => Forbidden,
    }
}

#[cfg(test)]
mod tests;
