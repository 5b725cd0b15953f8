use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::ids::{AccountId, BillId, StaffId};
use crate::ledger::{Account, AccountKind, Origin, Purpose, Voucher};
use crate::time::Instant;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

const NETWORK: NetworkId = NetworkId(Uuid::from_u128(1));
const PAYER: PayerId = PayerId(Uuid::from_u128(2));

fn list(number: u128, from: &str, (organisation, team): (i64, i64)) -> PriceList {
    PriceList {
        id: PriceListId(Uuid::from_u128(number)),
        network: NETWORK,
        currency: Currency::Krona,
        from: day(from),
        organisation: Ore(organisation * 100),
        team: Ore(team * 100),
        source: "Påhittat styrelsebeslut".to_owned(),
    }
}

fn prices() -> Vec<PriceList> {
    vec![
        list(1, "2026-01-01", (40_000, 25_000)),
        list(2, "2027-07-01", (42_000, 26_000)),
    ]
}

fn team(number: u128, from: &str, until: Option<&str>) -> Membership {
    Membership {
        id: MembershipId(Uuid::from_u128(number)),
        payer: PAYER,
        member: Member::Team(TeamId(Uuid::from_u128(number))),
        from: day(from),
        until: until.map(day),
    }
}

fn span(from: &str, until: &str) -> Span {
    Span {
        from: day(from),
        until: day(until),
    }
}

/// The lines as days of days, price in kronor, amount in öre.
fn lines(one: &Membership, span: Span) -> Vec<(u32, u32, i64, i64)> {
    let charges = charges(&[*one], &prices(), span).unwrap();
    let line = |one: &Charge| (one.days.0, one.days.1, one.yearly.0 / 100, one.amount.0);
    charges.iter().map(line).collect()
}

#[test]
fn a_whole_year_costs_what_the_list_says() {
    let whole = team(1, "2020-05-01", None);
    assert_eq!(
        lines(&whole, Span::year(2026)),
        [(365, 365, 25_000, 2_500_000)]
    );
    assert_eq!(
        lines(&whole, Span::year(2028)),
        [(366, 366, 26_000, 2_600_000)]
    );
}

#[test]
fn a_team_that_starts_in_october_pays_for_the_days_that_are_left() {
    let late = team(1, "2026-10-01", None);
    // 92 of 365 days at 25 000: 6 301.3698… kronor.
    assert_eq!(lines(&late, Span::year(2026)), [(92, 365, 25_000, 630_137)]);
}

#[test]
fn a_team_that_closes_in_march_pays_until_then_and_one_day_more_in_a_leap_year() {
    let closes = team(1, "2026-01-01", Some("2027-04-01"));
    assert_eq!(
        lines(&closes, Span::year(2027)),
        [(90, 365, 25_000, 616_438)]
    );
    let leap = team(1, "2026-01-01", Some("2028-04-01"));
    assert_eq!(lines(&leap, Span::year(2028)), [(91, 366, 26_000, 646_448)]);
    assert_eq!(lines(&closes, Span::year(2028)), []);
}

#[test]
fn a_price_that_changes_in_the_middle_of_a_year_makes_two_lines() {
    let whole = team(1, "2026-01-01", None);
    // 181 × 25 000 and 184 × 26 000 over 365 days: 12 397.260… and 13 106.849… kronor, 25 504.109… in all.
    let both = [(181, 365, 25_000, 1_239_726), (184, 365, 26_000, 1_310_685)];
    assert_eq!(lines(&whole, Span::year(2027)), both);
}

#[test]
fn a_span_over_a_year_s_end_has_lines_of_both_years() {
    let whole = team(1, "2026-10-01", None);
    let over = lines(&whole, span("2026-12-01", "2027-02-01"));
    assert_eq!(
        over,
        [(31, 365, 25_000, 212_329), (31, 365, 25_000, 212_329)]
    );
}

#[test]
fn days_without_a_price_are_told_and_not_given_away() {
    let early = team(1, "2025-06-01", None);
    let found = charges(&[early], &prices(), Span::year(2025));
    let missing = NoPrice {
        member: early.member,
        from: day("2025-06-01"),
    };
    assert_eq!(found, Err(missing));
}

