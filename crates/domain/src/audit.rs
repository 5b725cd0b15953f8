//! The events worth recording. Every read or change of personal data leaves one, in the same transaction.

use std::collections::BTreeSet;

use crate::codes;
use crate::ids::{BoardId, CaseId, PersonId, StaffId, TeamId};
use crate::staff::Role;
use crate::time::{Day, Instant};

/// One line of the access log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub at: Instant,
    /// None for the program itself, and for whoever answers by a link: the detail then names the link.
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

/// Lines drawn by lot from a run of line numbers: the same day gives the same lines, so that a sample can be repeated
/// and nobody chooses what is looked at. Both ends belong to the run.
pub fn sample(board: BoardId, day: Day, (first, last): (i64, i64), count: usize) -> Vec<i64> {
    let Ok(width) = u64::try_from(last - first + 1) else {
        return Vec::new();
    };
    let wanted = count.min(usize::try_from(width).unwrap_or(usize::MAX));
    let (high, low) = board.0.as_u64_pair();
    let days = u64::try_from(day.days_since(EPOCH)).unwrap_or(0);
    let mut state = high ^ low.rotate_left(17) ^ days.wrapping_mul(GOLDEN);
    let mut drawn = BTreeSet::new();
    while drawn.len() < wanted {
        let offset = i64::try_from(next(&mut state) % width).unwrap_or(0);
        // A number drawn twice is moved to the next free one, so that the draw always ends.
        let mut line = first + offset;
        while !drawn.insert(line) {
            line = if line == last { first } else { line + 1 };
        }
    }
    drawn.into_iter().rev().collect()
}

const EPOCH: Day = Day(jiff::civil::date(1970, 1, 1));
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// SplitMix64.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(GOLDEN);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

