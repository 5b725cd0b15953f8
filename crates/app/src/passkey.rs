//! Passkeys: made on `/account` or from a first link, used on the sign-in page. The state of each ceremony stays here.

use anyhow::anyhow;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::{PasskeyId, StaffId};
use hemma_domain::login::{CEREMONY_SECONDS, Counted};
use hemma_domain::staff::Staff;
use hemma_store::credential::{self, StoredPasskey};
use hemma_store::db::Tx;
use hemma_store::login::{self as stored, Ceremony};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, Passkey, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Url, Webauthn, WebauthnBuilder,
};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::login::{Token, hash};
use crate::sign_in::{Answer, Device};
use crate::welcome::begin_afresh;

const SIGN_IN: &str = "passkey_sign_in";
const REGISTER: &str = "passkey_register";

/// Passkeys of a person: a telephone, a computer, a key in the drawer, and some to spare.
const PASSKEYS_MAX: usize = 10;
/// Characters of a passkey's name.
const NAME_CHARS: usize = 60;

/// What a browser answered, and what the person calls the device.
pub struct NewPasskey {
    pub credential: String,
    pub name: String,
}

impl App {
    /// Begins a sign-in by passkey: the token for the browser's cookie, and the options for the browser.
    pub async fn begin_passkey_sign_in(&self, ctx: &Ctx) -> Result<(Token, Value)> {
        let (challenge, state) = self
            .webauthn()?
            .start_discoverable_authentication()
            .map_err(internal)?;
        let token = Token::new();
        let mut tx = self.db.write(&ctx.request).await?;
        begin(&mut tx, ctx, (&token.hash(), SIGN_IN, None), &state).await?;
        tx.commit().await?;
        let options = serde_json::to_value(challenge.public_key).map_err(internal)?;
        Ok((token, options))
    }

    /// Ends a sign-in by passkey with the browser's answer.
    pub async fn finish_passkey_sign_in(
        &self,
        ctx: &Ctx,
        token: &str,
        answer: &str,
        device: &Device<'_>,
    ) -> Result<Answer> {
        let counting = self
            .count(ctx, &[(Counted::Address, device.address)])
            .await?;
        if let Some(until) = counting.locked {
            return Ok(Answer::Locked(until));
        }
        let token_hash = hash(token);
        let mut tx = self.db.write(&ctx.request).await?;
        let begun = stored::ceremony(&mut tx, &token_hash, SIGN_IN, ctx.now).await?;
        let Some((_, state)) = begun else {
            return Ok(Answer::Over);
        };
        // One answer for each beginning, right or wrong.
        stored::end_ceremony(&mut tx, &token_hash, SIGN_IN).await?;
        let Some((staff, used)) = self.recognise(&mut tx, &state, answer).await? else {
            tx.commit().await?;
            return self.failed(ctx, "", "passkey", &counting).await;
        };
        credential::use_passkey(&mut tx, used.id, &used.credential, ctx.now).await?;
        if staff.left_on.is_some_and(|left| left < ctx.today()) {
            drop(tx);
            return self.failed(ctx, &staff.email, "passkey", &counting).await;
        }
        self.enter_site(ctx, tx, (&staff, "passkey"), device).await
    }

