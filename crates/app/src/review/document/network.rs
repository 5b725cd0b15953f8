//! The half-yearly review of a network's programme: all its teams together, and side by side.
//!
//! It is written by the network lead and the consultants of the teams, and is read, once it is signed, by whoever reads the
//! figures of one of them. All of these but the lead know a team or more from inside. What is small is therefore hidden from
//! each of them as well (`small::suppress_among`), which hides more than the network's own page does.

mod figures;

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::access::{
    self, Actor, Held, NetworkAction, Permit, Request, ReviewAction, ReviewScope, TeamAction,
    TeamScope,
};
use hemma_domain::audit::Event;
use hemma_domain::ids::{NetworkId, StaffId, TeamId};
use hemma_domain::review::{Document, Frozen, Subject, Term};
use hemma_domain::staff::{Place, Role, Staff};
use hemma_domain::team::{Network, Team};
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::review::document as stored;
use hemma_store::{staff, team};

use self::figures::Source;
use super::{Drawn, Input, Rights, Written, as_read, half_year, once, opened, written};
use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};
use crate::review::{Known, Line, NetworkReview};

/// Which review of a network: its programme, by its code, and the half-year as it was asked for.
pub type NetworkAt<'a> = (NetworkId, &'a str, &'a str);

/// The half-yearly review of a network's programme as somebody reads it.
#[derive(Debug, Clone)]
pub struct NetworkDocument {
    pub network: Network,
    /// The teams side by side: as they were when the first one signed, or as they are today.
    pub review: NetworkReview,
    /// All teams together, beside the term before.
    pub lines: Vec<Line>,
    /// Half-year by half-year, all teams together.
    pub drawn: Vec<Drawn>,
    /// The reader may see the figures of the network's teams side by side as they are now.
    pub may_see_figures: bool,
    pub written: Written,
}

/// A network's teams that run one programme, when their review is opened.
pub(in crate::review) struct Opened {
    network: Network,
    programme: String,
    scope: ReviewScope,
    /// Every team of the network.
    teams: Vec<Team>,
    today: Day,
}

impl App {
    /// The review of a network's programme. Whoever does not write it reads it once both have signed.
    pub async fn network_review_document(
        &self,
        ctx: &Ctx,
        at: NetworkAt<'_>,
    ) -> Result<NetworkDocument> {
        let asked = (at, ReviewAction::See, Event::ReviewRead);
        let (mut tx, of, _, document) = self.network_opened(ctx, asked).await?;
        let permit = allowed(ctx, Request::Review(ReviewAction::Write, &of.scope)).ok();
        if permit.is_none() && !document.is_signed() {
            return Err(Error::NotFound);
        }
        let posts = of.posts(&mut tx).await?;
        let source = match &document.frozen {
            Some(frozen) => Source::Kept(Box::new(frozen.clone())),
            None => {
                let material = self.network_material(&mut tx, (&of, &posts), document.term);
                Source::Now(Box::new(material.await?))
            }
        };
        let runs = match &document.frozen {
            Some(frozen) => frozen.on < document.term.end().plus(-1),
            None => of.today < document.term.end(),
        };
        let rights = Rights {
            owners: owners(posts),
            permit,
        };
        let term = document.term;
        let written = written(&mut tx, document, rights).await?;
        tx.commit().await?;
        // Others write while it is counted.
        let frozen = source.frozen().await?;
        let (review, lines, drawn) = self.network_thawed(&of, term, &frozen)?;
        let figures = Request::Network(NetworkAction::SeeReview, of.network.id);
        Ok(NetworkDocument {
            may_see_figures: access::may(&ctx.actor, figures),
            network: of.network,
            review: NetworkReview { runs, ..review },
            lines,
            drawn,
            written,
        })
    }

