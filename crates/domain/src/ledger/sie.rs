//! A year of a ledger as SIE 4, the file that Swedish bookkeeping programs and auditors exchange: accounts, balances,
//! results and every voucher (`docs/formats/sie.md`).

use std::fmt::Write as _;

use super::{Account, AccountKind, Voucher};
use crate::ids::AccountId;
use crate::money::Ore;
use crate::time::Day;

/// The upper half of the character set that the format demands (IBM code page 437), from 0x80, as far as letters go.
const LETTERS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»";

/// A year, to be written.
#[derive(Debug, Clone, Copy)]
pub struct Sie<'a> {
    /// Who keeps the books.
    pub name: &'a str,
    /// Name and version of the program that writes.
    pub program: (&'a str, &'a str),
    /// The day on which it is written.
    pub on: Day,
    pub year: i16,
    pub accounts: &'a [Account],
    /// What there was on accounts of what there is, at the end of the year before.
    pub before: &'a [(AccountId, Ore)],
    /// The same at the end of the year.
    pub after: &'a [(AccountId, Ore)],
    /// In the order of their numbers.
    pub vouchers: &'a [Voucher],
}

impl Sie<'_> {
    /// The file: bytes of code page 437, lines ended by CR LF.
    pub fn write(&self) -> Vec<u8> {
        let mut text = String::new();
        // Writing to a text cannot fail.
        let _ = self.written(&mut text);
        text.chars().map(byte).collect()
    }

    fn written(&self, out: &mut String) -> std::fmt::Result {
        let year = self.year;
        write!(out, "#FLAGGA 0\r\n")?;
        write!(
            out,
            "#PROGRAM {} {}\r\n",
            quoted(self.program.0),
            quoted(self.program.1)
        )?;
        write!(
            out,
            "#FORMAT PC8\r\n#GEN {}\r\n#SIETYP 4\r\n",
            plain(self.on)
        )?;
        write!(out, "#FNAMN {}\r\n", quoted(self.name))?;
        write!(out, "#RAR 0 {year:04}0101 {year:04}1231\r\n#VALUTA SEK\r\n")?;
        for one in self.accounts {
            write!(out, "#KONTO {} {}\r\n", one.number, quoted(&one.name))?;
            write!(out, "#KTYP {} {}\r\n", one.number, kind(one.kind))?;
        }
        for (label, balances) in [("IB", self.before), ("UB", self.after)] {
            for one in self.accounts.iter().filter(|one| !one.kind.is_of_year()) {
                let sum = of(balances, one.id);
                write!(out, "#{label} 0 {} {}\r\n", one.number, amount(sum))?;
            }
        }
        for one in self.accounts.iter().filter(|one| one.kind.is_of_year()) {
            write!(
                out,
                "#RES 0 {} {}\r\n",
                one.number,
                amount(self.result(one.id))
            )?;
        }
        self.vouchers
            .iter()
            .try_for_each(|one| self.voucher(out, one))
    }

    fn voucher(&self, out: &mut String, one: &Voucher) -> std::fmt::Result {
        let booking = &one.booking;
        let (on, made) = (plain(booking.on()), plain(one.made.1.day()));
        write!(
            out,
            "#VER \"A\" {} {on} {} {made}\r\n{{\r\n",
            one.number,
            quoted(booking.text())
        )?;
        for posting in booking.postings() {
            let account = self.accounts.iter().find(|one| one.id == posting.account);
            let number = account.map(|one| one.number.as_str()).unwrap_or_default();
            write!(
                out,
                "   #TRANS {number} {{}} {}\r\n",
                amount(posting.amount)
            )?;
        }
        write!(out, "}}\r\n")
    }

    /// What was booked on an account in the year.
    fn result(&self, account: AccountId) -> Ore {
        let postings = self.vouchers.iter().flat_map(|one| one.booking.postings());
        let own = postings.filter(|one| one.account == account);
        own.fold(Ore(0), |sum, one| sum + one.amount)
    }
}

fn of(balances: &[(AccountId, Ore)], account: AccountId) -> Ore {
    let found = balances.iter().find(|(id, _)| *id == account);
    found.map_or(Ore(0), |(_, sum)| *sum)
}

/// *Tillgång*, *skuld*, *intäkt*, *kostnad*.
fn kind(of: AccountKind) -> char {
    match of {
        AccountKind::Asset => 'T',
        AccountKind::Debt => 'S',
        AccountKind::Income => 'I',
        AccountKind::Cost => 'K',
    }
}

/// Kronor with two decimals after a point, debit positive.
fn amount(of: Ore) -> String {
    let sign = if of.0 < 0 { "-" } else { "" };
    let whole = of.0.unsigned_abs();
    format!("{sign}{}.{:02}", whole / 100, whole % 100)
}

/// `20261129`.
fn plain(day: Day) -> String {
    day.to_string().replace('-', "")
}

/// A text between quotation marks: one in it is escaped, and what is no text is a blank.
fn quoted(text: &str) -> String {
    let sign = |one: char| if one.is_control() { ' ' } else { one };
    let text: String = text.chars().map(sign).collect();
    format!("\"{}\"", text.trim().replace('"', "\\\""))
}

/// A sign in code page 437; what it lacks is told by its nearest, or by a question mark.
fn byte(sign: char) -> u8 {
    let near = match sign {
        '–' | '—' | '−' => '-',
        '”' | '“' | '’' | '‘' => '\'',
        '\u{a0}' | '\u{202f}' => ' ',
        other => other,
    };
    if near.is_ascii() {
        return u8::try_from(near).unwrap_or(b'?');
    }
    let place = LETTERS.chars().position(|one| one == near);
    let place = place.and_then(|place| u8::try_from(place + 0x80).ok());
    place.unwrap_or(b'?')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_where_the_code_page_has_them() {
        let bytes: Vec<u8> = "åäöÅÄÖéÉüÜ½".chars().map(byte).collect();
        let expected = [
            0x86, 0x84, 0x94, 0x8F, 0x8E, 0x99, 0x82, 0x90, 0x81, 0x9A, 0xAB,
        ];
        assert_eq!(bytes, expected);
        let bytes: Vec<u8> = "a–b”c\u{a0}d🙂".chars().map(byte).collect();
        assert_eq!(bytes, b"a-b'c d?");
        assert!(LETTERS.chars().count() <= 128);
    }

    #[test]
    fn amounts_and_texts_are_written_as_the_format_says() {
        assert_eq!(amount(Ore(1_234_567)), "12345.67");
        assert_eq!(amount(Ore(-5)), "-0.05");
        assert_eq!(quoted(" Resa \"Oslo\"\n "), "\"Resa \\\"Oslo\\\"\"");
    }
}
