//! The nights of the invented families: their sheets, on which basis other boards read them, who called, and who saw more.

use hemma_domain::audit::Finding;
use hemma_domain::call::{
    Call, CallBody, CallRisk, CallerKind, ChildSafe, Contacted, Escalated, FollowUp, WentOut,
};
use hemma_domain::case::CareRole;
use hemma_domain::glass::{Glass, GlassReview};
use hemma_domain::ids::{BasisId, BoardId, CallId, CaseId, GlassId, StaffId};
use hemma_domain::sheet::{Basis, BasisKind, DutySheet, SheetTexts};
use hemma_domain::staff::{Place, Role};
use hemma_domain::turn::Turn;

use crate::dice::Dice;
use crate::row::hour;
use crate::{Family, OnCall, Plan};

/// Days back in which somebody called.
const CALL_DAYS: i64 = 21;
/// Days since a call after which it was taken over.
const OPEN_DAYS: i64 = 1;
/// Days after which the records officer has looked at who saw more.
const REVIEW_DAYS: i64 = 7;
/// Of a hundred families so many have a sheet, a basis, a call.
const SHEETS: i64 = 85;
const BASES: i64 = 75;
const CALLS: i64 = 40;
/// Of a hundred calls so many are taken by another board's staff where any could have been: the demo shows how that is judged.
const OTHERS: i64 = 50;

const RED_FLAGS: [&str; 4] = [
    "Pappan har hotat att komma dit när han druckit. Ring 112 om han står vid dörren.",
    "Pojken har skurit sig två gånger i höst. Fråga alltid rakt ut.",
    "Mamman blir rädd av okända nummer. Skicka ett sms först: \"Det är jouren.\"",
    "",
];
const WARNINGS: [&str; 3] = [
    "Gå aldrig ensam efter klockan 21.",
    "Stor hund, den är inlåst om ni ringer före.",
    "",
];
const WAYS: [&str; 3] = [
    "Porten är låst efter 21. Ring på hos grannen till vänster om ingen svarar.",
    "Gården bakom huset, andra trappan.",
    "",
];
const KEEP_OUT: [&str; 3] = [
    "Pappan sover hos farmor tills planen ses över.",
    "Storebrors vän får inte sova över.",
    "",
];
const FIRST: [&str; 3] = [
    "Mormor kan komma på tjugo minuter och ta de små.",
    "Grannen en trappa upp tar emot barnen dygnet runt.",
    "Moster svarar alltid, också på natten.",
];
const REASONS: [&str; 4] = [
    "Pappan står utanför och ropar.",
    "Bråk om telefonen, pojken kastar saker.",
    "Flickan har inte kommit hem och svarar inte.",
    "Mamman orkar inte, är rädd att slå.",
];
const ADVICE: [&str; 3] = [
    "Gå till grannen nu, ring igen därifrån.",
    "Paus i var sitt rum enligt planen, ring om en kvart.",
    "Ring mormor. Vi hörs om en halvtimme.",
];
const STEPS: [&str; 3] = [
    "Steg 2, det höll.",
    "Steg 3: mormor kom.",
    "Inget steg hann användas.",
];

/// What the nights of one family hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Nights {
    pub sheet: Option<DutySheet>,
    pub basis: Option<Basis>,
    pub call: Option<Call>,
    /// Where somebody of another board, or of another team, took the call, what they saw more for.
    pub glass: Option<Glass>,
}

