//! Exact scores of interviews: whole numbers over one denominator, so that sums are exact in any order.

use crate::answers::{Answers, ITEMS_MAX};
use crate::settings::{Rule, Score, Shape, Share};

/// Scores are kept as parts of a denominator below this, so that one takes four bytes and billions fit into a sum.
pub const DENOMINATOR_MAX: u64 = 1 << 31;

/// A mean this far below a limit still meets it: the format's tolerance, as one part of so many.
pub const TOLERANCE_PARTS: i128 = 1_000_000_000;

/// A scoring rule made ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scoring {
    /// The points of each answer, from 0 for a missing one.
    points: [u8; 16],
    /// What one point is worth, in parts of the denominator, for each number of answered items.
    worth: [u64; ITEMS_MAX + 1],
    answered_min: usize,
    denominator: u64,
}

/// Why a rule cannot score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoScoring {
    /// No answer reaches it, or every answer does.
    #[error("the score counts answers that do not exist, or all of them")]
    From,
    /// The least share is no share.
    #[error("the least share of answered items is not between 0 and 1")]
    AnsweredMin,
    /// So many different denominators that exact sums would need more than 64 bits.
    #[error("the scores have no common denominator below {DENOMINATOR_MAX}")]
    Denominator,
}

impl Scoring {
    /// The rule for an instrument of this shape.
    pub fn new(score: &Score, shape: &Shape) -> Result<Scoring, NoScoring> {
        let Share { count, of } = score.answered_min;
        if count == 0 || of < count {
            return Err(NoScoring::AnsweredMin);
        }
        let items = u64::try_from(shape.items).unwrap_or(u64::MAX);
        let answered_min = (items * u64::from(count)).div_ceil(u64::from(of));
        let mut common = 1_u64;
        for answered in answered_min..=items {
            common = common / divisor(common, answered) * answered;
            if DENOMINATOR_MAX <= common {
                return Err(NoScoring::Denominator);
            }
        }
        // The most points that one item gives.
        let most = match score.rule {
            Rule::ShareFrom { from } if from <= 1 || shape.categories < from => {
                return Err(NoScoring::From);
            }
            Rule::ShareFrom { .. } => 1,
            Rule::RescaledMean => shape.categories - 1,
        };
        let denominator = common * u64::from(most);
        if DENOMINATOR_MAX <= denominator {
            return Err(NoScoring::Denominator);
        }
        let mut points = [0; 16];
        for (points, answer) in points.iter_mut().zip(0..=shape.categories) {
            *points = match score.rule {
                Rule::ShareFrom { from } => u8::from(from <= answer),
                Rule::RescaledMean => answer.saturating_sub(1),
            };
        }
        let mut worth = [0; ITEMS_MAX + 1];
        for (worth, answered) in worth.iter_mut().zip(0..=items) {
            if answered_min <= answered {
                *worth = common / answered.max(1);
            }
        }
        Ok(Scoring {
            points,
            worth,
            answered_min: usize::try_from(answered_min).unwrap_or(usize::MAX),
            denominator,
        })
    }

    /// So many items must be answered.
    pub fn answered_min(&self) -> usize {
        self.answered_min
    }

    /// What a score of 1 is in parts.
    pub fn denominator(&self) -> u64 {
        self.denominator
    }

    /// The score in parts of the denominator; `None` where too few items are answered.
    #[inline]
    pub fn parts(&self, answers: Answers<'_>) -> Option<u64> {
        let (mut answered, mut sum) = (0_usize, 0_u64);
        for answer in answers.iter() {
            answered += usize::from(answer != 0);
            sum += u64::from(self.points.get(usize::from(answer)).copied().unwrap_or(0));
        }
        if answered < self.answered_min {
            return None;
        }
        let worth = self.worth.get(answered)?;
        Some(sum * worth)
    }

    /// Whether the mean of so many scores meets a limit, with the format's tolerance in favour of "met".
    pub fn meets(&self, sum: i64, count: i64, limit: Share) -> bool {
        // sum / (count · denominator) ≥ limit.count / limit.of − 1 / TOLERANCE_PARTS, without a division.
        let of = i128::from(limit.of);
        let whole = i128::from(count) * i128::from(self.denominator);
        let have = i128::from(sum) * of * TOLERANCE_PARTS;
        whole * (i128::from(limit.count) * TOLERANCE_PARTS - of) <= have
    }
}

/// The greatest common divisor.
fn divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Sheets;
    use crate::settings::Settings;

    fn scoring(rule: Rule) -> Scoring {
        let settings = Settings::reference().unwrap();
        let mut score = settings.definition().score.clone();
        score.rule = rule;
        Scoring::new(&score, settings.shape("TAM").unwrap()).unwrap()
    }

    #[track_caller]
    fn check(scoring: &Scoring, answers: &[u8], want: Option<f64>) {
        let mut sheets = Sheets::new(28);
        sheets.push(answers);
        let have = scoring.parts(sheets.get(0).unwrap());
        let have = have.map(|parts| parts as f64 / scoring.denominator() as f64);
        assert_eq!(have, want);
    }

    #[test]
    fn share_of_top_answers() {
        let scoring = scoring(Rule::ShareFrom { from: 4 });
        assert_eq!(scoring.denominator(), 124_324_200);
        check(&scoring, &[4; 28], Some(1.0));
        check(&scoring, &[3; 28], Some(0.0));
        let mut answers = [5_u8; 28];
        answers[..7].fill(0);
        answers[7] = 1;
        check(&scoring, &answers, Some(20.0 / 21.0));
        answers[7] = 0;
        check(&scoring, &answers, None);
    }

    #[test]
    fn rescaled_mean() {
        let scoring = scoring(Rule::RescaledMean);
        check(&scoring, &[5; 28], Some(1.0));
        check(&scoring, &[1; 28], Some(0.0));
        let mut answers = [3_u8; 28];
        answers[0] = 0;
        check(&scoring, &answers, Some(0.5));
    }

    #[test]
    fn no_rounding_lifts_a_score_over_the_cut_off() {
        let scoring = scoring(Rule::ShareFrom { from: 4 });
        let limit = Share { count: 61, of: 100 };
        // docs/domain/quality-assurance.md, 1.3: the smallest number of items that passes.
        let smallest = [
            (21, 13),
            (22, 14),
            (23, 15),
            (24, 15),
            (25, 16),
            (26, 16),
            (27, 17),
            (28, 18),
        ];
        for (answered, passing) in smallest {
            for points in 0..=answered {
                let parts = points * i64::try_from(scoring.denominator()).unwrap() / answered;
                assert_eq!(
                    scoring.meets(parts, 1, limit),
                    passing <= points,
                    "{points}/{answered}"
                );
            }
        }
        // Exactly on the limit, and a billionth below it.
        assert!(scoring.meets(61 * 124_324_200, 100, limit));
        assert!(scoring.meets(61 * 124_324_200 - 12, 100, limit));
        assert!(!scoring.meets(61 * 124_324_200 - 13, 100, limit));
    }

    #[test]
    fn scores_that_cannot_be_summed_exactly_are_refused() {
        let settings = Settings::reference().unwrap();
        let shape = settings.shape("CAM").unwrap();
        let refused = Scoring::new(&settings.definition().score, shape);
        assert_eq!(refused, Err(NoScoring::Denominator));
    }
}
