use std::fmt;

/// Why there is no PDF.
///
/// Messages name the place and the rule, never the text that stands there: they end up in logs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The document is not one that can be set; the sender must change it.
    Input(String),
    /// The document is in order and typesetting failed all the same.
    Typesetting(String),
}

impl Failure {
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self::Input(message.into())
    }

    pub(crate) fn typesetting(message: impl Into<String>) -> Self {
        Self::Typesetting(message.into())
    }

    /// The exit code of the program: 2 for bad input, 3 for failed typesetting.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Input(_) => 2,
            Self::Typesetting(_) => 3,
        }
    }

    /// One line of JSON: `{"error": "bad_input" | "typesetting_failed", "message": "…"}`.
    pub fn to_json(&self) -> String {
        let (error, message) = match self {
            Self::Input(message) => ("bad_input", message),
            Self::Typesetting(message) => ("typesetting_failed", message),
        };
        serde_json::json!({ "error": error, "message": message }).to_string()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(message) | Self::Typesetting(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Failure {}

/// The same message without what it quotes, since a quotation may be people's text.
pub(crate) fn without_quotations(message: &str) -> String {
    let mut kept = String::with_capacity(message.len());
    let mut inside = None;
    for c in message.chars() {
        match inside {
            Some(end) if c == end => inside = None,
            Some(_) => {}
            None => match c {
                '"' | '`' => {
                    inside = Some(c);
                    kept.push('…');
                }
                '\n' => kept.push(' '),
                _ => kept.push(c),
            },
        }
    }
    kept
}
