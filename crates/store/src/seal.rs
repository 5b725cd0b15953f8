//! Sealing: what people write is stored encrypted under the key of its case.
//!
//! XChaCha20-Poly1305 with table, row and column as associated data, so that a value moved elsewhere is refused.
//! Case keys are wrapped by a key derived from the site's master key; destroying a case's key destroys its texts,
//! in every backup too.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::error::{Error, Result};

/// Marks the form of a sealed text.
const FORM: &str = "1.";
const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

/// The site's master key, read from a file beside the data.
pub struct MasterKey(Zeroizing<[u8; KEY_BYTES]>);

impl MasterKey {
    /// A new key from the system's source of chance.
    pub fn generate() -> MasterKey {
        MasterKey(Zeroizing::new(rand::random()))
    }

    /// A key as its file holds it: base64 of 32 bytes. None if it is anything else.
    pub fn from_text(text: &str) -> Option<MasterKey> {
        let bytes = Zeroizing::new(BASE64.decode(text.trim()).ok()?);
        <[u8; KEY_BYTES]>::try_from(bytes.as_slice())
            .ok()
            .map(|key| MasterKey(Zeroizing::new(key)))
    }

    /// The key as its file holds it.
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE64.encode(*self.0))
    }

    fn derive(&self, purpose: &str) -> Zeroizing<[u8; KEY_BYTES]> {
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        // Cannot fail: one block of output is always within the function's limit.
        let _ok = Hkdf::<Sha256>::new(None, self.0.as_slice())
            .expand(purpose.as_bytes(), key.as_mut_slice());
        key
    }
}

/// Where a sealed text stands; it opens nowhere else.
#[derive(Debug, Clone)]
pub struct Spot {
    table: &'static str,
    column: Cow<'static, str>,
    row: String,
}

impl Spot {
    /// A column of a row. `row` is the id, or the parts of the key joined.
    pub fn new(table: &'static str, row: impl std::fmt::Display, column: &'static str) -> Spot {
        Spot {
            table,
            column: Cow::Borrowed(column),
            row: row.to_string(),
        }
    }

    /// A column whose name the database told.
    pub(crate) fn at(table: &'static str, row: String, column: String) -> Spot {
        Spot {
            table,
            column: Cow::Owned(column),
            row,
        }
    }

    fn bytes(&self) -> Vec<u8> {
        format!("{}|{}|{}", self.table, self.row, self.column).into_bytes()
    }

    fn corrupt(&self) -> Error {
        Error::Corrupt {
            table: self.table.to_owned(),
            column: self.column.to_string(),
            id: self.row.clone(),
        }
    }
}

/// A key that seals and opens texts: a case's own, or the site's.
#[derive(Clone)]
pub struct Key {
    cipher: XChaCha20Poly1305,
}

impl Key {
    fn new(bytes: &[u8; KEY_BYTES]) -> Key {
        Key {
            cipher: XChaCha20Poly1305::new(bytes.into()),
        }
    }

    /// Seals a text for one place. An empty text stays empty: that nothing is written is no secret.
    pub fn seal(&self, spot: &Spot, text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        self.seal_bytes(spot, text.as_bytes())
    }

    /// Seals bytes for one place.
    pub fn seal_bytes(&self, spot: &Spot, bytes: &[u8]) -> String {
        let nonce: [u8; NONCE_BYTES] = rand::random();
        let payload = Payload {
            msg: bytes,
            aad: &spot.bytes(),
        };
        // Fails only for texts beyond 256 GiB; forms refuse far earlier.
        let sealed = self
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .unwrap_or_default();
        format!(
            "{FORM}{}",
            BASE64.encode([nonce.as_slice(), &sealed].concat())
        )
    }

    /// Opens a sealed text.
    pub fn open(&self, spot: &Spot, sealed: &str) -> Result<String> {
        if sealed.is_empty() {
            return Ok(String::new());
        }
        String::from_utf8(self.open_bytes(spot, sealed)?).map_err(|_| spot.corrupt())
    }

    /// Opens sealed bytes.
    pub fn open_bytes(&self, spot: &Spot, sealed: &str) -> Result<Vec<u8>> {
        let bytes = sealed
            .strip_prefix(FORM)
            .and_then(|text| BASE64.decode(text).ok())
            .ok_or_else(|| spot.corrupt())?;
        let (nonce, sealed) = bytes
            .split_first_chunk::<NONCE_BYTES>()
            .ok_or_else(|| spot.corrupt())?;
        let payload = Payload {
            msg: sealed,
            aad: &spot.bytes(),
        };
        self.cipher
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| spot.corrupt())
    }
}

/// The keys that are derived from the master key, each for one purpose.
pub struct Seals {
    wrapping: Key,
    site: Key,
    search: Zeroizing<[u8; KEY_BYTES]>,
    audit: Zeroizing<[u8; KEY_BYTES]>,
    login: Zeroizing<[u8; KEY_BYTES]>,
    devices: MasterKey,
}

impl Seals {
    pub(crate) fn new(master: &MasterKey) -> Seals {
        Seals {
            wrapping: Key::new(&master.derive("hemma case keys")),
            site: Key::new(&master.derive("hemma site texts")),
            search: master.derive("hemma search keys"),
            audit: master.derive("hemma log chain"),
            devices: MasterKey(master.derive("hemma device keys")),
            login: master.derive("hemma sign-in keys"),
        }
    }