codes! {
    /// What a records officer found when looking into a line of the log.
    Finding "finding" {
        /// The look belonged to somebody's work.
        InOrder = "in_order",
        /// The person was asked and has answered.
        Asked = "asked",
        /// It went on to the manager or the police.
        Reported = "reported",
    }

    /// With which of the permitted keys somebody searched (PUF 2001:637 15 §).
    SearchKey "search-key" {
        Name = "name",
        Personal = "personal",
        Coordination = "coordination",
        CaseNumber = "case_number",
    }

    /// On which ground a person's file is handed out.
    Ground "ground" {
        /// OSL 12:2: nobody is kept from what is secret for their own sake alone.
        Own = "own",
        /// FL 10 §: a party sees what is in the matter.
        Party = "party",
        /// OSL 12:3: a guardian, as far as the child does not suffer.
        Guardian = "guardian",
        /// The person's consent lets another see it (OSL 12:2, 10:1).
        Consent = "consent",
        /// TF 2 kap.: a public document, what is secret left out.
        PublicRecord = "public_record",
        /// A statute obliges (OSL 10:28).
        Statute = "statute",
        /// GDPR article 15.
        OwnData = "own_data",
    }

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
        MeasurePlanned = "measure_planned",
        MeasureChanged = "measure_changed",
        CallTimeChanged = "call_time_changed",
        HoldRecorded = "hold_recorded",
        HoldEnded = "hold_ended",
        InterviewHeld = "interview_held",
        MeasureScored = "measure_scored",
        AnswersExported = "answers_exported",
        ScoresReleased = "scores_released",
        FidelityRead = "fidelity_read",
        ReviewRead = "review_read",
        ReviewWritten = "review_written",
        ReviewSigned = "review_signed",
        LinkMade = "link_made",
        LinkWithdrawn = "link_withdrawn",
        LinkOpened = "link_opened",
        LinkRefused = "link_refused",
        LinkAnswered = "link_answered",
        RoundOpened = "round_opened",
        RoundAnswered = "round_answered",
        RoundClosed = "round_closed",
        RatingsRead = "ratings_read",
        LogRead = "log_read",
        LogReviewed = "log_reviewed",
        Exported = "exported",
        StaffChanged = "staff_changed",
        TeamChanged = "team_changed",
        ProgrammeImported = "programme_imported",
        InstrumentImported = "instrument_imported",
        AgreementImported = "agreement_imported",
        LayoutImported = "layout_imported",
        CurriculumImported = "curriculum_imported",
        RecruitingImported = "recruiting_imported",
        ProposalRead = "proposal_read",
        ProposalChanged = "proposal_changed",
        ProposalSigned = "proposal_signed",
        LedgerRead = "ledger_read",
        LedgerChanged = "ledger_changed",
        VoucherBooked = "voucher_booked",
        MonthClosed = "month_closed",
        FeeRead = "fee_read",
        FeeChanged = "fee_changed",
        BillMade = "bill_made",
        BillBooked = "bill_booked",
        BillPaid = "bill_paid",
        BillWithdrawn = "bill_withdrawn",
        HistoryImported = "history_imported",
        HistoryExported = "history_exported",
        SenderRead = "sender_read",
        SenderChanged = "sender_changed",
        FiguresSent = "figures_sent",
        FiguresTaken = "figures_taken",
        FiguresRefused = "figures_refused",
        ProjectRead = "project_read",
        ProjectChanged = "project_changed",
        FiguresGiven = "figures_given",
        TrainingRead = "training_read",
        TrainingChanged = "training_changed",
        TrainingReplied = "training_replied",
        TrainingAttended = "training_attended",
        TrainingEvaluated = "training_evaluated",
        ConsultationRead = "consultation_read",
        ConsultationChanged = "consultation_changed",
        ConsultationHeld = "consultation_held",
        MonthReportRead = "month_report_read",
        DevelopmentRead = "development_read",
        DevelopmentChanged = "development_changed",
        OpeningRead = "opening_read",
        OpeningChanged = "opening_changed",
        OpeningReplaced = "opening_replaced",
        OpeningRefused = "opening_refused",
        OpeningMoved = "opening_moved",
        OpeningDecided = "opening_decided",
        /// A decision was put right.
        OpeningCorrected = "opening_corrected",
        OpeningDestroyed = "opening_destroyed",
        ApplicantRead = "applicant_read",
        ApplicantScored = "applicant_scored",
        ApplicantChanged = "applicant_changed",
        ApplicantsTold = "applicants_told",
        Applied = "applied",
        ApplicationRead = "application_read",
        ApplicationWithdrawn = "application_withdrawn",
        BriefingAttended = "briefing_attended",
        BriefingLeft = "briefing_left",
        PoolChanged = "pool_changed",
        RotaRead = "rota_read",
        RotaChanged = "rota_changed",
        RotaPublished = "rota_published",
        AbsenceChanged = "absence_changed",
        WishChanged = "wish_changed",
        SwapMade = "swap_made",
        SwapDecided = "swap_decided",
        DutyTakenOver = "duty_taken_over",
        NumberConfirmed = "number_confirmed",
        HoursRead = "hours_read",
        FeedChanged = "feed_changed",
        SheetRead = "sheet_read",
        SheetWritten = "sheet_written",
        SheetRefused = "sheet_refused",
        BasisRecorded = "basis_recorded",
        BasisRevoked = "basis_revoked",
        GlassBroken = "glass_broken",
        GlassReviewed = "glass_reviewed",
        CallLogged = "call_logged",
        CallRead = "call_read",
        CallConfirmed = "call_confirmed",
        RestDecided = "rest_decided",
        DemoFilled = "demo_filled",
    }
}

impl Event {
    /// Whether somebody did it who applied for a post, and whom nobody has signed in.
    pub fn is_by_applicant(self) -> bool {
        matches!(
            self,
            Event::Applied
                | Event::ApplicationRead
                | Event::ApplicationWithdrawn
                | Event::BriefingAttended
                | Event::BriefingLeft
        )
    }

    /// Whether whoever holds an answer link did it, where no member of staff is named.
    pub fn is_by_link(self) -> bool {
        matches!(
            self,
            Event::LinkOpened | Event::LinkRefused | Event::LinkAnswered | Event::MeasureScored
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const BOARD: BoardId = BoardId(Uuid::from_u128(7));

    fn drawn(day: &str, run: (i64, i64), count: usize) -> Vec<i64> {
        sample(BOARD, day.parse().unwrap(), run, count)
    }

    #[test]
    fn a_day_draws_the_same_lines_again_and_another_day_others() {
        let today = drawn("2026-11-23", (1, 5_000), 20);
        assert_eq!(today, drawn("2026-11-23", (1, 5_000), 20));
        assert_ne!(today, drawn("2026-11-24", (1, 5_000), 20));
        assert_eq!(today.len(), 20);
        assert!(today.is_sorted_by(|a, b| a > b), "newest first, none twice");
    }

    #[test]
    fn a_short_run_is_drawn_whole() {
        assert_eq!(drawn("2026-11-23", (8, 10), 20), [10, 9, 8]);
        assert_eq!(drawn("2026-11-23", (5, 4), 20), []);
    }
}
