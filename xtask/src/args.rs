//! The command line: words, switches and options with a value.

use std::collections::VecDeque;
use std::str::FromStr;

use crate::failure::{Failure, Result};

/// What is left of the command line. Jobs take what they know; `finish` refuses the rest.
pub(crate) struct Args {
    left: VecDeque<String>,
}

impl Args {
    pub(crate) fn from_command_line() -> Args {
        Args {
            left: std::env::args().skip(1).collect(),
        }
    }

    /// The next word, if there is one.
    pub(crate) fn word(&mut self) -> Option<String> {
        self.left.pop_front()
    }

    /// Takes the switch `--name` and says whether it was there.
    pub(crate) fn switch(&mut self, name: &str) -> bool {
        let before = self.left.len();
        self.left.retain(|arg| arg != name);
        self.left.len() != before
    }

    /// Takes the option `--name VALUE` or `--name=VALUE`.
    pub(crate) fn option(&mut self, name: &str) -> Result<Option<String>> {
        let prefix = format!("{name}=");
        let Some(at) = self
            .left
            .iter()
            .position(|arg| arg == name || arg.starts_with(&prefix))
        else {
            return Ok(None);
        };
        let found = self.left.remove(at).unwrap_or_default();
        if let Some(value) = found.strip_prefix(&prefix) {
            return Ok(Some(value.to_owned()));
        }
        match self.left.remove(at) {
            Some(value) => Ok(Some(value)),
            None => Err(Failure::Usage(format!("{name} needs a value"))),
        }
    }

    /// Takes an option whose value is a number or the like.
    pub(crate) fn parsed<T: FromStr>(&mut self, name: &str) -> Result<Option<T>> {
        let Some(text) = self.option(name)? else {
            return Ok(None);
        };
        text.parse()
            .map(Some)
            .map_err(|_| Failure::Usage(format!("{name} cannot be `{text}`")))
    }

    /// The words that remain; an option nobody took is an error.
    pub(crate) fn words(self) -> Result<Vec<String>> {
        match self.left.iter().find(|arg| arg.starts_with('-')) {
            Some(unknown) => Err(Failure::Usage(format!("unknown option `{unknown}`"))),
            None => Ok(self.left.into()),
        }
    }

    /// At most one word may remain: the filter of a test run.
    pub(crate) fn filter(self) -> Result<Option<String>> {
        let mut words = self.words()?.into_iter();
        let filter = words.next();
        match words.next() {
            Some(extra) => Err(Failure::Usage(format!("unexpected `{extra}`"))),
            None => Ok(filter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &str) -> Args {
        Args {
            left: line.split_whitespace().map(str::to_owned).collect(),
        }
    }

    #[test]
    fn options_are_found_in_both_spellings() {
        let mut args = args("--port 9000 week --data=here --no-browser");
        assert_eq!(args.parsed::<u16>("--port").unwrap(), Some(9000));
        assert_eq!(args.option("--data").unwrap().as_deref(), Some("here"));
        assert!(args.switch("--no-browser"));
        assert!(!args.switch("--no-browser"));
        assert_eq!(args.filter().unwrap().as_deref(), Some("week"));
    }

    #[test]
    fn what_nobody_took_is_refused() {
        assert!(args("--speed fast").words().is_err());
        assert!(args("--port").option("--port").is_err());
        assert!(args("--port x").parsed::<u16>("--port").is_err());
        assert!(args("one two").filter().is_err());
    }
}
