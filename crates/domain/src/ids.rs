//! Every id is its own type, so that two of them cannot be swapped.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map($name)
            }
        }
    )*};
}

id! {
    /// A partner organisation that supports teams of many boards.
    NetworkId;
    /// A *nämnd*: an authority of its own, and the tenant.
    BoardId;
    /// A team runs one programme for one board.
    TeamId;
    /// Somebody who works here.
    StaffId;
    /// One person in a role, from–to.
    PostId;
    /// One family's course of treatment.
    CaseId;
    /// The referring authority's decision that starts a case (*uppdrag*).
    AssignmentId;
    /// Somebody in or around a family; never a user.
    PersonId;
    /// A visit, call or meeting.
    ContactId;
    /// A note in the journal.
    NoteId;
    /// An overarching goal.
    GoalId;
    /// An intermediary goal of one week.
    StepId;
    /// Why a behaviour makes sense.
    FitId;
    /// One reason in a fit.
    DriverId;
    /// One point of written feedback.
    FeedbackId;
    /// Something somebody promised to do.
    TaskId;
    /// One version of a form under a case.
    ArtefactId;
    /// Something that happened and hurt, or might have.
    IncidentId;
    /// A time in which the measures of a family rest.
    HoldId;
    /// A consent given or refused.
    ConsentId;
    /// A report to the referrer.
    ReportId;
    /// A row of the stable part of the week page.
    FrameItemId;
    /// A bond between two persons, or a tie to somebody outside.
    BondId;
    /// Who carries a case, from–to.
    CareId;
    /// One questionnaire that falls due in one case.
    MeasureId;
    /// One call about a measure.
    AttemptId;
    /// An address by which somebody of a family answers one measure.
    LinkId;
    /// One questionnaire about one colleague, asked of a team.
    RoundId;
    /// A passkey.
    PasskeyId;
    /// Work done outside a request.
    JobId;
    /// Teams that share one rota.
    PoolId;
    /// One line of a pool: first, second.
    LineId;
    /// The unit that is assigned on a rota.
    DutyId;
    /// Somebody serving a duty, or a part of it.
    TurnId;
    /// A planned period of a pool.
    RotaId;
    /// A time in which somebody cannot be on call.
    AbsenceId;
    /// A time that somebody would like to have, or not.
    WishId;
    /// A duty that changes hands.
    SwapId;
    /// A secret address of a calendar, or of a telephone exchange.
    FeedId;
    /// A proposal to a board.
    ProposalId;
    /// A board that a network's office writes to.
    AddresseeId;
    /// A file that goes with a proposal.
    AttachmentId;
    /// A proposal as it went to a board that returned it.
    SendingId;
    /// An account of a network's ledger.
    AccountId;
    /// A voucher in a network's ledger.
    VoucherId;
    /// An organisation that pays fees to a network.
    PayerId;
    /// What an organisation pays for, from–to.
    MembershipId;
    /// A price list of a network.
    PriceListId;
    /// The basis of an invoice.
    BillId;
    /// A network's history from before its teams worked here.
    HistoryId;
    /// Another installation that sends the figures of its teams.
    SenderId;
    /// A project that somebody funds.
    ProjectId;
    /// Something that is kept of a project.
    ProjectItemId;
    /// A training of a network.
    TrainingId;
    /// A goal of somebody's development, or of a team's.
    DevelopmentId;
    /// A post that is to be filled.
    OpeningId;
    /// What somebody sent who wants a post.
    ApplicationId;
    /// An information meeting about an opening.
    BriefingId;
    /// The basis on which another board's staff may read a family's sheet.
    BasisId;
    /// Somebody on call who saw more than a sheet.
    GlassId;
    /// A call in the night.
    CallId;
    /// Rest that is proposed after a disturbed night.
    RestId;
}