#[test]
fn nobody_pays_twice_for_a_day() {
    let one = team(1, "2026-01-01", Some("2026-07-01"));
    let same = |from: &str, until: Option<&str>| Membership {
        id: MembershipId(Uuid::from_u128(9)),
        from: day(from),
        until: until.map(day),
        ..one
    };
    let twice = Some(("member", FeeFault::Twice));
    assert_eq!(same("2026-06-30", None).fault(&[one]), twice);
    assert_eq!(same("2025-01-01", Some("2026-01-02")).fault(&[one]), twice);
    assert_eq!(same("2026-07-01", None).fault(&[one]), None);
    assert_eq!(one.fault(&[one]), None, "it may be changed itself");
    let backwards = same("2026-07-01", Some("2026-07-01")).fault(&[]);
    assert_eq!(backwards, Some(("until", FeeFault::Backwards)));
}

fn bill(number: u32, span: Span, state: BillState) -> Bill {
    let charges = charges(&[team(1, "2026-01-01", None)], &prices(), span).unwrap();
    let line = |charge| BillLine {
        name: "Team 1".to_owned(),
        charge,
    };
    Bill {
        id: BillId(Uuid::from_u128(number.into())),
        network: NETWORK,
        number,
        payer: PAYER,
        to: Recipient {
            name: "Granviks kommun".to_owned(),
            ..Recipient::default()
        },
        currency: Currency::Krona,
        span,
        lines: charges.into_iter().map(line).collect(),
        made: (
            StaffId(Uuid::from_u128(3)),
            Instant("2026-11-23T08:00:00Z".parse().unwrap()),
        ),
        state,
        rate: None,
        version: 1,
    }
}

#[test]
fn no_day_is_billed_twice_unless_the_first_bill_was_withdrawn() {
    let half = bill(1, span("2027-01-01", "2027-07-01"), BillState::Open);
    let rest = charges(
        &[team(1, "2026-01-01", None)],
        &prices(),
        span("2027-07-01", "2028-01-01"),
    );
    let whole = charges(&[team(1, "2026-01-01", None)], &prices(), Span::year(2027)).unwrap();
    assert_eq!(clash(&rest.unwrap(), std::slice::from_ref(&half)), None);
    assert_eq!(clash(&whole, std::slice::from_ref(&half)), Some(1));
    assert_eq!(
        unbilled(&whole, std::slice::from_ref(&half)),
        Ore(1_310_685)
    );
    assert_eq!(
        next_span(std::slice::from_ref(&half), day("2026-11-23")),
        span("2027-07-01", "2028-01-01")
    );
    let withdrawn = Bill {
        state: BillState::Withdrawn,
        ..half
    };
    assert_eq!(clash(&whole, std::slice::from_ref(&withdrawn)), None);
    assert_eq!(next_span(&[withdrawn], day("2026-11-23")), Span::year(2026));
}

#[test]
fn what_will_still_come_is_what_no_bill_has_or_no_voucher() {
    let payer = |number, currency| Payer {
        id: PayerId(Uuid::from_u128(number)),
        network: NETWORK,
        name: "Granviks kommun".to_owned(),
        reference: String::new(),
        address: String::new(),
        currency,
        version: 1,
    };
    let half = bill(1, span("2027-01-01", "2027-07-01"), BillState::Open);
    let mut facts = FeeFacts {
        payers: vec![payer(2, Currency::Krona), payer(3, Currency::Euro)],
        memberships: vec![team(1, "2026-01-01", None)],
        prices: prices(),
        bills: vec![half],
        closed: Closed::new(),
    };
    let expected = facts.expected(2027);
    let (billed, left) = (Ore(1_239_726), Ore(1_310_685));
    assert_eq!((expected.billed, expected.unbilled), (billed, left));
    facts.bills[0].state = BillState::Booked(crate::ids::VoucherId(Uuid::from_u128(5)));
    let expected = facts.expected(2027);
    assert_eq!((expected.billed, expected.unbilled), (Ore(0), left));
    facts.bills[0].state = BillState::Withdrawn;
    assert_eq!(facts.expected(2027).unbilled, billed + left);
    assert_eq!(facts.expected(2025), Default::default(), "nothing then");
    let stranger = Membership {
        payer: PayerId(Uuid::from_u128(3)),
        id: MembershipId(Uuid::from_u128(9)),
        ..facts.memberships[0]
    };
    let twice = stranger.fault(&facts.memberships);
    assert_eq!(
        twice,
        Some(("member", FeeFault::Twice)),
        "one payer for each team"
    );
}

