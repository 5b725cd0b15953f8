//! The condition of an item.

use hemma_domain::instrument::{CONDITION_TERMS_MAX, Comparison, Condition};
use hemma_domain::programme::Path;

use super::super::shape::{EnableWhen, Item as Shape};
use super::super::{ASK_WHEN, code_of};
use super::Reader;

impl Reader<'_> {
    /// The condition under which the item is asked.
    pub(super) fn condition(&mut self, shape: &Shape, at: &Path) -> Option<Condition> {
        let own = shape
            .extension
            .iter()
            .find(|extension| extension.url == ASK_WHEN);
        if let Some(text) = own.and_then(|own| own.value_string.as_ref()) {
            return match text.parse::<Condition>() {
                Ok(condition) => Some(condition),
                Err(err) => {
                    self.refuse(at.key("extension"), err.to_string());
                    None
                }
            };
        }
        let list = at.key("enableWhen");
        if shape.enable_when.len() > CONDITION_TERMS_MAX {
            self.refuse(list, format!("more than {CONDITION_TERMS_MAX} comparisons"));
            return None;
        }
        let mut parts = Vec::new();
        for (number, when) in shape.enable_when.iter().enumerate() {
            match self.comparison(when) {
                Ok(part) => parts.push(part),
                Err(why) => self.refuse(list.index(number), why),
            }
        }
        match (parts.len(), shape.enable_behavior.as_deref()) {
            (0 | 1, _) => parts.pop(),
            (_, Some("all")) => Some(Condition::All(parts)),
            (_, Some("any")) => Some(Condition::Any(parts)),
            _ => {
                self.refuse(at.key("enableBehavior"), "`all` or `any` expected");
                None
            }
        }
    }

    fn comparison(&self, when: &EnableWhen) -> Result<Condition, &'static str> {
        let op = Comparison::ALL
            .into_iter()
            .find(|op| op.sign() == when.operator);
        let op = op.ok_or("the operator is none of =, !=, >, >=, <, <=")?;
        let item = code_of(&when.question);
        let coded = when
            .answer_coding
            .as_ref()
            .and_then(|coding| coding.code.as_ref());
        let known = self.values.get(&item);
        let value = coded.and_then(|code| {
            let known = known.and_then(|known| known.get(code).copied());
            known.or_else(|| code.parse().ok())
        });
        let value = value.or(when.answer_integer);
        let value = value.ok_or("a coding or a whole number to compare with expected")?;
        Ok(Condition::Is { item, op, value })
    }
}
