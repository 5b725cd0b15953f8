//! The circle of a fit, drawn for both widths.

use hemma_app::week::WeekPage;
use hemma_domain::week::Fit;
use hemma_draw::{FitCircle, FitDriver, FitSystem, FitWords, Format, Frame};

use crate::lang::Lang;

/// The drawing for the page and for the phone.
pub fn drawings(page: &WeekPage, fit: &Fit, lang: Lang) -> [String; 2] {
    let systems = page.head.programme.systems.iter().map(|system| {
        let drivers = fit.drivers.iter().filter(|one| one.system == system.code);
        FitSystem {
            name: lang.words(&system.label).to_owned(),
            drivers: drivers
                .map(|one| FitDriver {
                    text: one.text.clone(),
                    evidence: !one.evidence.trim().is_empty(),
                    prioritised: one.prioritised,
                    prioritised_label: lang.t("week-prioritised").to_lowercase(),
                })
                .collect(),
        }
    });
    let circle = FitCircle {
        target: fit.target.clone(),
        target_kind_label: lang.name(fit.kind),
        systems: systems.collect(),
        words: FitWords {
            evidence: lang.t("week-with-evidence"),
            guess: lang.t("week-guess"),
            empty: lang.t("week-no-drivers"),
        },
    };
    let prioritised = fit.drivers.iter().filter(|one| one.prioritised).count();
    let desc = lang.filled(
        "week-circle-desc",
        [
            ("target", fit.target.as_str().into()),
            ("count", fit.drivers.len().into()),
            ("prioritised", prioritised.into()),
        ],
    );
    let title = lang.t1("week-circle-title", "code", page.head.case.code.as_str());
    [(Format::Page, "page"), (Format::Phone, "phone")].map(|(format, mark)| {
        let id = format!("fit-{}-{mark}", fit.id);
        circle.svg(&Frame {
            id: &id,
            title: &title,
            desc: &desc,
            format,
        })
    })
}