impl Plan {
    /// The nights of an open family whose team shares a pool; nothing for all others.
    pub fn nights(&self, family: &Family, pools: &[OnCall]) -> Nights {
        let case = &family.case;
        let has = |pool: &&OnCall| pool.pool.teams.iter().any(|one| one.team == case.team);
        let therapist = family
            .cares
            .iter()
            .find(|care| care.role == CareRole::Therapist && care.to.is_none());
        let (Some(pool), Some(therapist), true) =
            (pools.iter().find(has), therapist, case.is_open())
        else {
            return Nights::default();
        };
        let mut dice = Dice::new(self.seed, &format!("night {}", case.code));
        dice.ids_from(self.today.plus(-CALL_DAYS).at(hour(8, 0)));
        let sheet = dice
            .chance(SHEETS)
            .then(|| self.sheet(&mut dice, family, therapist.staff));
        let basis = match self.leader(family) {
            Some(leader) if dice.chance(BASES) => Some(self.basis(&mut dice, family, leader)),
            _ => None,
        };
        let turn = match dice.chance(CALLS) {
            true => self.turn(&mut dice, pool, (family, basis.is_some())),
            false => None,
        };
        let call =
            turn.map(|(turn, _)| self.call(&mut dice, (family, pool), (turn, therapist.staff)));
        let glass = match (turn, &call) {
            (Some((turn, Near::OtherTeam | Near::OtherBoard)), Some(call)) => {
                let review = self.review(case.board, call);
                Some(Glass {
                    review,
                    ..glass(&mut dice, (case.id, turn), call)
                })
            }
            _ => None,
        };
        Nights {
            sheet,
            basis,
            call,
            glass,
        }
    }

    fn leader(&self, family: &Family) -> Option<StaffId> {
        let mut posts = self.house().posts.iter();
        let leads = posts.find(|post| {
            post.role == Role::GroupLeader && post.place.team() == Some(family.case.team)
        });
        leads.map(|post| post.staff)
    }

    fn sheet(&self, dice: &mut Dice, family: &Family, by: StaffId) -> DutySheet {
        let text = |dice: &mut Dice, all: &[&str]| {
            let one = dice.pick(all);
            one.map(|text| (*text).to_owned()).unwrap_or_default()
        };
        let days = dice.between(1, 40);
        let on = self.today.plus(-days).max(family.case.received_on);
        DutySheet {
            case: family.case.id,
            texts: SheetTexts {
                red_flags: text(dice, &RED_FLAGS),
                staff_warning: text(dice, &WARNINGS),
                way_in: text(dice, &WAYS),
                keep_out: text(dice, &KEEP_OUT),
                call_first: text(dice, &FIRST),
                out_of_hours: "Socialjouren, 08-000 00 10".to_owned(),
            },
            looked_over: (on.at(hour(15, 30)), by),
            version: 1,
        }
    }

    fn basis(&self, dice: &mut Dice, family: &Family, by: StaffId) -> Basis {
        let kinds = [
            BasisKind::Osl26_9,
            BasisKind::Osl26_9,
            BasisKind::Assignment,
        ];
        let on = self.today.plus(-CALL_DAYS - dice.between(2, 30));
        Basis {
            id: BasisId(dice.id()),
            case: family.case.id,
            kind: dice.pick(&kinds).copied().unwrap_or(BasisKind::Osl26_9),
            consent: None,
            consent_ended: None,
            until: self.today.plus(dice.between(30, 120)),
            reason: "Barnet behöver hjälp också på natten. Beredskapen behöver veta vem som är hemma, vad som är farligt och \
                     vem som kan komma; mer behövs inte."
                .to_owned(),
            recorded: (on.at(hour(10, 15)), by),
            revoked: None,
        }
    }

