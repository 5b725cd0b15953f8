//! The shape of the texts: a story as it is written down.

use std::collections::BTreeMap;

use serde::Deserialize;

/// One family's course, written by hand or composed of threads.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Story {
    pub(crate) id: String,
    pub(crate) programme: String,
    pub(crate) team: String,
    pub(crate) therapist: String,
    pub(crate) resource: String,
    pub(crate) stage: String,
    pub(crate) weeks_open: u32,
    pub(crate) ended_weeks_ago: u32,
    pub(crate) interpreter: String,
    pub(crate) protected: String,
    pub(crate) hidden_from: Vec<String>,
    pub(crate) no_go: Vec<String>,
    pub(crate) staff_safety: String,
    pub(crate) late_summary: bool,
    pub(crate) plan_overdue: bool,
    pub(crate) unsigned_note: bool,
    pub(crate) short: String,
    pub(crate) person: Vec<PersonText>,
    pub(crate) behaviour: Vec<BehaviourText>,
    pub(crate) assignment: AssignmentText,
    pub(crate) home: HomeText,
    pub(crate) desired: BTreeMap<String, String>,
    pub(crate) goals: GoalsText,
    pub(crate) consents: Vec<String>,
    pub(crate) plan: Vec<PlanText>,
    pub(crate) incident: Vec<IncidentText>,
    pub(crate) functional: Vec<FunctionalText>,
    pub(crate) clarification: Option<ClarificationText>,
    pub(crate) trauma: Vec<TraumaText>,
    pub(crate) test: Vec<TestText>,
    pub(crate) report: Vec<ReportText>,
    pub(crate) view: Vec<ViewText>,
    pub(crate) week: Vec<WeekText>,
    pub(crate) closing: Option<ClosingText>,
    pub(crate) sustain_plan: Option<SustainText>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct PersonText {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) relation: String,
    pub(crate) age: Option<u32>,
    pub(crate) sex: String,
    pub(crate) phone: String,
    pub(crate) language: String,
    pub(crate) interpreter: bool,
    pub(crate) primary: bool,
    pub(crate) note: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct BehaviourText {
    pub(crate) text: String,
    pub(crate) frequency: String,
    pub(crate) intensity: String,
    pub(crate) duration: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct AssignmentText {
    pub(crate) basis: String,
    pub(crate) handler: String,
    pub(crate) event: String,
    pub(crate) event_days_before: u32,
    pub(crate) event_text: String,
    pub(crate) reason: String,
    pub(crate) period_months: u32,
    pub(crate) screening: String,
    #[serde(rename = "override")]
    pub(crate) set_aside: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct HomeText {
    pub(crate) address: String,
    pub(crate) door: String,
    pub(crate) phone: String,
    pub(crate) notes: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct GoalsText {
    pub(crate) list: Vec<String>,
}

/// One version of a safety plan; what it leaves out stays as in the version before.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct PlanText {
    pub(crate) week: u32,
    pub(crate) review_weeks: i64,
    pub(crate) why: String,
    pub(crate) risks: Vec<String>,
    pub(crate) triggers: Vec<String>,
    pub(crate) signs: Vec<String>,
    pub(crate) steps: Vec<String>,
    pub(crate) safe: Vec<String>,
    pub(crate) means: Vec<String>,
    pub(crate) relapse: String,
    pub(crate) cascade: Vec<String>,
    pub(crate) code_word: String,
    pub(crate) words: String,
    pub(crate) signed: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct IncidentText {
    pub(crate) week: u32,
    pub(crate) day: String,
    pub(crate) time: String,
    pub(crate) kind: String,
    pub(crate) person: String,
    pub(crate) about: Vec<String>,
    pub(crate) what: String,
    pub(crate) harm: String,
    pub(crate) step_used: String,
    pub(crate) reports: Vec<String>,
    pub(crate) after: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct FunctionalText {
    pub(crate) week: u32,
    pub(crate) person: String,
    pub(crate) event: String,
    pub(crate) setting: String,
    pub(crate) antecedents: String,
    pub(crate) thoughts: String,
    pub(crate) arousal: String,
    pub(crate) force: String,
    pub(crate) response: String,
    pub(crate) consequences: String,
    pub(crate) choices: String,
    pub(crate) child: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ClarificationText {
    pub(crate) parent: String,
    pub(crate) children: Vec<String>,
    pub(crate) steps: Vec<String>,
    pub(crate) drafts: Vec<String>,
    pub(crate) readiness: String,
    pub(crate) meeting: String,
    pub(crate) reaction: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct TraumaText {
    pub(crate) week: u32,
    pub(crate) person: String,
    pub(crate) decision: String,
    pub(crate) text: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct TestText {
    pub(crate) week: u32,
    pub(crate) items: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ReportText {
    pub(crate) week: u32,
    pub(crate) text: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ViewText {
    pub(crate) week: u32,
    pub(crate) person: String,
    pub(crate) text: String,
}

/// One week as the therapist wrote it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct WeekText {
    pub(crate) n: u32,
    pub(crate) prev: Vec<String>,
    pub(crate) advances: String,
    pub(crate) barriers: String,
    pub(crate) fit: String,
    pub(crate) kind: String,
    pub(crate) drivers: Vec<String>,
    pub(crate) steps: Vec<StepText>,
    pub(crate) question: String,
    pub(crate) safety: String,
    pub(crate) leader: Vec<String>,
    pub(crate) consultant: Vec<String>,
    pub(crate) contacts: Vec<String>,
    pub(crate) notes: Vec<String>,
    pub(crate) tasks: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct StepText {
    pub(crate) s: String,
    /// The driver of the same week's fit that the step replaces, from 1.
    pub(crate) d: usize,
    /// The overarching goal, from 1.
    pub(crate) g: usize,
    #[serde(rename = "do")]
    pub(crate) deeds: Vec<String>,
    pub(crate) p: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ClosingText {
    pub(crate) reason: String,
    pub(crate) goals: Vec<String>,
    pub(crate) outcomes: Vec<String>,
    pub(crate) instrumental: Vec<String>,
    pub(crate) summary: String,
    pub(crate) remaining: String,
    pub(crate) recommendation: String,
    pub(crate) followups: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SustainText {
    pub(crate) items: Vec<String>,
}

/// A parent group.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KometText {
    #[serde(rename = "id")]
    pub(crate) _id: String,
    #[serde(rename = "programme")]
    pub(crate) _programme: String,
    pub(crate) team: String,
    pub(crate) leaders: Vec<String>,
    pub(crate) sessions_held: u32,
    pub(crate) parents: Vec<String>,
    pub(crate) sessions: Vec<String>,
    pub(crate) attendance: Vec<String>,
    pub(crate) calls: Vec<String>,
    pub(crate) closings: Vec<String>,
}

/// The network's boards, teams and staff.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NetworkText {
    pub(crate) name: String,
    pub(crate) staff: Vec<String>,
    pub(crate) rhythm: RhythmText,
    pub(crate) board: Vec<BoardText>,
    pub(crate) team: Vec<TeamText>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RhythmText {
    pub(crate) hand_in: String,
    pub(crate) supervision: String,
    pub(crate) consultation: String,
    pub(crate) note_lock_days: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BoardText {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) short: String,
    pub(crate) municipality: String,
    pub(crate) case_pattern: String,
    pub(crate) authority: String,
    pub(crate) staff: Vec<String>,
    pub(crate) handlers: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TeamText {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) board: String,
    pub(crate) programme: String,
    pub(crate) years: i64,
    #[serde(default)]
    pub(crate) consultant: String,
    pub(crate) staff: Vec<String>,
}

/// Words for the many families.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PoolsText {
    pub(crate) names: NamesText,
    pub(crate) thread: Vec<ThreadText>,
    pub(crate) pool: PoolText,
    pub(crate) plan: PlanPoolText,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NamesText {
    pub(crate) girls: Vec<String>,
    pub(crate) boys: Vec<String>,
    pub(crate) women: Vec<String>,
    pub(crate) men: Vec<String>,
    pub(crate) head: Vec<String>,
    pub(crate) tail: Vec<String>,
    pub(crate) streets: Vec<String>,
    pub(crate) places: Vec<String>,
}

/// A matter that a family works on for some weeks.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ThreadText {
    pub(crate) code: String,
    pub(crate) programmes: Vec<String>,
    pub(crate) behaviour: String,
    pub(crate) goal: String,
    pub(crate) child: String,
    pub(crate) adult: String,
    pub(crate) reason: String,
    pub(crate) week: Vec<ThreadWeekText>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ThreadWeekText {
    pub(crate) fit: String,
    pub(crate) kind: String,
    pub(crate) drivers: Vec<String>,
    pub(crate) step: String,
    #[serde(rename = "do")]
    pub(crate) deed: String,
    pub(crate) p: String,
    pub(crate) advance: String,
    pub(crate) barrier: String,
    pub(crate) met: String,
    pub(crate) partly: String,
    pub(crate) not: String,
    pub(crate) notes: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PoolText {
    pub(crate) questions: Vec<String>,
    pub(crate) leader: Vec<String>,
    pub(crate) consultant: Vec<String>,
    pub(crate) answers: Vec<String>,
    pub(crate) thanks: Vec<String>,
    pub(crate) thanks_plain: Vec<String>,
    pub(crate) begun: Vec<String>,
    pub(crate) quiet: Vec<String>,
    pub(crate) goes_on: Vec<String>,
    pub(crate) safety_same: Vec<String>,
    pub(crate) contacts_visit: Vec<String>,
    pub(crate) contacts_call: Vec<String>,
    pub(crate) contacts_after: Vec<String>,
    pub(crate) contacts_missed: Vec<String>,
    pub(crate) contacts_resource: Vec<String>,
    pub(crate) notes: Vec<String>,
    pub(crate) tasks: Vec<String>,
    pub(crate) decisions: Vec<String>,
    pub(crate) report_safety: Vec<String>,
    pub(crate) report_goals: Vec<String>,
    pub(crate) report_next: Vec<String>,
    pub(crate) decline: Vec<String>,
    pub(crate) closing_background: Vec<String>,
    pub(crate) closing_course: Vec<String>,
    pub(crate) closing_changes: Vec<String>,
    pub(crate) closing_remaining: Vec<String>,
    pub(crate) closing_recommendation: Vec<String>,
    pub(crate) sustain: Vec<String>,
    pub(crate) screening: Vec<String>,
    pub(crate) screening_no: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanPoolText {
    pub(crate) risks: Vec<String>,
    pub(crate) triggers: Vec<String>,
    pub(crate) signs_adult: Vec<String>,
    pub(crate) signs_child: Vec<String>,
    pub(crate) low: Vec<String>,
    pub(crate) low_child: Vec<String>,
    pub(crate) medium: Vec<String>,
    pub(crate) high: Vec<String>,
    pub(crate) high_child: Vec<String>,
    pub(crate) codewords: Vec<String>,
    pub(crate) means: Vec<String>,
    pub(crate) relapse: String,
    pub(crate) words: Vec<String>,
    pub(crate) incident: Vec<String>,
}
