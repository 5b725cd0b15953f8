//! The second step of a sign-in: codes of an authenticator, and recovery codes for the day the telephone is gone.

use anyhow::anyhow;
use hemma_domain::ids::StaffId;
use hemma_domain::login::RECOVERY_CODES;
use hemma_domain::staff::Staff;
use hemma_domain::time::Instant;
use hemma_store::seal::Seals;
use sha2::{Digest as _, Sha256};
use totp_rs::{Builder, Totp};

use crate::error::{Error, Result};

/// Letters and digits that are not mistaken for each other.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters of a recovery code: fifty bits, which the hash's key makes enough.
const CODE_CHARS: usize = 10;
/// Bytes of the secret that an authenticator shares: what its standard advises.
const SECRET_BYTES: usize = 20;

/// A secret to put into an authenticator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFactor {
    /// For typing by hand, in groups of four.
    pub secret: String,
    /// For the picture that the authenticator reads.
    pub url: String,
}

/// What somebody typed in the second step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Typed {
    Code(String),
    Recovery(String),
    Nothing,
}

/// Reads a code as people type it, with spaces and dashes.
pub(crate) fn typed(text: &str) -> Typed {
    let code: String = text
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            c => c,
        })
        .collect();
    match code.len() {
        6 if code.bytes().all(|byte| byte.is_ascii_digit()) => Typed::Code(code),
        CODE_CHARS => Typed::Recovery(code),
        _ => Typed::Nothing,
    }
}

/// The secret that belongs to a link or a session, always the same for it: nothing is kept until it is confirmed.
pub(crate) fn secret_of(seals: &Seals, token: &str) -> Vec<u8> {
    let hash = seals.login_hash("second factor", token);
    let mut secret = Sha256::digest(hash.as_bytes()).to_vec();
    secret.truncate(SECRET_BYTES);
    secret
}

/// A secret as the page shows it.
pub(crate) fn new_factor(secret: &[u8], staff: &Staff) -> Result<NewFactor> {
    let totp = totp(secret, staff)?;
    let url = totp
        .to_url()
        .map_err(|err| Error::Internal(anyhow!("no address for an authenticator: {err}")))?;
    let plain = totp.secret().to_base32();
    let groups: Vec<String> = plain
        .as_bytes()
        .chunks(4)
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect();
    Ok(NewFactor {
        secret: groups.join(" "),
        url,
    })
}

/// The step of time that a code belongs to, if it is right now or was just now.
pub(crate) fn step(secret: &[u8], staff: &Staff, code: &str, now: Instant) -> Result<Option<i64>> {
    let seconds = u64::try_from(now.0.as_second()).unwrap_or(0);
    let step = totp(secret, staff)?.check(code, seconds);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

fn totp(secret: &[u8], staff: &Staff) -> Result<Totp> {
    Builder::new()
        .with_secret(secret.to_vec())
        .with_account_name(staff.email.replace(':', " "))
        .with_issuer(Some("Hemma"))
        .build()
        .map_err(|err| Error::Internal(anyhow!("a second factor cannot be read: {err}")))
}

/// New recovery codes, as they are shown once.
pub(crate) fn new_codes() -> Vec<String> {
    (0..RECOVERY_CODES)
        .map(|_| {
            let bytes: [u8; CODE_CHARS] = rand::random();
            let code: String = bytes
                .iter()
                .filter_map(|byte| ALPHABET.get(usize::from(byte % 32)))
                .map(|letter| char::from(*letter))
                .collect();
            let (first, second) = code.split_at(CODE_CHARS / 2);
            format!("{first}-{second}")
        })
        .collect()
}

/// A recovery code as it is stored.
pub(crate) fn code_hash(seals: &Seals, staff: StaffId, code: &str) -> String {
    let plain: String = code.chars().filter(|c| *c != '-').collect();
    seals.login_hash("recovery code", &format!("{staff}|{plain}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_typed(text: &str, read: Typed) {
        assert_eq!(typed(text), read, "{text}");
    }

    #[test]
    fn codes_are_read_as_people_type_them() {
        check_typed("123 456", Typed::Code("123456".to_owned()));
        check_typed("0O1IL-ABCDE", Typed::Recovery("00111abcde".to_owned()));
        check_typed("01abc DEFGH", Typed::Recovery("01abcdefgh".to_owned()));
        check_typed("12345", Typed::Nothing);
        check_typed("", Typed::Nothing);
    }

    #[test]
    fn recovery_codes_are_read_back_and_all_different() {
        let codes = new_codes();
        assert_eq!(codes.len(), RECOVERY_CODES);
        for code in &codes {
            let plain = code.replace('-', "");
            assert_eq!(typed(&code.to_uppercase()), Typed::Recovery(plain));
            assert_eq!(codes.iter().filter(|other| *other == code).count(), 1);
        }
    }
}
