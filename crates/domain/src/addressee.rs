//! Boards that a network's office writes to, each as it wants to be written to.

use crate::ids::{AddresseeId, NetworkId};
use crate::layout::Pattern;
use crate::ledger::is_no_line;

/// Boards that one office writes to: those of all its teams, and as many beside them.
pub const ADDRESSEES_MAX: u32 = 300;

/// A board that the office writes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    pub id: AddresseeId,
    pub network: NetworkId,
    /// As it stands in the document: `Socialtjänst- och arbetsmarknadsnämnden`.
    pub name: String,
    /// The code of the layout that proposals to it are written in.
    pub layout: String,
    /// How it writes its diary numbers; none where it does as its layout says.
    pub diary: Option<Pattern>,
    /// Rises with every change, so that two who change it meet.
    pub version: i64,
}

/// What cannot be kept of a board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddresseeFault {
    /// It has no name, or one that is no line.
    Name,
    /// Another board is called so.
    Taken,
    /// More than one office writes to.
    TooMany,
}

impl Addressee {
    /// What cannot be kept beside the boards that are there.
    pub fn fault(&self, there: &[Addressee]) -> Option<AddresseeFault> {
        if is_no_line(&self.name) {
            return Some(AddresseeFault::Name);
        }
        let mut others = there.iter().filter(|one| one.id != self.id);
        if others.any(|one| one.name == self.name) {
            return Some(AddresseeFault::Taken);
        }
        let is_new = there.iter().all(|one| one.id != self.id);
        let is_full = usize::try_from(ADDRESSEES_MAX).is_ok_and(|most| most <= there.len());
        (is_new && is_full).then_some(AddresseeFault::TooMany)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn board(number: u32, name: &str) -> Addressee {
        Addressee {
            id: AddresseeId(Uuid::from_u128(number.into())),
            network: NetworkId(Uuid::nil()),
            name: name.to_owned(),
            layout: "TEST".to_owned(),
            diary: None,
            version: 1,
        }
    }

    #[test]
    fn a_board_has_a_name_of_its_own() {
        let there = [board(1, "Ena nämnden"), board(2, "Andra nämnden")];
        assert_eq!(board(1, "Ena nämnden").fault(&there), None);
        assert_eq!(board(3, "Tredje nämnden").fault(&there), None);
        let taken = Some(AddresseeFault::Taken);
        assert_eq!(board(3, "Ena nämnden").fault(&there), taken);
        assert_eq!(board(1, "Andra nämnden").fault(&there), taken);
        for name in ["", " ", &"x".repeat(301)] {
            let fault = board(1, name).fault(&there);
            assert_eq!(fault, Some(AddresseeFault::Name), "{name:?}");
        }
    }

    #[test]
    fn a_full_list_takes_changes_and_nothing_new() {
        let there: Vec<Addressee> = (0..ADDRESSEES_MAX)
            .map(|number| board(number, &format!("Nämnd {number}")))
            .collect();
        assert_eq!(board(7, "Nämnden på hörnet").fault(&there), None);
        let one_more = board(ADDRESSEES_MAX, "En till").fault(&there);
        assert_eq!(one_more, Some(AddresseeFault::TooMany));
    }
}
