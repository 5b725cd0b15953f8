//! Inputs for the tests: invented people, and chance with a seed.

use crate::canvas::{Format, Frame};

pub(crate) const FORMATS: [Format; 2] = [Format::Page, Format::Phone];

pub(crate) fn frame(format: Format) -> Frame<'static> {
    Frame {
        id: "bild",
        title: "Rubrik",
        desc: "Vad bilden visar.",
        format,
    }
}

const TEXTS: [&str; 16] = [
    "Sover fyra timmar per natt",
    "Gränssättning skiljer sig mellan föräldrarna",
    "Skolfrånvaroutredningssammanställningen dröjer",
    "Arg",
    "Umgås mest med äldre killar som också skolkar från lektionerna efter lunch",
    "Trångbott: fem personer på två rum och kök i Enskede-Årsta-Vantör",
    "Mamma blir rädd och ger med sig när rösten höjs",
    "<script>alert(1)</script>",
    "Å",
    "Ekonomisk stress efter uppsägningen i februari",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "Mormor Gunvor Påhittsson hjälper till tre eftermiddagar i veckan, men flyttar till hösten och då är det ingen kvar",
    "",
    "Bråk om mobilen",
    "Ingen vuxen hemma mellan klockan 14 och 18",
    "رسالة طويلة من الجد",
];

/// A small generator: the same seed gives the same inputs.
pub(crate) struct Chance(u32);

impl Chance {
    pub(crate) fn new(seed: u32) -> Chance {
        Chance(seed.wrapping_mul(2_654_435_761).wrapping_add(97))
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 % end.max(1)
    }

    pub(crate) fn index(&mut self, end: usize) -> usize {
        usize::try_from(self.below(u32::try_from(end).unwrap())).unwrap()
    }

    pub(crate) fn yes(&mut self, one_in: u32) -> bool {
        self.below(one_in) == 0
    }

    pub(crate) fn text(&mut self) -> String {
        TEXTS[self.index(TEXTS.len())].to_owned()
    }
}

/// The marks of an axis from 0 to 1.
pub(crate) fn marks() -> Vec<(f64, String)> {
    [
        (0.0, "0"),
        (0.25, "0,25"),
        (0.5, "0,50"),
        (0.75, "0,75"),
        (1.0, "1"),
    ]
    .map(|(value, label)| (value, label.to_owned()))
    .to_vec()
}

/// Snapshots of a drawing in both formats.
#[track_caller]
pub(crate) fn check(name: &str, svg: impl Fn(&Frame<'_>) -> String) {
    for format in FORMATS {
        let text = svg(&frame(format));
        assert!(
            !text.contains("<style") && !text.contains("style="),
            "{name}"
        );
        assert!(!text.contains("<script") && !text.contains("NaN"), "{name}");
        assert_eq!(text, svg(&frame(format)), "{name} differs the second time");
        let suffix = format!("{format:?}").to_lowercase();
        insta::assert_snapshot!(format!("{name}-{suffix}"), text);
    }
}
