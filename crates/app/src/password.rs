//! Passwords: hashed slowly, two at a time, so that guessing is dear and signing in does not take the whole machine.

use anyhow::anyhow;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use hemma_domain::login::Weakness;
use tokio::sync::Semaphore;

use crate::error::{Error, Result};

/// Hashes at the same time: each takes 19 MB and a core for some tens of milliseconds.
static HASHING: Semaphore = Semaphore::const_new(2);

/// What an unknown name's password is compared with, so that the answer takes as long as for a known one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bmluZXRlZW4gYnl0ZXMu$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A new hash of a password.
pub(crate) async fn hash(password: String) -> Result<String> {
    slowly(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash: PasswordHash| hash.to_string())
            .map_err(|err| Error::Internal(anyhow!("a password could not be hashed: {err}")))
    })
    .await?
}

/// Whether a password is the one that was hashed. Without a hash it takes as long, and is not.
pub(crate) async fn is_right(password: String, hash: Option<String>) -> Result<bool> {
    slowly(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
        let hash = PasswordHash::new(&hash)
            .map_err(|err| Error::Internal(anyhow!("a stored hash cannot be read: {err}")))?;
        let right = Argon2::default().verify_password(password.as_bytes(), &hash);
        Ok(right.is_ok() && known)
    })
    .await?
}

/// The message for what is wrong with a password.
pub(crate) fn message(weakness: Weakness) -> &'static str {
    match weakness {
        Weakness::TooShort => "sign-in-password-short",
        Weakness::TooLong => "sign-in-password-long",
        Weakness::OwnName => "sign-in-password-own-name",
        Weakness::Common => "sign-in-password-common",
    }
}

async fn slowly<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _turn = HASHING
        .acquire()
        .await
        .map_err(|err| Error::Internal(err.into()))?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|err| Error::Internal(err.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_right_for_its_own_hash_alone() {
        let hashed = hash("tolv små ord".to_owned()).await.unwrap();
        assert!(hashed.starts_with("$argon2id$"), "{hashed}");
        let right = is_right("tolv små ord".to_owned(), Some(hashed.clone())).await;
        assert!(right.unwrap());
        let wrong = is_right("tolv stora ord".to_owned(), Some(hashed)).await;
        assert!(!wrong.unwrap());
        let unknown = is_right("tolv små ord".to_owned(), None).await;
        assert!(!unknown.unwrap());
    }

    #[test]
    fn an_unknown_name_costs_the_same_work() {
        let dummy = PasswordHash::new(NOBODY).unwrap();
        let real: PasswordHash = Argon2::default().hash_password(b"tolv ord").unwrap();
        assert_eq!(dummy.params, real.params);
        assert_eq!(dummy.version, real.version);
    }
}
