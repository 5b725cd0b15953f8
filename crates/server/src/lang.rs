//! The languages of the screens. Every text that people see is a message in `locales/`.

mod dates;

use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Message, PatternElement};
use hemma_domain::code::Code;
use hemma_domain::fee::Currency;
use hemma_domain::money::Ore;
use hemma_domain::programme::Words;
use hemma_domain::staff::Language;

macro_rules! files {
    ($($name:literal)*) => {
        /// The message files, Swedish and English side by side.
        pub const FILES: &[(&str, &str, &str)] = &[$((
            $name,
            include_str!(concat!("../../../locales/sv/", $name, ".ftl")),
            include_str!(concat!("../../../locales/en/", $name, ".ftl")),
        ),)*];
    };
}

files! {
    "account"
    "addressee"
    "agreement"
    "application"
    "attachment"
    "artefact"
    "briefing"
    "call"
    "calling"
    "capacity"
    "care"
    "case"
    "closing"
    "codes"
    "consent"
    "consultation"
    "contact"
    "desk"
    "development"
    "disclose"
    "draft"
    "duty"
    "error"
    "feedback"
    "fee"
    "fidelity"
    "file"
    "frame"
    "goal"
    "hold"
    "home"
    "incident"
    "instrument"
    "intake"
    "journal"
    "ledger"
    "link"
    "log"
    "mail"
    "measure"
    "meeting"
    "member"
    "money"
    "month_report"
    "my_week"
    "network"
    "offline"
    "opening"
    "person"
    "project"
    "proposal"
    "report"
    "review"
    "rota"
    "round"
    "scale"
    "search"
    "sender"
    "sheet"
    "sign_in"
    "staff"
    "task"
    "team_week"
    "timeline"
    "training"
    "trip"
    "week"
}

static SWEDISH: LazyLock<Messages> = LazyLock::new(|| Messages::read(Language::Swedish));
static ENGLISH: LazyLock<Messages> = LazyLock::new(|| Messages::read(Language::English));

/// One language of the screens; templates hold one and ask it for every text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lang(pub Language);

/// The messages of one language. Those that choose nothing are kept in pieces: a large page fills thousands of them.
struct Messages {
    pieces: HashMap<String, Vec<Piece>>,
    bundle: FluentBundle<FluentResource>,
}

/// A piece of a message.
enum Piece {
    Text(String),
    /// The argument of this name.
    Arg(String),
}

impl Messages {
    fn read(language: Language) -> Messages {
        let id: unic_langid::LanguageIdentifier = language.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        let mut pieces = HashMap::new();
        for (_, swedish, english) in FILES {
            let text = match language {
                Language::Swedish => swedish,
                Language::English => english,
            };
            // A test reads every file and fails on a fault; here what could be read is used.
            let resource =
                FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(read, _)| read);
            for entry in resource.entries() {
                if let Entry::Message(message) = entry
                    && let Some(of_message) = pieces_of(message)
                {
                    pieces.insert(message.id.name.to_owned(), of_message);
                }
            }
            let _twice = bundle.add_resource(resource);
        }
        Messages { pieces, bundle }
    }

    fn get(&self, key: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let pieces = self.pieces.get(key);
        let joined = pieces.and_then(|pieces| joined(pieces, args));
        joined.or_else(|| self.chosen(key, args))
    }

    /// As the library has it, choices of words included.
    fn chosen(&self, key: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let args = args.iter().map(|(name, value)| (*name, value.0.clone()));
        let args: FluentArgs<'_> = args.collect();
        let mut faults = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&args), &mut faults);
        Some(text.into_owned())
    }
}

/// The pieces of a message; none where it chooses words or uses others.
fn pieces_of(message: &Message<&str>) -> Option<Vec<Piece>> {
    let elements = &message.value.as_ref()?.elements;
    let piece = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { value } => Some(Piece::Text((*value).to_owned())),
        PatternElement::Placeable {
            expression: Expression::Inline(InlineExpression::VariableReference { id }),
        } => Some(Piece::Arg(id.name.to_owned())),
        PatternElement::Placeable { .. } => None,
    };
    elements.iter().map(piece).collect()
}

/// Pieces one after the other; none where an argument is missing, or is no text and no number.
fn joined(pieces: &[Piece], args: &[(&str, Arg<'_>)]) -> Option<String> {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(plain) => text.push_str(plain),
            Piece::Arg(name) => match &args.iter().find(|(known, _)| known == name)?.1.0 {
                FluentValue::String(value) => text.push_str(value),
                FluentValue::Number(number) => text.push_str(&number.as_string()),
                _ => return None,
            },
        }
    }
    Some(text)
}

impl Lang {
    /// Swedish, the language of the authority.
    pub const SV: Lang = Lang(Language::Swedish);
    /// English, for consultants.
    pub const EN: Lang = Lang(Language::English);

    /// The language's code, for the `lang` attribute.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// A message. A key that is missing shows itself; a test finds it first.
    pub fn t(self, key: &str) -> String {
        self.filled(key, [])
    }