fn account(number: u128, kind: AccountKind, purpose: Purpose) -> Account {
    Account {
        id: AccountId(Uuid::from_u128(number)),
        network: NETWORK,
        number: number.to_string(),
        name: "Konto".to_owned(),
        kind,
        purpose: Some(purpose),
        is_open: true,
        version: 1,
    }
}

#[test]
fn a_bill_is_booked_once_in_kronor_and_where_the_accounts_are() {
    let accounts = [
        account(1510, AccountKind::Asset, Purpose::Claims),
        account(3010, AccountKind::Income, Purpose::Fees),
    ];
    let on = day("2027-01-15");
    let one = bill(1, Span::year(2027), BillState::Open);
    let booking = one.booking(on, &accounts, None).unwrap();
    assert_eq!(booking.sum(), Ore(2_550_411));
    assert_eq!(booking.origin(), Origin::Bill(one.id));
    assert_eq!(booking.postings()[1].amount, Ore(-2_550_411));
    let missing = one.booking(on, &accounts[..1], None);
    assert_eq!(missing, Err(BillError::NoAccount(Purpose::Fees)));
    let danish = Bill {
        currency: Currency::DanishKrone,
        ..one.clone()
    };
    assert_eq!(danish.booking(on, &accounts, None), Err(BillError::NoRate));
    let booked = danish.booking(on, &accounts, Rate::typed("1,5"));
    assert_eq!(
        booked.unwrap().sum(),
        Ore(3_825_617),
        "half an öre is rounded up"
    );
    let again = Bill {
        state: BillState::Booked(crate::ids::VoucherId(Uuid::from_u128(5))),
        ..one.clone()
    };
    assert_eq!(
        again.booking(on, &accounts, None),
        Err(BillError::Elsewhere)
    );
    let empty = Bill {
        lines: Vec::new(),
        ..one
    };
    assert_eq!(empty.booking(on, &accounts, None), Err(BillError::Sum));
}

#[test]
fn a_bill_is_paid_once_it_is_booked_and_by_what_lowers_the_claims() {
    let accounts = [
        account(1510, AccountKind::Asset, Purpose::Claims),
        account(1930, AccountKind::Asset, Purpose::Bank),
        account(3010, AccountKind::Income, Purpose::Fees),
    ];
    let open = bill(1, Span::year(2027), BillState::Open);
    let booking = open.booking(day("2027-01-15"), &accounts, None).unwrap();
    let pay = |one: &Bill, on: &str, accounts: &[Account]| one.payment(day(on), accounts, &booking);
    let early = pay(&open, "2027-02-10", &accounts);
    assert_eq!(early, Err(BillError::Elsewhere));
    let voucher = |booking| Voucher {
        id: crate::ids::VoucherId(Uuid::from_u128(5)),
        network: open.network,
        number: 1,
        booking,
        made: open.made,
        reversed_by: None,
    };
    let booked = voucher(booking.clone());
    let owed = Bill {
        state: BillState::Booked(booked.id),
        ..open.clone()
    };
    assert_eq!(unpaid(&[open.clone(), owed.clone()]), owed.sum());
    let before = pay(&owed, "2027-01-14", &accounts);
    assert_eq!(before, Err(BillError::Before));
    let missing = pay(&owed, "2027-01-15", &accounts[..1]);
    assert_eq!(missing, Err(BillError::NoAccount(Purpose::Bank)));
    let payment = voucher(pay(&owed, "2027-01-15", &accounts).unwrap());
    assert_eq!(payment.booking.postings()[1].amount, -owed.sum());
    assert!(is_payment(&payment, &accounts));
    assert!(!is_payment(&booked, &accounts), "that is what is owed");
    let taken_back = Voucher {
        reversed_by: Some((booked.id, 2)),
        ..payment
    };
    assert!(!is_payment(&taken_back, &accounts));
}

