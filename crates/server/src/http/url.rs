//! Every address of the site, made here. None holds anything personal.

use hemma_domain::code::Code as _;
use hemma_domain::ids::{
    AccountId, AddresseeId, ApplicationId, AttachmentId, BillId, BoardId, BriefingId, CaseId,
    DevelopmentId, NetworkId, OpeningId, PayerId, PoolId, ProjectId, ProposalId, RotaId, SendingId,
    StaffId, TaskId, TeamId, TrainingId, VoucherId,
};
use hemma_domain::month::Month;
use hemma_domain::review::{Figure, Term};
use hemma_domain::time::Week;

/// Where to sign in, and where to go on afterwards.
pub fn sign_in(next: &str) -> String {
    if next.is_empty() || next == "/" {
        "/sign-in".to_owned()
    } else {
        format!("/sign-in?next={}", encode(next))
    }
}

/// Only an address of this site may be gone on to.
pub fn is_local(next: &str) -> bool {
    next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n'])
}

/// A team's week.
pub fn team(id: TeamId) -> String {
    format!("/teams/{id}")
}

/// A team's tasks.
pub fn team_tasks(id: TeamId) -> String {
    format!("/teams/{id}/tasks")
}

/// One task, to be changed.
pub fn task(id: TaskId) -> String {
    format!("/tasks/{id}")
}

/// A team's meeting.
pub fn meeting(id: TeamId) -> String {
    format!("/teams/{id}/meeting")
}

/// One family in a team's meeting.
pub fn meeting_case(id: TeamId, case: CaseId) -> String {
    format!("/teams/{id}/meeting/{case}")
}

/// A network's teams.
pub fn network(id: NetworkId) -> String {
    format!("/networks/{id}")
}

/// The register of a network's proposals.
pub fn proposals(id: NetworkId) -> String {
    format!("{}/proposals", network(id))
}

/// A proposal.
pub fn proposal(of: NetworkId, id: ProposalId) -> String {
    format!("{}/{id}", proposals(of))
}

/// A file that goes with a proposal.
pub fn attachment((network, proposal): (NetworkId, ProposalId), id: AttachmentId) -> String {
    format!("{}/attachments/{id}", self::proposal(network, proposal))
}

/// A proposal as it went to a board that returned it.
pub fn sending((network, proposal): (NetworkId, ProposalId), id: SendingId) -> String {
    format!("{}/sendings/{id}", self::proposal(network, proposal))
}

/// The boards that a network's office writes to.
pub fn addressees(id: NetworkId) -> String {
    format!("{}/addressees", network(id))
}

/// A board that it writes to.
pub fn addressee(of: NetworkId, id: AddresseeId) -> String {
    format!("{}/{id}", addressees(of))
}

/// The trips of a network's office.
pub fn trips(id: NetworkId) -> String {
    format!("{}/trips", network(id))
}

/// A trip, by its proposal.
pub fn trip(of: NetworkId, id: ProposalId) -> String {
    format!("{}/{id}", trips(of))
}

/// A network's ledger.
pub fn ledger(id: NetworkId) -> String {
    format!("{}/ledger", network(id))
}

/// A year of a network's ledger.
pub fn ledger_year(id: NetworkId, year: i16) -> String {
    format!("{}?year={year}", ledger(id))
}

/// The accounts of a network's ledger: where new ones are made.
pub fn ledger_accounts(id: NetworkId) -> String {
    format!("{}/accounts", ledger(id))
}

/// An account of a network's ledger.
pub fn ledger_account(of: NetworkId, id: AccountId) -> String {
    format!("{}/{id}", ledger_accounts(of))
}

/// The vouchers of a network.
pub fn vouchers(id: NetworkId) -> String {
    format!("{}/vouchers", ledger(id))
}

/// The vouchers of a month.
pub fn vouchers_of(id: NetworkId, month: Month) -> String {
    format!("{}?month={month}", vouchers(id))
}

/// A voucher.
pub fn voucher(of: NetworkId, id: VoucherId) -> String {
    format!("{}/{id}", vouchers(of))
}

/// Who paid for what.
pub fn proposals_money(id: NetworkId) -> String {
    format!("{}/proposals", ledger(id))
}

/// A proposal's money.
pub fn proposal_money(of: NetworkId, id: ProposalId) -> String {
    format!("{}/{id}", proposals_money(of))
}

/// The fees of a network.
pub fn fees(id: NetworkId) -> String {
    format!("{}/fees", network(id))
}

/// An organisation that pays fees.
pub fn payer(of: NetworkId, id: PayerId) -> String {
    format!("{}/payers/{id}", fees(of))
}

/// The basis of an invoice.
pub fn bill(of: NetworkId, id: BillId) -> String {
    format!("{}/bills/{id}", fees(of))
}

