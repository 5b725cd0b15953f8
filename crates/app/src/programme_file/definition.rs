//! The parts of a programme definition, read in the order in which the file has them.

use hemma_domain::programme::{
    Anchor, ClosingReason, Coded, Confidence, CountsAs, Criteria, Criterion, Definition, EventRule,
    Goal, GroupSessions, Limits, LivesAt, Living, MeasureOf, MeasureRule, Role, RoleCode, Schedule,
    Target, WeeklyLoop,
};
use toml::Spanned;
use toml::de::DeTable;

use super::form;
use crate::definition_file::part::{entries, range, source, sourced, week_time, words};
use crate::definition_file::slot::{Reader, Slot, Table};

/// Reads the whole file.
pub(super) fn read<'a>(reader: &'a Reader, root: &'a Spanned<DeTable<'a>>) -> Definition {
    Table::root(reader, root, |t| Definition {
        code: t.take("code").text(),
        version: t.take("version").number(),
        valid_from: t.take("valid_from").day(),
        name: words(t.take("name")),
        about: words(t.take("about")),
        ages: sourced(t.take("ages"), range),
        event: t.take("event").given().map(event),
        living: sourced(t.take("living"), living),
        criteria: t.take("criteria").table(|t| Criteria {
            inclusion: t.take("inclusion").list(criterion),
            exclusion: entries(t.take("exclusion"), criterion),
        }),
        roles: t.take("roles").list(role),
        limits: t.take("limits").given().map(limits).unwrap_or_default(),
        phases: t.take("phases").list(coded),
        closing_reasons: t.take("closing_reasons").list(closing_reason),
        outcomes: entries(t.take("outcomes"), coded),
        instrumental_outcomes: entries(t.take("instrumental_outcomes"), coded),
        follow_up_months: t
            .take("follow_up_months")
            .given()
            .map(|slot| sourced(slot, months)),
        principles: entries(t.take("principles"), coded),
        systems: entries(t.take("systems"), coded),
        weekly: t.take("weekly").given().map(weekly),
        group: t.take("group").given().map(group),
        on_call: sourced(t.take("on_call"), Slot::flag),
        measures: entries(t.take("measures"), measure),
        research_months: t
            .take("research_months")
            .given()
            .map(|slot| sourced(slot, months)),
        targets: entries(t.take("targets"), target),
        artefacts: entries(t.take("artefacts"), form::artefact),
        sources: t.take("sources").list(source),
    })
}

pub(super) fn coded(slot: Slot<'_>) -> Coded {
    slot.table(|t| Coded {
        code: t.take("code").text(),
        label: words(t.take("label")),
        help: t.take("help").given().map(words),
    })
}

fn months(slot: Slot<'_>) -> Vec<u32> {
    slot.list(Slot::number)
}

fn event(slot: Slot<'_>) -> EventRule {
    slot.table(|t| EventRule {
        kinds: t.take("kinds").list(coded),
        within_days: sourced(t.take("within_days"), Slot::number),
        anchor: sourced(t.take("anchor"), |slot| slot.word(Anchor::Event)),
    })
}

fn living(slot: Slot<'_>) -> Living {
    slot.table(|t| Living {
        allowed: t.take("allowed").list(|slot| slot.word(LivesAt::Home)),
        whole_household: t.take("whole_household").flag(),
    })
}

fn criterion(slot: Slot<'_>) -> Criterion {
    slot.table(|t| Criterion {
        code: t.take("code").text(),
        label: words(t.take("label")),
        help: words(t.take("help")),
        evidence_required: t.take("evidence_required").given().is_some_and(Slot::flag),
        overridable_by: entries(t.take("overridable_by"), |slot| {
            slot.word(RoleCode::GroupLeader)
        }),
        source: t.take("source").text(),
        confidence: t.take("confidence").word(Confidence::Unconfirmed),
    })
}

fn role(slot: Slot<'_>) -> Role {
    slot.table(|t| Role {
        code: t.take("code").word(RoleCode::GroupLeader),
        label: words(t.take("label")),
        count: sourced(t.take("count"), range),
    })
}

fn limits(slot: Slot<'_>) -> Limits {
    let number = |slot| sourced(slot, Slot::number);
    slot.table(|t| Limits {
        families_per_therapist_max: t.take("families_per_therapist_max").given().map(number),
        contacts_per_week_min: t.take("contacts_per_week_min").given().map(number),
        length_months: t
            .take("length_months")
            .given()
            .map(|slot| sourced(slot, range)),
        team_size: t.take("team_size").given().map(|slot| sourced(slot, range)),
    })
}

fn closing_reason(slot: Slot<'_>) -> ClosingReason {
    slot.table(|t| ClosingReason {
        code: t.take("code").text(),
        label: words(t.take("label")),
        counts_as: t.take("counts_as").word(CountsAs::Other),
    })
}

fn weekly(slot: Slot<'_>) -> WeeklyLoop {
    let time = |slot| sourced(slot, week_time);
    slot.table(|t| WeeklyLoop {
        hand_in: time(t.take("hand_in")),
        supervision: time(t.take("supervision")),
        consultation: time(t.take("consultation")),
    })
}

fn group(slot: Slot<'_>) -> GroupSessions {
    slot.table(|t| GroupSessions {
        sessions: sourced(t.take("sessions"), Slot::number),
        leaders: sourced(t.take("leaders"), Slot::number),
        leaders_certified: sourced(t.take("leaders_certified"), Slot::flag),
    })
}

fn measure(slot: Slot<'_>) -> MeasureRule {
    slot.table(|t| MeasureRule {
        instrument: t.take("instrument").text(),
        about: t.take("about").word(MeasureOf::Case),
        schedule: match t
            .take("schedule")
            .one_of(&["days", "months", "start_and_end"])
        {
            "months" => Schedule::Months {
                every_months: sourced(t.take("every_months"), Slot::number),
            },
            "start_and_end" => Schedule::StartAndEnd,
            "" => {
                t.pass_rest();
                Schedule::StartAndEnd
            }
            _ => Schedule::Days {
                first_day: sourced(t.take("first_day"), Slot::number),
                every_days: sourced(t.take("every_days"), Slot::number),
            },
        },
        window_days: sourced(t.take("window_days"), Slot::number),
        raters_min: t
            .take("raters_min")
            .given()
            .map(|slot| sourced(slot, Slot::number)),
    })
}

fn target(slot: Slot<'_>) -> Target {
    slot.table(|t| Target {
        indicator: t.take("indicator").text(),
        goal: sourced(t.take("goal"), goal),
    })
}

/// Says one of the three things; a second one is an unknown key.
fn goal(slot: Slot<'_>) -> Goal {
    slot.table(|t| {
        if let Some(below) = t.take("below").given() {
            return Goal::Below(below.hundredths());
        }
        match t.take("within").given() {
            Some(within) => within
                .table(|t| Goal::Within(t.take("min").hundredths(), t.take("max").hundredths())),
            None => Goal::AtLeast(t.take("at_least").hundredths()),
        }
    })
}