    /// A turn of the first line in the last weeks whose holder could see the family, and how near they stand to it.
    fn turn<'p>(
        &self,
        dice: &mut Dice,
        pool: &'p OnCall,
        (family, has_basis): (&Family, bool),
    ) -> Option<(&'p Turn, Near)> {
        let first = pool.pool.level(1)?.id;
        let (from, to) = (self.today.plus(-CALL_DAYS), self.today.at(hour(6, 0)));
        let opened = family.case.opened_on()?;
        let near = |turn: &&Turn| self.near(turn.staff, family);
        let fits = |turn: &&Turn| {
            let mut duties = pool.duties.iter();
            let of_first = duties.any(|duty| duty.id == turn.duty && duty.shape.line == first);
            let start = turn.part.start();
            of_first && from.max(opened) < start.day() && start.plus_seconds(9 * 3_600) < to
        };
        let known = |turn: &&Turn| match near(turn) {
            Near::OtherBoard => has_basis && !family.case.protected,
            Near::SameTeam | Near::OtherTeam => !family.case.protected,
        };
        let turns: Vec<&Turn> = pool.turns.iter().filter(fits).filter(known).collect();
        let others = turns.iter().copied();
        let others = others.filter(|turn| near(turn) == Near::OtherBoard);
        let others: Vec<&Turn> = others.collect();
        let turn = match dice.chance(OTHERS) && !others.is_empty() {
            true => dice.pick(&others).copied()?,
            false => dice.pick(&turns).copied()?,
        };
        Some((turn, near(&turn)))
    }

    fn near(&self, staff: StaffId, family: &Family) -> Near {
        let posts = self.house().posts.iter();
        let theirs = posts.filter(|post| post.staff == staff);
        let near = theirs.filter_map(|post| match post.place {
            Place::Team(team, _) if team == family.case.team => Some(Near::SameTeam),
            Place::Team(_, board) if board == family.case.board => Some(Near::OtherTeam),
            _ => None,
        });
        near.min().unwrap_or(Near::OtherBoard)
    }

    /// What the board's records officer found; nothing yet of the last days.
    fn review(&self, board: BoardId, call: &Call) -> Option<GlassReview> {
        let on = call.started_at.day().plus(REVIEW_DAYS);
        let mut posts = self.house().posts.iter();
        let officer = posts
            .find(|post| post.role == Role::RecordsOfficer && post.place.board() == Some(board))?;
        (on < self.today).then(|| GlassReview {
            at: on.at(hour(10, 20)),
            by: officer.staff,
            finding: Finding::InOrder,
            remark: "Samtalet bröts och oron var konkret. Det som lästes behövdes för att avgöra om någon skulle åka dit."
                .to_owned(),
        })
    }

    fn call(
        &self,
        dice: &mut Dice,
        (family, pool): (&Family, &OnCall),
        (turn, therapist): (&Turn, StaffId),
    ) -> Call {
        let started_at = turn
            .part
            .start()
            .plus_seconds(dice.between(4 * 60, 8 * 60) * 60);
        let ended_at = started_at.plus_seconds(dice.between(8, 50) * 60);
        let day = ended_at.day();
        let morning = match day.at(hour(8, 40)) < ended_at {
            true => day.plus(1).at(hour(8, 40)),
            false => day.at(hour(8, 40)),
        };
        let is_taken = self.today.days_since(morning.day()) > OPEN_DAYS;
        let text = |dice: &mut Dice, all: &[&str]| {
            let one = dice.pick(all);
            one.map(|text| (*text).to_owned()).unwrap_or_default()
        };
        Call {
            id: CallId(dice.id()),
            pool: pool.pool.id,
            case: Some(family.case.id),
            taken_by: turn.staff,
            started_at,
            ended_at: Some(ended_at),
            body: CallBody {
                caller: dice
                    .pick(&[CallerKind::Carer, CallerKind::Carer, CallerKind::Child])
                    .copied(),
                caller_name: String::new(),
                reason: text(dice, &REASONS),
                risk: dice
                    .pick(&[CallRisk::Raised, CallRisk::Raised, CallRisk::High])
                    .copied(),
                child_safe: Some(ChildSafe::Yes),
                step_used: text(dice, &STEPS),
                advice: text(dice, &ADVICE),
                went_out: Some(WentOut::No),
                contacted: vec![Contacted::Network],
                escalated: dice.chance(30).then_some(Escalated::SecondLine),
                note: String::new(),
            },
            follow_up: FollowUp {
                by: Some(therapist),
                at: Some(morning),
            },
            confirmed: is_taken.then_some((morning, therapist)),
            version: 1,
        }
    }
}

fn glass(dice: &mut Dice, (case, turn): (CaseId, &Turn), call: &Call) -> Glass {
    Glass {
            id: GlassId(dice.id()),
            case,
            staff: turn.staff,
            turn: turn.id,
            reason: "Mamman bryter samtalet och svarar inte. Behöver veta vem mer som bor där och vad som hände förra veckan."
                .to_owned(),
            at: call.started_at.plus_seconds(180),
            until: turn.part.end(),
            review: None,
    }
}

/// How near somebody on call stands to a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Near {
    SameTeam,
    OtherTeam,
    OtherBoard,
}