/// A team's consultations.
pub fn consultations(id: TeamId) -> String {
    format!("/teams/{id}/consultations")
}

/// The consultation that a team has in a week.
pub fn consultation(id: TeamId, week: Week) -> String {
    format!("{}/{week}", consultations(id))
}

/// What a network's teams were owed of consultation, and had.
pub fn network_consultations(id: NetworkId) -> String {
    format!("{}/consultations", network(id))
}

/// The month's report on a team.
pub fn month_report(id: TeamId) -> String {
    format!("/teams/{id}/month-report")
}

/// The development plans that concern the reader.
pub fn developments() -> String {
    "/development".to_owned()
}

/// A goal of a development plan.
pub fn development(id: DevelopmentId) -> String {
    format!("{}/{id}", developments())
}

/// The trainings of a network.
pub fn trainings(id: NetworkId) -> String {
    format!("{}/trainings", network(id))
}

/// A training as its office sees it.
pub fn training(of: NetworkId, id: TrainingId) -> String {
    format!("{}/{id}", trainings(of))
}

/// The certificate of somebody who was at a training.
pub fn certificate(of: NetworkId, id: TrainingId, who: StaffId) -> String {
    format!("{}/certificates/{who}", training(of, id))
}

/// The training of somebody who works in a network's teams.
pub fn training_record(of: NetworkId, who: StaffId) -> String {
    format!("{}/people/{who}", trainings(of))
}

/// The training of somebody who works in a team, for whoever sees the team's.
pub fn team_training_record(of: TeamId, who: StaffId) -> String {
    format!("{}/{who}", team_training(of))
}

/// What everybody in a network has of the training that is demanded, and lacks.
pub fn training_needs(id: NetworkId) -> String {
    format!("{}/needs", trainings(id))
}

/// The same of a team.
pub fn team_training(id: TeamId) -> String {
    format!("/teams/{id}/training")
}

/// One's own training.
pub fn my_training() -> String {
    "/training".to_owned()
}

/// One's place in a training.
pub fn my_seat(id: TrainingId) -> String {
    format!("/training/{id}")
}

/// The interviewers' queue.
pub fn interviews() -> String {
    "/interviews".to_owned()
}

/// Where somebody answers alone: the secret part of the address is all that it holds.
pub fn answer(token: &str) -> String {
    format!("/a/{}", encode(token).replace('/', "%2F"))
}

/// The pools that one is in.
pub fn duty() -> String {
    "/duty".to_owned()
}

/// Who is on in a pool.
pub fn pool(id: PoolId) -> String {
    format!("/duty/{id}")
}

/// A draft of a pool's rota.
pub fn rota(pool: PoolId, rota: RotaId) -> String {
    format!("/duty/{pool}/rotas/{rota}")
}

/// A calendar: the secret part of the address is all that it holds.
pub fn calendar(token: &str) -> String {
    format!("/c/{}", encode(token).replace('/', "%2F"))
}

/// What a telephone exchange asks at every call.
pub fn exchange(token: &str) -> String {
    format!("/x/{}", encode(token).replace('/', "%2F"))
}

/// What one is asked about colleagues.
pub fn ratings() -> String {
    "/ratings".to_owned()
}

/// What a team says of its leader and its consultant.
pub fn team_ratings(id: TeamId) -> String {
    format!("/teams/{id}/ratings")
}

/// What is due in a team's families.
pub fn team_measures(id: TeamId) -> String {
    format!("/teams/{id}/measures")
}

/// A team's fidelity.
pub fn fidelity(id: TeamId) -> String {
    format!("/teams/{id}/fidelity")
}

/// One therapist's fidelity in a team.
pub fn therapist_fidelity(id: TeamId, staff: StaffId) -> String {
    format!("/teams/{id}/fidelity/{staff}")
}

/// What the released scores say of the reader in a team.
pub fn own_fidelity(id: TeamId) -> String {
    format!("/teams/{id}/fidelity/mine")
}

/// A team's figures.
pub fn review(id: TeamId) -> String {
    format!("/teams/{id}/review")
}

/// One figure of a team.
pub fn review_figure(id: TeamId, figure: Figure) -> String {
    format!("/teams/{id}/review/{}", figure.code())
}

/// A team's year, family by family.
pub fn review_year(id: TeamId) -> String {
    format!("/teams/{id}/review/year")
}

/// What is written about a team's half-year.
pub fn review_document(id: TeamId, term: Term) -> String {
    format!("/teams/{id}/reviews/{term}")
}

/// A network's figures.
pub fn network_review(id: NetworkId) -> String {
    format!("/networks/{id}/review")
}