    /// Saves what was written of a network's half-year. Signatures on another text are taken back.
    pub async fn save_network_review(
        &self,
        ctx: &Ctx,
        at: NetworkAt<'_>,
        input: Input,
    ) -> Result<()> {
        let asked = (at, ReviewAction::Write, Event::ReviewWritten);
        let (mut tx, of, _, document) = self.network_opened(ctx, asked).await?;
        let owners = owners(of.posts(&mut tx).await?);
        super::save(&mut tx, document, (input, &owners)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Signs a network's review as it was read.
    pub async fn sign_network_review(
        &self,
        ctx: &Ctx,
        at: NetworkAt<'_>,
        version: i64,
    ) -> Result<()> {
        let asked = (at, ReviewAction::Write, Event::ReviewSigned);
        let (mut tx, of, permit, document) = self.network_opened(ctx, asked).await?;
        as_read(&document, version)?;
        let posts = of.posts(&mut tx).await?;
        let material = self
            .network_material(&mut tx, (&of, &posts), document.term)
            .await?;
        let figures = material.counted().await?;
        super::sign(ctx, &mut tx, (document, &permit, figures)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The figures of a network's half-year as they are now.
    pub(crate) async fn network_figures(
        &self,
        tx: &mut Tx,
        (network, programme, term): (NetworkId, &str, Term),
        today: Day,
    ) -> Result<Frozen> {
        let of = Opened::of(tx, (network, programme), today).await?;
        let posts = of.posts(tx).await?;
        let material = self.network_material(tx, (&of, &posts), term).await?;
        material.counted().await
    }

    async fn network_opened(
        &self,
        ctx: &Ctx,
        ((network, programme, term), action, event): (NetworkAt<'_>, ReviewAction, Event),
    ) -> Result<(Tx, Opened, Permit, Document)> {
        let mut tx = self.db.write(&ctx.request).await?;
        let of = Opened::of(&mut tx, (network, programme), ctx.today()).await?;
        let permit = allowed(ctx, Request::Review(action, &of.scope))?;
        let term = of.half_year(term)?;
        tx.log(of_permit(ctx, event, &permit));
        let document = opened(&mut tx, (&of.subject(), term)).await?;
        Ok((tx, of, permit, document))
    }
}

impl Opened {
    async fn of(tx: &mut Tx, (id, programme): (NetworkId, &str), today: Day) -> Result<Opened> {
        let mut networks = team::networks(tx).await?.into_iter();
        let network = networks.find(|one| one.id == id).ok_or(Error::NotFound)?;
        let teams = team::of_network(tx, id).await?;
        Ok(Opened {
            scope: scope_of((id, programme), &teams),
            network,
            programme: programme.to_owned(),
            teams,
            today,
        })
    }

    fn subject(&self) -> Subject {
        Subject::Network(self.network.id, self.programme.clone())
    }

    /// The teams that run the programme, by name.
    fn own(&self) -> impl Iterator<Item = &Team> {
        let is_own = |team: &&Team| team.programme == self.programme;
        self.teams.iter().filter(is_own)
    }

    /// A half-year in which one of the teams worked.
    fn half_year(&self, term: &str) -> Result<Term> {
        let term = half_year(term, self.today)?;
        match self.own().any(|team| team.opened_on < term.end()) {
            true => Ok(term),
            false => Err(Error::NotFound),
        }
    }

    async fn posts(&self, tx: &mut Tx) -> Result<Posts> {
        let of = (self.network.id, self.programme.as_str());
        Ok(staff::of_programme(tx, of, self.today).await?)
    }

    /// The teams that one person or another knows from inside: each team alone, and those of whoever is of several.
    fn readers(&self, posts: &Posts) -> Vec<BTreeSet<TeamId>> {
        let mut known: BTreeMap<StaffId, BTreeSet<TeamId>> = BTreeMap::new();
        for (one, role, place) in posts {
            let actor = Actor::Staff {
                id: one.id,
                posts: vec![Held {
                    role: *role,
                    place: *place,
                }],
            };
            let is_inside = |team: &&TeamScope| {
                access::may(&actor, Request::Team(TeamAction::SeeSmallCounts, **team))
            };
            let teams = self.scope.teams.iter().filter(is_inside);
            let teams = teams.map(|team| team.team);
            known.entry(one.id).or_default().extend(teams);
        }
        let each = self.scope.teams.iter().map(|team| [team.team].into());
        let all: BTreeSet<BTreeSet<TeamId>> = each.chain(known.into_values()).collect();
        all.into_iter().filter(|teams| !teams.is_empty()).collect()
    }
}

/// The teams of a network that run a programme, as access is decided by them.
pub(super) fn scope_of((network, programme): (NetworkId, &str), teams: &[Team]) -> ReviewScope {
    let running = teams.iter().filter(|team| team.programme == programme);
    let scopes = running.map(|team| TeamScope {
        team: team.id,
        board: team.board,
        network,
    });
    ReviewScope {
        network,
        teams: scopes.collect(),
    }
}

/// Everybody with a post at the network or in one of the teams, by name.
type Posts = Vec<(Staff, Role, Place)>;

/// Who can be given an action: the network's own people, and the leaders and consultants of its teams.
fn owners(posts: Posts) -> Vec<(StaffId, String)> {
    let is_owner = |role: Role, place: Place| {
        let leads = matches!(role, Role::GroupLeader | Role::Consultant);
        leads || matches!(place, Place::Network(_))
    };
    let each = posts
        .into_iter()
        .filter(|(_, role, place)| is_owner(*role, *place));
    once(each.map(|(one, ..)| (one.id, one.name)).collect())
}

/// Whether there is a review of the network of a team that somebody who reads the team's figures may read, or may write.
pub(in crate::review) async fn may_read(
    ctx: &Ctx,
    tx: &mut Tx,
    (known, term): (&Known, Term),
) -> Result<bool> {
    let scope = ReviewScope {
        network: known.team.network,
        teams: vec![known.scope],
    };
    let may = |action| access::may(&ctx.actor, Request::Review(action, &scope));
    if may(ReviewAction::Write) || !may(ReviewAction::See) {
        return Ok(may(ReviewAction::Write));
    }
    let subject = Subject::Network(known.team.network, known.team.programme.clone());
    Ok(stored::is_signed(tx, (&subject, term)).await?)
}
