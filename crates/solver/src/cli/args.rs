//! The command line: words, switches and options with a value.

use std::str::FromStr;

use super::failure::Failure;

/// What is left of the command line.
pub(super) struct Args {
    left: Vec<String>,
}

impl Args {
    pub(super) fn new(left: Vec<String>) -> Args {
        Args { left }
    }

    /// Takes the first word.
    pub(super) fn word(&mut self) -> Option<String> {
        (!self.left.is_empty()).then(|| self.left.remove(0))
    }

    /// Takes a switch, and says whether it was there.
    pub(super) fn switch(&mut self, name: &str) -> bool {
        let before = self.left.len();
        self.left.retain(|word| word != name);
        before != self.left.len()
    }

    /// Takes an option and its value.
    pub(super) fn option(&mut self, name: &str) -> Result<Option<String>, Failure> {
        let Some(at) = self.left.iter().position(|word| word == name) else {
            return Ok(None);
        };
        if self.left.len() <= at + 1 {
            return Err(Failure::Input(format!("{name} needs a value")));
        }
        self.left.remove(at);
        Ok(Some(self.left.remove(at)))
    }

    pub(super) fn parsed<T: FromStr>(&mut self, name: &str) -> Result<Option<T>, Failure> {
        let Some(text) = self.option(name)? else {
            return Ok(None);
        };
        let wrong = |_| Failure::Input(format!("{name} cannot be `{text}`"));
        text.parse().map(Some).map_err(wrong)
    }

    /// The words that remain, exactly so many; an option that nobody took is an error.
    pub(super) fn words<const N: usize>(self) -> Result<[String; N], Failure> {
        let unknown = self.left.iter().find(|word| word.starts_with("--"));
        if let Some(unknown) = unknown {
            return Err(Failure::Input(format!("unknown option `{unknown}`")));
        }
        let found = self.left.len();
        let wrong = |_| Failure::Input(format!("{N} words are needed, {found} were given"));
        self.left.try_into().map_err(wrong)
    }
}
