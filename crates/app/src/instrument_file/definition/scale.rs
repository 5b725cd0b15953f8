//! The scales of an instrument's definition.

use hemma_domain::instrument::{
    Across, Band, Comparison, Confirmation, CutOff, Direction, Extent, Minimum, Missing, Rule,
    RuleKind, Scale, Skipped,
};
use hemma_domain::programme::Confidence;

use crate::definition_file::part::{sourced, words};
use crate::definition_file::slot::{Slot, Table};

/// Reads one scale.
pub(super) fn scale(slot: Slot<'_>) -> Scale {
    slot.table(|t| {
        let (rule, is_known) = t.take("rule").table(rule);
        if !is_known {
            t.doubt("extent");
        }
        with_rule(t, rule)
    })
}

fn with_rule(t: &mut Table<'_>, rule: Rule) -> Scale {
    Scale {
        code: t.take("code").text(),
        name: words(t.take("name")),
        items: t.take("items").list(Slot::text),
        rule,
        minimum: sourced(t.take("minimum"), minimum),
        missing: t
            .take("missing")
            .given()
            .map_or(Missing::Prorate, |slot| slot.word(Missing::Prorate)),
        skipped: t
            .take("skipped_counts")
            .given()
            .map_or(Skipped::LeftOut, |slot| Skipped::Counts(slot.signed())),
        across: t
            .take("across")
            .given()
            .map_or(Across::Sheets, |slot| slot.word(Across::Sheets)),
        extent: t.take("extent").table(|t| Extent {
            min: t.take("min").ratio(),
            max: t.take("max").ratio(),
        }),
        bands: t
            .take("bands")
            .given()
            .map(|slot| sourced(slot, |slot| slot.list(band))),
        cut_off: t.take("cut_off").given().map(|slot| sourced(slot, cut_off)),
        direction: t.take("direction").word(Direction::HighIsBetter),
    }
}

/// Says also whether it is a rule that is known here; where the scale ends hangs on that.
fn rule(t: &mut Table<'_>) -> (Rule, bool) {
    let kind = kind(t);
    let is_known = kind.is_some();
    let rule = Rule {
        code: t.take("code").text(),
        version: t.take("version").number(),
        kind: kind.unwrap_or(RuleKind::Mean),
        confirmation: confirmation(t),
        source: t.take("source").text(),
        confidence: t.take("confidence").word(Confidence::Unconfirmed),
    };
    (rule, is_known)
}

fn kind(t: &mut Table<'_>) -> Option<RuleKind> {
    let known = ["sum", "mean", "rescaled_mean", "share", "midpoints"];
    Some(match t.take("kind").one_of(&known) {
        "sum" => RuleKind::Sum {
            factor: t.take("factor").given().map_or(1, Slot::signed),
        },
        "rescaled_mean" => RuleKind::RescaledMean {
            low: t.take("low").signed(),
            high: t.take("high").signed(),
        },
        "share" => RuleKind::Share {
            of: t.take("of").list(Slot::signed),
        },
        "midpoints" => RuleKind::Midpoints {
            points: t.take("points").list(|slot| {
                slot.table(|t| (t.take("response").signed(), t.take("counts").signed()))
            }),
        },
        "mean" => RuleKind::Mean,
        _ => {
            // Which keys belong to an unknown rule is not known.
            for key in ["factor", "low", "high", "of", "points"] {
                t.pass(key);
            }
            return None;
        }
    })
}

fn confirmation(t: &mut Table<'_>) -> Confirmation {
    let known = ["published", "confirmed", "not_confirmed"];
    match t.take("confirmation").one_of(&known) {
        "published" => Confirmation::Published,
        "confirmed" => Confirmation::Confirmed {
            by: t.take("confirmed_by").text(),
            on: t.take("confirmed_on").day(),
        },
        _ => Confirmation::NotConfirmed,
    }
}

fn minimum(slot: Slot<'_>) -> Minimum {
    slot.table(|t| match t.take("share").given() {
        Some(share) => Minimum::Share(share.ratio()),
        None => Minimum::Count(t.take("count").number()),
    })
}

fn band(slot: Slot<'_>) -> Band {
    slot.table(|t| Band {
        code: t.take("code").text(),
        label: words(t.take("label")),
        from: t.take("from").ratio(),
    })
}

/// Says one side; a second one is an unknown key.
pub(super) fn cut_off(slot: Slot<'_>) -> CutOff {
    let sides = [
        ("above", Comparison::Above),
        ("at_most", Comparison::AtMost),
        ("below", Comparison::Below),
    ];
    slot.table(|t| {
        let given = sides.into_iter().find_map(|(key, side)| {
            let value = t.take(key).given()?.ratio();
            Some(CutOff { side, value })
        });
        given.unwrap_or_else(|| CutOff {
            side: Comparison::AtLeast,
            value: t.take("at_least").ratio(),
        })
    })
}
