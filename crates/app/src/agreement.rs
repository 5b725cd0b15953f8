//! The agreements on being on call of this site: as shipped, or as imported. Rotas stay on the version they were planned
//! under.

use std::sync::Arc;

use hemma_domain::access::PoolAction;
use hemma_domain::agreement::Agreement;
use hemma_domain::audit::Event;
use hemma_domain::ids::PoolId;
use hemma_domain::pool::Pool;
use hemma_store::definition::{Kind, Stored};

use crate::App;
use crate::agreement_file::{self, AgreementFile};
use crate::ctx::Ctx;
use crate::definition::{DefinitionFile, Import, Read};
use crate::error::{Error, Result};
use crate::shelf::Shelf;

impl DefinitionFile for AgreementFile {
    const KIND: Kind = Kind::Agreement;
    const IMPORTED: Event = Event::AgreementImported;
    type Held = Agreement;

    fn read(file: &str, text: &str) -> Read<AgreementFile> {
        AgreementFile::read(file, text)
    }

    fn embedded() -> Read<Vec<AgreementFile>> {
        agreement_file::embedded()
    }

    fn stored(&self) -> Stored {
        Stored {
            code: self.agreement().code.clone(),
            version: self.agreement().version,
            text: self.text().to_owned(),
        }
    }

    fn into_held(self) -> Agreement {
        self.into_agreement()
    }
}

/// The rules that a pool's rota obeys.
#[derive(Debug, Clone)]
pub struct PoolRules {
    pub pool: Pool,
    pub agreement: Arc<Agreement>,
    pub may_serve: bool,
}

impl App {
    /// The rules that a pool's rota obeys, for whoever may see the rota.
    pub async fn pool_rules(&self, ctx: &Ctx, id: PoolId) -> Result<PoolRules> {
        let (_, entered) = self.read_pool(ctx, id, PoolAction::SeeRota).await?;
        Ok(PoolRules {
            may_serve: entered.may(ctx, PoolAction::OwnDuty),
            pool: entered.pool,
            agreement: entered.agreement,
        })
    }

    /// The agreement a pool plans under.
    pub fn agreement(&self, code: &str, version: u32) -> Result<Arc<Agreement>> {
        self.agreements.get(code, version).ok_or_else(|| {
            Error::Internal(anyhow::anyhow!(
                "agreement {code} version {version} is not on the shelf"
            ))
        })
    }

    /// Every agreement version the site knows.
    pub fn agreements(&self) -> &Shelf<Agreement> {
        &self.agreements
    }

    /// Imports an agreement. A version that is there already is never changed.
    pub async fn import_agreement(&self, ctx: &Ctx, file: &str, text: &str) -> Result<Import> {
        self.import_definition::<AgreementFile>(ctx, (file, text), &self.agreements)
            .await
    }
}
