//! Reads a condition: `or` binds loosest, then `and`, then `not`; parentheses group.

use super::{CONDITION_DEPTH_MAX, CONDITION_TERMS_MAX, Comparison, Condition, NotACondition};

type Read = Result<Condition, NotACondition>;

pub(super) fn condition(text: &str) -> Read {
    let mut reader = Reader {
        text,
        at: 0,
        terms: 0,
    };
    let condition = reader.any(CONDITION_DEPTH_MAX)?;
    if reader.rest().is_empty() {
        Ok(condition)
    } else {
        Err(reader.expected("`and`, `or` or the end"))
    }
}

struct Reader<'a> {
    text: &'a str,
    /// Where the reader stands, in bytes; always between two characters.
    at: usize,
    terms: usize,
}

impl<'a> Reader<'a> {
    fn any(&mut self, depth: usize) -> Read {
        let mut parts = vec![self.all(depth)?];
        while self.word("or") {
            parts.push(self.all(depth)?);
        }
        Ok(single(parts, Condition::Any))
    }

    fn all(&mut self, depth: usize) -> Read {
        let mut parts = vec![self.one(depth)?];
        while self.word("and") {
            parts.push(self.one(depth)?);
        }
        Ok(single(parts, Condition::All))
    }

    fn one(&mut self, depth: usize) -> Read {
        let left = depth.checked_sub(1).ok_or(NotACondition::TooDeep)?;
        if self.word("not") {
            return Ok(Condition::Not(Box::new(self.one(left)?)));
        }
        if self.sign("(") {
            let inner = self.any(left)?;
            return if self.sign(")") {
                Ok(inner)
            } else {
                Err(self.expected("`)`"))
            };
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Read {
        self.terms += 1;
        if self.terms > CONDITION_TERMS_MAX {
            return Err(NotACondition::TooLong);
        }
        let item = self.name();
        if item.is_empty() {
            return Err(self.expected("an item"));
        }
        let item = item.to_owned();
        let op = Comparison::ALL
            .into_iter()
            .find(|op| self.sign(op.sign()))
            .ok_or_else(|| self.expected("a comparison"))?;
        let start = self.rest();
        let length = start
            .char_indices()
            .find(|(at, c)| !(c.is_ascii_digit() || (*at == 0 && *c == '-')))
            .map_or(start.len(), |(at, _)| at);
        let value = start.get(..length).and_then(|digits| digits.parse().ok());
        let value = value.ok_or_else(|| self.expected("a whole number"))?;
        self.at += length;
        Ok(Condition::Is { item, op, value })
    }

    /// What is left to read, after blanks.
    fn rest(&mut self) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let trimmed = rest.trim_start();
        self.at += rest.len() - trimmed.len();
        trimmed
    }

    fn sign(&mut self, sign: &str) -> bool {
        let stands = self.rest().starts_with(sign);
        if stands {
            self.at += sign.len();
        }
        stands
    }

    fn word(&mut self, word: &str) -> bool {
        let before = self.at;
        let stands = self.name() == word;
        if !stands {
            self.at = before;
        }
        stands
    }

    fn name(&mut self) -> &'a str {
        let rest = self.rest();
        let length = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
            .unwrap_or(rest.len());
        let name = rest.get(..length).unwrap_or_default();
        if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.at += length;
            name
        } else {
            ""
        }
    }

    fn expected(&mut self, expected: &'static str) -> NotACondition {
        self.rest();
        let before = self.text.get(..self.at).unwrap_or_default();
        NotACondition::Expected {
            expected,
            at: before.chars().count() + 1,
        }
    }
}

fn single(mut parts: Vec<Condition>, many: fn(Vec<Condition>) -> Condition) -> Condition {
    match (parts.len(), parts.pop()) {
        (1, Some(part)) => part,
        (_, last) => {
            parts.extend(last);
            many(parts)
        }
    }
}