/// The review of a network's programme.
pub fn network_review_document((network, programme): (NetworkId, &str), term: Term) -> String {
    format!("/networks/{network}/reviews/{}/{term}", encode(programme))
}

/// The funded projects of a network.
pub fn projects(of: NetworkId) -> String {
    format!("/networks/{of}/projects")
}

/// A funded project.
pub fn project(of: NetworkId, id: ProjectId) -> String {
    format!("{}/{id}", projects(of))
}

/// What a team gives out for projects.
pub fn team_projects(id: TeamId) -> String {
    format!("/teams/{id}/projects")
}

/// Other installations that send figures to a network.
pub fn senders(of: NetworkId) -> String {
    format!("/networks/{of}/senders")
}

/// How many teams a network needs.
pub fn network_scale(id: NetworkId) -> String {
    format!("/networks/{id}/scale")
}

/// The questionnaires of this site.
pub fn instruments() -> String {
    "/instruments".to_owned()
}

/// A network's fidelity.
pub fn network_fidelity(id: NetworkId) -> String {
    format!("/networks/{id}/fidelity")
}

/// A case's measures.
pub fn measures(case: CaseId) -> String {
    format!("/cases/{case}/measures")
}

/// When the measures of a case rest.
pub fn holds(case: CaseId) -> String {
    format!("/cases/{case}/holds")
}

/// A board's unit: capacity and decisions not carried out.
pub fn unit(id: BoardId) -> String {
    format!("/boards/{id}/unit")
}

/// A board's access log.
pub fn log(id: BoardId) -> String {
    format!("/boards/{id}/log")
}

/// A case's overview.
pub fn case(id: CaseId) -> String {
    format!("/cases/{id}")
}

/// A family's sheet for whoever is on call.
pub fn sheet(case: CaseId) -> String {
    format!("/cases/{case}/sheet")
}

/// Who of a board's on-call saw more than a sheet.
pub fn glass(board: BoardId) -> String {
    format!("/boards/{board}/glass")
}

/// A case's week.
pub fn week(case: CaseId, week: Week) -> String {
    format!("/cases/{case}/weeks/{week}")
}

/// A team's places, load and waiting list.
pub fn capacity(team: TeamId) -> String {
    format!("/teams/{team}/capacity")
}

/// The families that a team has taken leave of.
pub fn closed(team: TeamId) -> String {
    format!("/teams/{team}/closed")
}

/// The form of an assignment that comes in.
pub fn referral(team: TeamId) -> String {
    format!("/teams/{team}/referrals/new")
}

/// The programme's criteria for a case.
pub fn screening(case: CaseId) -> String {
    format!("/cases/{case}/screening")
}

/// The programme's criteria for the consultant, without names.
pub fn desk_screening(case: CaseId) -> String {
    format!("/desk/cases/{case}/screening")
}

/// Decisions on a case, and who carries it.
pub fn manage(case: CaseId) -> String {
    format!("/cases/{case}/manage")
}

/// Ending a treatment.
pub fn closing(case: CaseId) -> String {
    format!("/cases/{case}/closing")
}

/// The follow-ups after a treatment.
pub fn follow_ups(case: CaseId) -> String {
    format!("/cases/{case}/follow-ups")
}

/// A case's week without identities.
pub fn desk_week(case: CaseId, week: Week) -> String {
    format!("/desk/cases/{case}/weeks/{week}")
}

/// The stable part of a case: its goals.
pub fn goals(case: CaseId) -> String {
    format!("/cases/{case}/goals")
}

/// The adverts that anybody can read.
pub fn jobs() -> String {
    "/jobs".to_owned()
}

/// One advert.
pub fn job(opening: OpeningId) -> String {
    format!("/jobs/{opening}")
}

/// The form by which somebody applies.
pub fn apply(opening: OpeningId) -> String {
    format!("/jobs/{opening}/apply")
}

/// The secret address of an application.
pub fn application(token: &str) -> String {
    format!("/application/{token}")
}

/// An information meeting that anybody can come to.
pub fn briefing(opening: OpeningId, briefing: BriefingId) -> String {
    format!("/jobs/{opening}/briefings/{briefing}")
}

/// The secret address of a place in one.
pub fn seat(token: &str) -> String {
    format!("/application/seat/{token}")
}

/// The openings that somebody is a member of.
pub fn openings() -> String {
    "/openings".to_owned()
}

/// One opening.
pub fn opening(id: OpeningId) -> String {
    format!("/openings/{id}")
}

/// Those who applied.
pub fn applicants(id: OpeningId) -> String {
    format!("/openings/{id}/applicants")
}

/// One of them.
pub fn applicant(id: OpeningId, application: ApplicationId) -> String {
    format!("/openings/{id}/applicants/{application}")
}

/// Percent-encodes what may not stand in a query.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
