//! An instance as it is written in a file: texts and numbers, nothing looked up yet.
//!
//! The layout is `docs/formats/rota.md`. Instants and dates stay texts here, so that a reader can
//! name the place of each one that is wrong. Keys that the layout does not know are passed over.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What `format` must say.
pub const INSTANCE_FORMAT: &str = "rota-instance/1";

/// A whole instance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Instance {
    /// [`INSTANCE_FORMAT`].
    pub format: String,
    /// What solutions call it.
    pub name: String,
    /// The zone, for display only.
    #[serde(default)]
    pub tz: String,
    /// From when to when is planned.
    pub horizon: Stretch,
    /// Teams by their ids.
    pub teams: Vec<String>,
    /// Everybody who may serve or is counted.
    pub persons: Vec<Person>,
    /// Lines of answering.
    pub lines: Vec<Line>,
    /// Who may serve each line.
    pub eligible: BTreeMap<String, Vec<String>>,
    /// What is assigned.
    pub duties: Vec<Duty>,
    /// Ordinary working time, shared by all.
    pub workdays: Vec<Workday>,
    /// The periods in which weekly rest is judged.
    pub rest_periods: Vec<Stretch>,
    /// Rolling windows of load.
    pub windows: Vec<Stretch>,
    /// Numbers of the rules.
    pub rules: Rules,
    /// When somebody cannot serve.
    #[serde(default)]
    pub unavailable: Vec<Unavailable>,
    /// Call-outs that ended at a known time.
    #[serde(default)]
    pub disturbances: Vec<Disturbance>,
    /// What stands whatever happens.
    #[serde(default)]
    pub pinned: Vec<Pinned>,
    /// Comp days that stand whatever happens.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pinned_comp_days: Vec<CompDay>,
    /// The published plan.
    #[serde(default)]
    pub previous: Vec<Previous>,
    /// What people asked for.
    #[serde(default)]
    pub wishes: Vec<Wish>,
    /// Continuity that families need.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// Costs of one person on one duty.
    #[serde(default)]
    pub assign_costs: Vec<AssignCost>,
    /// Costs of one person on any duty of a line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub line_costs: Vec<LineCost>,
    /// What is to be shared evenly.
    #[serde(default)]
    pub fairness: Vec<Fairness>,
    /// The cost of weekends near each other.
    pub close_weekends: CloseWeekends,
    /// The cost of one comp day.
    pub comp_cost: i64,
    /// How much open duties and uneven shares weigh.
    pub tier_weights: TierWeights,
}

/// From and until, half open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stretch {
    /// The first minute.
    pub start: String,
    /// The first minute after it.
    pub end: String,
}

/// Somebody who may serve or is counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Unique.
    pub id: String,
    /// Their team.
    pub team: String,
    /// Their role, for display only.
    #[serde(default)]
    pub role: String,
    /// Their share of full time, for display only.
    #[serde(default = "whole")]
    pub fte: f64,
    /// Dates without ordinary work.
    #[serde(default)]
    pub off_dates: Vec<String>,
}

fn whole() -> f64 {
    1.0
}

/// A line of answering.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Unique.
    pub id: String,
    /// 1 answers first, 2 stands behind.
    pub level: i64,
    /// Free minutes after a duty of the line.
    pub gap_after_min: i64,
    /// The share of the minutes that counts as load.
    pub load_pct: i64,
}

/// One or more stretches on call that one person serves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Duty {
    /// Unique.
    pub id: String,
    /// Its line.
    pub line: String,
    /// What the block is called.
    #[serde(default)]
    pub kind: String,
    /// From and until, in order.
    pub segments: Vec<(String, String)>,
    /// Numbers of the weekends it takes.
    #[serde(default)]
    pub weekends: Vec<i64>,
    /// Names of the holidays it takes.
    #[serde(default)]
    pub holidays: Vec<String>,
    /// The cost of leaving it open.
    pub unfilled_cost: i64,
}

/// Ordinary working time of one date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Workday {
    /// The local date.
    pub date: String,
    /// When work begins.
    pub start: String,
    /// When it ends.
    pub end: String,
}

/// The numbers in the rules.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// Minutes of weekly rest in one piece.
    pub weekly_rest_min: i64,
    /// Minutes of load in one window at most.
    pub max_load_min_per_window: i64,
    /// Duties that begin in one window at most.
    pub max_duties_per_window: i64,
    /// Two weekends of a person are further apart than this.
    pub weekend_gap: i64,
    /// Minutes after a call-out in which no duty begins.
    pub rest_after_disturbance_min: i64,
}

/// When somebody cannot serve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unavailable {
    /// Who.
    pub person: String,
    /// From.
    pub start: String,
    /// Until.
    pub end: String,
    /// Why, for display only.
    #[serde(default)]
    pub reason: String,
}

/// A call-out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Disturbance {
    /// Who was called out.
    pub person: String,
    /// When it ended.
    pub end: String,
}

/// A duty that somebody keeps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pinned {
    /// Which.
    pub duty: String,
    /// Who.
    pub person: String,
}

/// A day without ordinary work, in return for a weekend.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CompDay {
    /// Who.
    pub person: String,
    /// Which date.
    pub date: String,
}

/// What was published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Previous {
    /// Which.
    pub duty: String,
    /// Who had it.
    pub person: String,
    /// The cost of giving it to anybody else, or to nobody.
    pub cost: i64,
}

/// What somebody asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Wish {
    /// Unique.
    pub id: String,
    /// Who.
    pub person: String,
    /// To be off, or on.
    pub kind: WishKind,
    /// From.
    pub start: String,
    /// Until.
    pub end: String,
    /// The cost of missing it.
    pub cost: i64,
}

/// Which way a wish goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WishKind {
    /// Missed if any duty overlaps.
    Off,
    /// Missed if none does.
    On,
}

/// At least one of these duties should be served by somebody of the team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Need {
    /// The team that a family knows.
    pub team: String,
    /// The nights that matter.
    pub duties: Vec<String>,
    /// The cost of missing it.
    pub cost: i64,
}

/// A cost of one person on one duty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AssignCost {
    /// Who.
    pub person: String,
    /// Which.
    pub duty: String,
    /// How much.
    pub cost: i64,
    /// Why, for display only.
    #[serde(default)]
    pub reason: String,
}

/// A cost of one person on any duty of a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineCost {
    /// Who.
    pub person: String,
    /// Which line.
    pub line: String,
    /// How much.
    pub cost: i64,
    /// Why, for display only.
    #[serde(default)]
    pub reason: String,
}

/// What is to be shared evenly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fairness {
    /// Unique.
    pub id: String,
    /// The weight of one whole duty between the most and the least burdened.
    pub range_weight: i64,
    /// The weight of a squared deviation, in tenths of a duty.
    pub square_weight: i64,
    /// What each duty counts.
    pub units: BTreeMap<String, i64>,
    /// Among whom.
    pub members: Vec<Member>,
}

/// Somebody's share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub person: String,
    /// Units served in the years before.
    pub hist: i64,
    /// The fair share of everything, history included, in tenths.
    pub target10: i64,
}

/// The cost of weekends near each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CloseWeekends {
    /// Pairs at most so far apart cost.
    pub max_distance: i64,
    /// Each pair.
    pub cost: i64,
}

/// How much open duties and uneven shares weigh.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TierWeights {
    /// Times Z0.
    pub unfilled: i64,
    /// Times Z1.
    pub spread: i64,
}