#[test]
fn a_rate_is_read_as_people_type_it() {
    for (typed, shown) in [("11,4325", "11,4325"), ("1", "1"), (" 0.95 ", "0,95")] {
        assert_eq!(Rate::typed(typed).unwrap().to_string(), shown);
    }
    for wrong in ["", "0", "-1", "1,2345678", "1e3", "1001"] {
        assert_eq!(Rate::typed(wrong), None, "{wrong}");
    }
}

proptest! {
    /// Cut as one likes, the bills of a year add up to what the year costs at once; and a line is less than an öre from
    /// what its days cost exactly.
    #[test]
    fn the_parts_of_a_fee_add_up_to_the_whole(
        start in -400_i64..800,
        length in 1_i64..1_200,
        cuts in proptest::collection::btree_set(1_i64..1_460, 0..8),
        kronor in (0_i64..100_000, 0_i64..100_000, 0_i64..10_000_000),
        change in 1_i64..1_400,
    ) {
        let base = day("2026-01-01");
        let lists = [
            list(1, "2020-01-01", (0, kronor.0)),
            PriceList { from: base.plus(change), team: Ore(kronor.2), ..list(2, "2026-01-01", (0, kronor.1)) },
        ];
        let member = Membership {
            from: base.plus(start),
            until: Some(base.plus(start + length)),
            ..team(1, "2026-01-01", None)
        };
        let until = base.plus(1_461);
        let whole = charges(&[member], &lists, Span { from: base, until }).unwrap();
        let mut parts = Vec::new();
        let mut from = base;
        for cut in cuts.into_iter().map(|days| base.plus(days)).chain([until]) {
            parts.extend(charges(&[member], &lists, Span { from, until: cut }).unwrap());
            from = cut;
        }
        let sum = |lines: &[Charge]| lines.iter().map(|one| one.amount.0).sum::<i64>();
        prop_assert_eq!(sum(&whole), sum(&parts));
        let days = |lines: &[Charge]| lines.iter().map(|one| one.days.0).sum::<u32>();
        prop_assert_eq!(days(&whole), days(&parts));
        for one in &parts {
            let exact = i128::from(one.yearly.0) * i128::from(one.days.0);
            let off = i128::from(one.amount.0) * i128::from(one.days.1) - exact;
            prop_assert!(off.abs() < i128::from(one.days.1), "{:?}", one);
        }
    }
}

#[test]
fn a_team_that_closes_costs_nothing_from_that_day_on() {
    let payer = Payer {
        id: PayerId(Uuid::from_u128(2)),
        network: NETWORK,
        name: "Granviks kommun".to_owned(),
        reference: String::new(),
        address: String::new(),
        currency: Currency::Krona,
        version: 1,
    };
    let open = team(1, "2026-01-01", None);
    let Member::Team(id) = open.member else {
        panic!("{open:?}");
    };
    let until = |one: &FeeFacts| {
        let lines = one.of_payer(&payer, Span::year(2027)).unwrap();
        lines
            .last()
            .map(|line| (line.span.until, line.ended_by(&one.closed)))
    };
    let mut facts = FeeFacts {
        memberships: vec![open],
        prices: prices(),
        ..FeeFacts::default()
    };
    assert_eq!(until(&facts), Some((day("2028-01-01"), None)));
    facts.closed = [(id, day("2027-03-16"))].into();
    let closed = day("2027-03-16");
    assert_eq!(until(&facts), Some((closed, Some(closed))));
    let typed = Some(day("2027-02-01"));
    facts.memberships[0].until = typed;
    assert_eq!(until(&facts), typed.map(|on| (on, None)), "it ended before");
    facts.memberships[0].until = Some(day("2027-06-01"));
    assert_eq!(until(&facts), Some((closed, Some(closed))));
    facts.closed = [(id, day("2025-12-31"))].into();
    assert_eq!(until(&facts), None, "it had closed before it was paid for");
}