    /// A message with one argument.
    pub fn t1<'a>(self, key: &str, name: &'a str, value: impl Into<Arg<'a>>) -> String {
        self.filled(key, [(name, value.into())])
    }

    /// A message with two arguments.
    pub fn t2<'a>(
        self,
        key: &str,
        one: (&'a str, impl Into<Arg<'a>>),
        two: (&'a str, impl Into<Arg<'a>>),
    ) -> String {
        self.filled(key, [(one.0, one.1.into()), (two.0, two.1.into())])
    }

    /// A message with any number of arguments.
    pub fn filled<'a, const N: usize>(self, key: &str, args: [(&'a str, Arg<'a>); N]) -> String {
        let found = self.messages().get(key, &args);
        found.unwrap_or_else(|| key.to_owned())
    }

    /// The name of an enumeration's value.
    pub fn name(self, value: impl Code) -> String {
        self.t(&value.key())
    }

    /// A decimal number as the language writes it, from one with a point.
    pub fn number(self, with_point: &str) -> String {
        match self.0 {
            Language::Swedish => with_point.replace('.', ","),
            Language::English => with_point.to_owned(),
        }
    }

    /// An amount of money: `13 500 kr`, `SEK 13,500`. The spaces do not break.
    pub fn money(self, amount: Ore) -> String {
        match self.0 {
            Language::Swedish => format!("{}\u{a0}kr", self.grouped(amount)),
            Language::English => self.amount(amount, Currency::Krona),
        }
    }

    /// An amount in any currency: `13 500 DKK`, `DKK 13,500`. The spaces do not break.
    pub fn amount(self, amount: Ore, currency: Currency) -> String {
        let (grouped, code) = (self.grouped(amount), currency.code());
        match (self.0, grouped.strip_prefix('−')) {
            (Language::Swedish, _) => format!("{grouped}\u{a0}{code}"),
            (Language::English, Some(plain)) => format!("−{code}\u{a0}{plain}"),
            (Language::English, None) => format!("{code}\u{a0}{grouped}"),
        }
    }

    /// A whole number in groups of three digits: `826 608`, `826,608`. The space does not break.
    pub fn whole(self, number: i64) -> String {
        self.grouped(Ore(number.saturating_mul(100)))
    }

    /// An amount without its currency, in groups of three digits.
    pub fn grouped(self, amount: Ore) -> String {
        self.in_groups(&amount.to_string())
    }

    /// A number with a comma, or without, in groups of three digits.
    pub fn in_groups(self, plain: &str) -> String {
        let (sign, plain) = match plain.strip_prefix('−') {
            Some(plain) => ("−", plain),
            None => ("", plain),
        };
        let (whole, part) = plain.split_once(',').unwrap_or((plain, ""));
        let (between, point) = match self.0 {
            Language::Swedish => ('\u{a0}', ','),
            Language::English => (',', '.'),
        };
        let mut grouped = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                grouped.push(between);
            }
            grouped.push(digit);
        }
        match part {
            "" => format!("{sign}{grouped}"),
            part => format!("{sign}{grouped}{point}{part}"),
        }
    }

    /// A text of a programme in this language.
    pub fn words(self, words: &Words) -> &str {
        match self.0 {
            Language::Swedish => &words.sv,
            Language::English => &words.en,
        }
    }

    fn messages(self) -> &'static Messages {
        match self.0 {
            Language::Swedish => &SWEDISH,
            Language::English => &ENGLISH,
        }
    }
}

/// An argument of a message: a text or a number.
pub struct Arg<'a>(FluentValue<'a>);

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Arg(FluentValue::from(text))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Arg(FluentValue::from(text.as_str()))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Arg(FluentValue::from(text))
    }
}

macro_rules! number_args {
    ($($kind:ty)*) => {$(
        impl From<$kind> for Arg<'_> {
            fn from(number: $kind) -> Self {
                Arg(FluentValue::from(number))
            }
        }

        impl From<&$kind> for Arg<'_> {
            fn from(number: &$kind) -> Self {
                Arg(FluentValue::from(*number))
            }
        }
    )*};
}

number_args! { i64 u32 usize i32 i8 }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_in_pieces_read_as_the_library_reads_them() {
        for lang in [Lang::SV, Lang::EN] {
            let messages = lang.messages();
            assert!(2_000 < messages.pieces.len());
            for (key, pieces) in &messages.pieces {
                let named = pieces.iter().filter_map(|piece| match piece {
                    Piece::Arg(name) => Some(name.as_str()),
                    Piece::Text(_) => None,
                });
                let names: Vec<&str> = named.collect();
                for value in [FluentValue::from("ett <ord>"), FluentValue::from(-12_345)] {
                    let each = names.iter().map(|name| (*name, Arg(value.clone())));
                    let args: Vec<(&str, Arg<'_>)> = each.collect();
                    let quick = joined(pieces, &args);
                    assert_eq!(quick, messages.chosen(key, &args), "{key}");
                }
            }
        }
    }
}