    /// The key of texts that belong to no case: drafts, a team's own tasks, second factors.
    pub fn site(&self) -> &Key {
        &self.site
    }

    /// The key under which a person's own devices seal what they keep without a network; only that person is told it.
    pub fn device_key(&self, staff: Uuid) -> Zeroizing<String> {
        let key = self.devices.derive(&format!("key {staff}"));
        Zeroizing::new(BASE64.encode(*key))
    }

    /// The key under which a device seals the sheets of one duty; only whoever has the duty is told it.
    pub fn night_key(&self, staff: Uuid, turn: Uuid) -> Zeroizing<String> {
        let key = self.devices.derive(&format!("night {staff} {turn}"));
        Zeroizing::new(BASE64.encode(*key))
    }

    /// What a device calls its owner: equal for the same person, telling nothing to anybody else.
    pub fn device_owner(&self, staff: Uuid) -> String {
        BASE64.encode(*self.devices.derive(&format!("owner {staff}")))
    }

    /// A new case key, open and wrapped.
    pub(crate) fn new_case_key(&self, case: Uuid) -> (Key, String) {
        self.new_key(&Spot::new("case_keys", case, "wrapped"))
    }

    pub(crate) fn unwrap(&self, case: Uuid, wrapped: &str) -> Result<Key> {
        self.unwrap_at(&Spot::new("case_keys", case, "wrapped"), wrapped)
    }

    /// A new key of one application for a post, open and wrapped.
    pub(crate) fn new_application_key(&self, application: Uuid) -> (Key, String) {
        self.new_key(&Spot::new("applications", application, "wrapped_key"))
    }

    pub(crate) fn unwrap_application(&self, application: Uuid, wrapped: &str) -> Result<Key> {
        let spot = Spot::new("applications", application, "wrapped_key");
        self.unwrap_at(&spot, wrapped)
    }

    fn new_key(&self, spot: &Spot) -> (Key, String) {
        let bytes: Zeroizing<[u8; KEY_BYTES]> = Zeroizing::new(rand::random());
        let wrapped = self.wrapping.seal_bytes(spot, bytes.as_slice());
        (Key::new(&bytes), wrapped)
    }

    fn unwrap_at(&self, spot: &Spot, wrapped: &str) -> Result<Key> {
        let bytes = Zeroizing::new(self.wrapping.open_bytes(spot, wrapped)?);
        let bytes = <[u8; KEY_BYTES]>::try_from(bytes.as_slice()).map_err(|_| spot.corrupt())?;
        Ok(Key::new(&bytes))
    }

    /// The keyed hash of a search key, a board's own, so that equal names of two boards do not look equal.
    pub fn search_hash(&self, board: Uuid, folded: &str) -> String {
        mac(&self.search, &[board.as_bytes(), folded.as_bytes()])
    }

    /// The keyed hash of what people sign in with: recovery codes, names and addresses that are counted. Whoever has
    /// the database alone cannot try codes against it.
    pub fn login_hash(&self, purpose: &str, text: &str) -> String {
        mac(&self.login, &[purpose.as_bytes(), text.as_bytes()])
    }

    /// The keyed hash of one link of the log.
    pub(crate) fn link(&self, previous: &str, row: &str) -> String {
        mac(&self.audit, &[previous.as_bytes(), row.as_bytes()])
    }
}

fn mac(key: &[u8; KEY_BYTES], parts: &[&[u8]]) -> String {
    // Cannot fail: a key of any length will do.
    let Ok(mut mac) = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key) else {
        return String::new();
    };
    for part in parts {
        mac.update(part);
        mac.update(b"|");
    }
    BASE64.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_text_opens_only_where_it_was_sealed() {
        let seals = Seals::new(&MasterKey::generate());
        let case = Uuid::from_u128(1);
        let (key, wrapped) = seals.new_case_key(case);
        let here = Spot::new("notes", case, "sealed_body");
        let sealed = key.seal(&here, "Hon sov hela natten.");
        assert!(!sealed.contains("natten"));
        let again = seals.unwrap(case, &wrapped).unwrap();
        assert_eq!(again.open(&here, &sealed).unwrap(), "Hon sov hela natten.");
        assert!(
            key.open(&Spot::new("notes", case, "sealed_heading"), &sealed)
                .is_err()
        );
        assert!(
            key.open(
                &Spot::new("notes", Uuid::from_u128(2), "sealed_body"),
                &sealed
            )
            .is_err()
        );
        assert!(seals.unwrap(Uuid::from_u128(2), &wrapped).is_err());
        assert!(
            Seals::new(&MasterKey::generate())
                .unwrap(case, &wrapped)
                .is_err()
        );
    }

    #[test]
    fn a_device_key_is_one_persons_and_lasts() {
        let master = MasterKey::generate();
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let seals = Seals::new(&master);
        assert_eq!(*seals.device_key(one), *Seals::new(&master).device_key(one));
        assert_ne!(*seals.device_key(one), *seals.device_key(other));
        assert_ne!(*seals.device_key(one), seals.device_owner(one));
        assert_ne!(seals.device_owner(one), seals.device_owner(other));
    }

    #[test]
    fn a_master_key_survives_its_file_and_nothing_else_passes() {
        let key = MasterKey::generate();
        assert_eq!(MasterKey::from_text(&key.to_text()).unwrap().0, key.0);
        assert!(MasterKey::from_text("too short").is_none());
    }
}