    /// Begins a passkey for somebody who is signed in.
    pub async fn begin_passkey(&self, ctx: &Ctx, session: &str) -> Result<Value> {
        let id = ctx.staff().ok_or(Error::Forbidden)?;
        let mut tx = self.db.write(&ctx.request).await?;
        let (staff, _) = credential::of(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let options = self.options(&mut tx, ctx, &staff, session).await?;
        tx.commit().await?;
        Ok(options)
    }

    /// Adds the passkey that the browser made.
    pub async fn add_passkey(&self, ctx: &Ctx, session: &str, made: NewPasskey) -> Result<()> {
        let id = ctx.staff().ok_or(Error::Forbidden)?;
        let mut tx = self.db.write(&ctx.request).await?;
        let (staff, _) = credential::of(&mut tx, id).await?.ok_or(Error::NotFound)?;
        self.keep(&mut tx, ctx, (&staff, session), made).await?;
        tx.log(Entry {
            detail: "passkey_added".to_owned(),
            ..ctx.entry(Event::CredentialChanged)
        });
        tx.commit().await?;
        Ok(())
    }

    /// Begins a passkey for whoever holds a first link.
    pub async fn begin_welcome_passkey(&self, ctx: &Ctx, token: &str) -> Result<Value> {
        let staff = self.invited(ctx, token).await?;
        let mut tx = self.db.write(&ctx.request).await?;
        let options = self.options(&mut tx, ctx, &staff, &hash(token)).await?;
        tx.commit().await?;
        Ok(options)
    }

    /// Keeps the passkey made from a first link, and signs in.
    pub async fn welcome_passkey(
        &self,
        ctx: &Ctx,
        token: &str,
        made: NewPasskey,
        device: &Device<'_>,
    ) -> Result<Token> {
        let staff = self.invited(ctx, token).await?;
        let mut tx = self.db.write(&ctx.request).await?;
        begin_afresh(&mut tx, ctx, token, &staff).await?;
        self.keep(&mut tx, ctx, (&staff, &hash(token)), made)
            .await?;
        match self
            .enter_site(ctx, tx, (&staff, "passkey"), device)
            .await?
        {
            Answer::Right(token) => Ok(token),
            _ => Err(Error::Forbidden),
        }
    }

    /// Gives one of one's own passkeys another name.
    pub async fn rename_passkey(&self, ctx: &Ctx, id: PasskeyId, name: &str) -> Result<()> {
        let staff = ctx.staff().ok_or(Error::Forbidden)?;
        let name = named(name).ok_or(Error::invalid("name", "account-passkey-name-missing"))?;
        let mut tx = self.db.write(&ctx.request).await?;
        if !credential::rename_passkey(&mut tx, staff, id, &name).await? {
            return Err(Error::NotFound);
        }
        tx.commit().await?;
        Ok(())
    }

    /// Removes one of one's own passkeys, unless it is the last way in.
    pub async fn remove_passkey(&self, ctx: &Ctx, id: PasskeyId) -> Result<()> {
        let staff = ctx.staff().ok_or(Error::Forbidden)?;
        let mut tx = self.db.write(&ctx.request).await?;
        if !credential::delete_passkey(&mut tx, staff, id).await? {
            return Err(Error::NotFound);
        }
        let left = credential::passkeys(&mut tx, staff).await?;
        let known = credential::of(&mut tx, staff).await?;
        let has_password = known.is_some_and(|(_, kept)| kept.password_hash.is_some());
        if left.is_empty() && !has_password {
            return Err(Error::invalid("passkey", "account-last-way-in"));
        }
        tx.log(Entry {
            detail: "passkey_removed".to_owned(),
            ..ctx.entry(Event::CredentialChanged)
        });
        tx.commit().await?;
        Ok(())
    }

    fn webauthn(&self) -> Result<Webauthn> {
        let origin = Url::parse(&self.config.origin).map_err(internal)?;
        let host = origin
            .host_str()
            .ok_or_else(|| internal(anyhow!("the origin has no host")))?;
        WebauthnBuilder::new(host, &origin)
            .and_then(|builder| builder.rp_name("Hemma").build())
            .map_err(internal)
    }

    /// What a browser needs to make a passkey that can be found without a name.
    async fn options(&self, tx: &mut Tx, ctx: &Ctx, staff: &Staff, session: &str) -> Result<Value> {
        let there = credential::passkeys(tx, staff.id).await?;
        let known = there
            .iter()
            .map(|passkey| read::<Passkey>(&passkey.credential).map(|key| key.cred_id().clone()))
            .collect::<Result<Vec<_>>>()?;
        let (challenge, state) = self
            .webauthn()?
            .start_passkey_registration(staff.id.0, &staff.email, &staff.name, Some(known))
            .map_err(internal)?;
        begin(tx, ctx, (session, REGISTER, Some(staff.id)), &state).await?;
        let mut options = serde_json::to_value(challenge.public_key).map_err(internal)?;
        if let Some(selection) = options.get_mut("authenticatorSelection") {
            selection["residentKey"] = json!("required");
            selection["requireResidentKey"] = json!(true);
        }
        Ok(options)
    }

    /// Checks the passkey that a browser made, and stores it.
    async fn keep(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        whose: (&Staff, &str),
        made: NewPasskey,
    ) -> Result<()> {
        let (staff, session) = whose;
        let refused = || Error::invalid("passkey", "account-passkey-refused");
        let begun = stored::ceremony(tx, session, REGISTER, ctx.now).await?;
        let Some((Some(for_staff), state)) = begun else {
            return Err(refused());
        };
        stored::end_ceremony(tx, session, REGISTER).await?;
        let there = credential::passkeys(tx, staff.id).await?.len();
        if for_staff != staff.id || there >= PASSKEYS_MAX {
            return Err(refused());
        }
        let state: PasskeyRegistration = read(&state)?;
        let answer: RegisterPublicKeyCredential =
            serde_json::from_str(&made.credential).map_err(|_| refused())?;
        let passkey = self
            .webauthn()?
            .finish_passkey_registration(&answer, &state)
            .map_err(|_| refused())?;
        let stored = StoredPasskey {
            id: PasskeyId(ctx.new_id()),
            staff: staff.id,
            name: named(&made.name).unwrap_or_else(|| ctx.today().to_string()),
            credential_id: URL_SAFE_NO_PAD.encode(passkey.cred_id()),
            credential: serde_json::to_string(&passkey).map_err(internal)?,
            created_at: ctx.now,
            used_at: None,
        };
        credential::insert_passkey(tx, &stored).await?;
        Ok(())
    }

    /// Whose passkey answered, if the answer is right.
    async fn recognise(
        &self,
        tx: &mut Tx,
        state: &str,
        answer: &str,
    ) -> Result<Option<(Staff, StoredPasskey)>> {
        let state: DiscoverableAuthentication = read(state)?;
        let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(answer) else {
            return Ok(None);
        };
        let webauthn = self.webauthn()?;
        let Ok((user, credential_id)) = webauthn.identify_discoverable_authentication(&answer)
        else {
            return Ok(None);
        };
        let credential_id = URL_SAFE_NO_PAD.encode(credential_id);
        let there = credential::passkeys(tx, StaffId(user)).await?;
        let Some(mut found) = there
            .into_iter()
            .find(|passkey| passkey.credential_id == credential_id)
        else {
            return Ok(None);
        };
        let mut passkey: Passkey = read(&found.credential)?;
        let result: AuthenticationResult =
            match webauthn.finish_discoverable_authentication_v2(&answer, state, &passkey) {
                Ok(result) => result,
                Err(_) => return Ok(None),
            };
        passkey.update_credential(&result);
        found.credential = serde_json::to_string(&passkey).map_err(internal)?;
        let known = credential::of(tx, StaffId(user)).await?;
        Ok(known.map(|(staff, _)| (staff, found)))
    }
}

async fn begin(
    tx: &mut Tx,
    ctx: &Ctx,
    what: (&str, &'static str, Option<StaffId>),
    state: &(impl serde::Serialize + Sync),
) -> Result<()> {
    let (token_hash, kind, staff) = what;
    let ceremony = Ceremony {
        token_hash: token_hash.to_owned(),
        kind,
        staff,
        state: serde_json::to_string(state).map_err(internal)?,
        ends_at: ctx.now.plus_seconds(CEREMONY_SECONDS),
    };
    stored::begin_ceremony(tx, &ceremony).await?;
    Ok(())
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(internal)
}

fn internal(err: impl Into<anyhow::Error>) -> Error {
    Error::Internal(err.into())
}

fn named(name: &str) -> Option<String> {
    let name: String = name.trim().chars().take(NAME_CHARS).collect();
    (!name.is_empty()).then_some(name)
}
