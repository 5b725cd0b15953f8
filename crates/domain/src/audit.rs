//! The events worth recording. Every read or change of personal data leaves one, in the same transaction.

use crate::codes;
use crate::ids::{BoardId, CaseId, PersonId, StaffId, TeamId};
use crate::staff::Role;
use crate::time::Instant;

/// One line of the access log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub at: Instant,
    /// None for the program itself.
    pub staff: Option<StaffId>,
    pub role: Option<Role>,
    pub event: Event,
    pub board: Option<BoardId>,
    pub team: Option<TeamId>,
    pub case: Option<CaseId>,
    pub person: Option<PersonId>,
    /// Why, where a reason is asked for; else empty.
    pub purpose: String,
    /// What, in codes and ids only: never a name or a text.
    pub detail: String,
}

codes! {
    Event "event" {
        SignedIn = "signed_in",
        SignedOut = "signed_out",
        SignInFailed = "sign_in_failed",
        LockedOut = "locked_out",
        CredentialChanged = "credential_changed",
        Searched = "searched",
        TeamListed = "team_listed",
        CaseRead = "case_read",
        CaseReadUnnamed = "case_read_unnamed",
        CaseRefused = "case_refused",
        AssignmentRegistered = "assignment_registered",
        Screened = "screened",
        CriterionOverridden = "criterion_overridden",
        CaseDecided = "case_decided",
        CaseOpened = "case_opened",
        CaseClosed = "case_closed",
        CaseReopened = "case_reopened",
        PhaseChanged = "phase_changed",
        CareChanged = "care_changed",
        PersonChanged = "person_changed",
        PersonRead = "person_read",
        ConsentRecorded = "consent_recorded",
        ContactLogged = "contact_logged",
        ContactChanged = "contact_changed",
        NoteWritten = "note_written",
        NoteSigned = "note_signed",
        ArtefactWritten = "artefact_written",
        ArtefactSigned = "artefact_signed",
        IncidentRecorded = "incident_recorded",
        IncidentReviewed = "incident_reviewed",
        WeekWritten = "week_written",
        WeekHandedIn = "week_handed_in",
        FeedbackGiven = "feedback_given",
        FeedbackAnswered = "feedback_answered",
        MeetingHeld = "meeting_held",
        TaskChanged = "task_changed",
        ReportWritten = "report_written",
        ReportSent = "report_sent",
        FileDisclosed = "file_disclosed",
        FollowUpDone = "follow_up_done",
        LogRead = "log_read",
        LogReviewed = "log_reviewed",
        Exported = "exported",
        StaffChanged = "staff_changed",
        TeamChanged = "team_changed",
        ProgrammeImported = "programme_imported",
        DemoFilled = "demo_filled",
    }
}
