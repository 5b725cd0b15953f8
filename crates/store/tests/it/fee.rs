//! Fees: price lists, payers, what they pay for, and bills with every line.

use hemma_domain::fee::{
    Bill, BillLine, BillState, Charge, Currency, Member, Membership, Payer, PriceList, Rate,
    Recipient, Span,
};
use hemma_domain::ids::{BillId, MembershipId, PayerId, PriceListId};
use hemma_domain::ledger::Origin;
use hemma_domain::money::Ore;
use hemma_store::db::Tx;
use hemma_store::error::Error;
use hemma_store::{fee, ledger};
use hemma_testkit::fixture::{self, NETWORK, TEAMS};
use hemma_testkit::noon;
use uuid::Uuid;

use crate::ledger::{open, voucher};
use crate::pool::day;

const PAYER: PayerId = PayerId(Uuid::from_u128(1));

fn list(number: u128, from: &str) -> PriceList {
    PriceList {
        id: PriceListId(Uuid::from_u128(number)),
        network: NETWORK,
        currency: Currency::Krona,
        from: day(from),
        organisation: Ore(4_000_000),
        team: Ore(2_500_050),
        source: "Påhittat beslut".to_owned(),
    }
}

fn payer() -> Payer {
    Payer {
        id: PAYER,
        network: NETWORK,
        name: "Granviks kommun".to_owned(),
        reference: "Ref 17".to_owned(),
        address: "Box 1, Granvik".to_owned(),
        currency: Currency::Krona,
        version: 1,
    }
}

fn membership(number: u128, member: Member) -> Membership {
    Membership {
        id: MembershipId(Uuid::from_u128(number)),
        payer: PAYER,
        member,
        from: day("2026-10-01"),
        until: None,
    }
}

fn bill() -> Bill {
    let line = |number: u128, member, name: &str| BillLine {
        name: name.to_owned(),
        charge: Charge {
            membership: MembershipId(Uuid::from_u128(number)),
            member,
            span: Span::year(2027),
            days: (365, 365),
            yearly: Ore(4_000_000),
            price: PriceListId(Uuid::from_u128(1)),
            amount: Ore(4_000_000),
        },
    };
    Bill {
        id: BillId(Uuid::from_u128(1)),
        network: NETWORK,
        number: 1,
        payer: PAYER,
        to: Recipient {
            name: "Granviks kommun".to_owned(),
            reference: "Ref 17".to_owned(),
            address: String::new(),
        },
        currency: Currency::Krona,
        span: Span::year(2027),
        lines: vec![
            line(1, Member::Organisation, ""),
            line(2, Member::Team(TEAMS[2]), "MST \"Granvik\""),
        ],
        made: (fixture::NETWORK_LEAD, noon("2026-11-23")),
        state: BillState::Open,
        rate: None,
        version: 1,
    }
}

async fn filled(tx: &mut Tx) {
    fee::insert_price_list(tx, &list(1, "2026-01-01"))
        .await
        .unwrap();
    fee::insert_payer(tx, &payer()).await.unwrap();
}

#[tokio::test]
async fn prices_payers_and_what_they_pay_for_are_kept() {
    for db in hemma_testkit::each().await {
        let mut tx = open(&db).await;
        filled(&mut tx).await;
        fee::insert_price_list(&mut tx, &list(2, "2027-07-01"))
            .await
            .unwrap();
        let lists = fee::price_lists(&mut tx, NETWORK).await.unwrap();
        assert_eq!(lists, [list(2, "2027-07-01"), list(1, "2026-01-01")]);
        let team = membership(2, Member::Team(TEAMS[2]));
        fee::put_membership(&mut tx, &team).await.unwrap();
        let whole = membership(1, Member::Organisation);
        fee::put_membership(&mut tx, &whole).await.unwrap();
        let ended = Membership {
            until: Some(day("2028-04-01")),
            ..team
        };
        fee::put_membership(&mut tx, &ended).await.unwrap();
        let all = fee::memberships(&mut tx, NETWORK).await.unwrap();
        assert_eq!(all, [whole, ended], "the organisation stands first");
        fee::delete_membership(&mut tx, team.id).await.unwrap();
        assert_eq!(fee::memberships(&mut tx, NETWORK).await.unwrap(), [whole]);
        let renamed = Payer {
            name: "Granviks stad".to_owned(),
            ..payer()
        };
        assert!(fee::save_payer(&mut tx, &renamed).await.unwrap());
        assert!(
            !fee::save_payer(&mut tx, &renamed).await.unwrap(),
            "changed meanwhile"
        );
        let found = fee::find_payer(&mut tx, PAYER).await.unwrap();
        let kept = Payer {
            version: 2,
            ..renamed
        };
        assert_eq!(found, Some(kept.clone()));
        assert_eq!(fee::payers(&mut tx, NETWORK).await.unwrap(), [kept]);
        tx.commit().await.unwrap();
        let mut tx = db.write("request").await.unwrap();
        let twice = fee::insert_price_list(&mut tx, &list(3, "2026-01-01")).await;
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
    }
}

#[tokio::test]
async fn a_bill_is_kept_with_its_lines_and_knows_its_voucher() {
    for db in hemma_testkit::each().await {
        let mut tx = open(&db).await;
        filled(&mut tx).await;
        let one = bill();
        fee::insert_bill(&mut tx, &one).await.unwrap();
        assert_eq!(
            fee::find_bill(&mut tx, one.id).await.unwrap(),
            Some(one.clone())
        );
        let at_rate = Bill {
            rate: Rate::typed("1,53"),
            ..one.clone()
        };
        assert!(fee::change_bill(&mut tx, &at_rate).await.unwrap());
        assert!(
            !fee::change_bill(&mut tx, &at_rate).await.unwrap(),
            "changed meanwhile"
        );
        let booked = voucher(
            1,
            "2026-11-02",
            Origin::Bill(one.id),
            &[(1510, 5), (3010, -5)],
        );
        ledger::insert(&mut tx, &booked).await.unwrap();
        let found = fee::find_bill(&mut tx, one.id).await.unwrap().unwrap();
        assert_eq!(found.state, BillState::Booked(booked.id));
        assert_eq!((found.rate, found.version), (at_rate.rate, 2));
        let payment = voucher(2, "2026-11-20", Origin::Typed, &[(1930, 5), (1510, -5)]);
        ledger::insert(&mut tx, &payment).await.unwrap();
        let numbered = ledger::find_numbered(&mut tx, NETWORK, 2).await.unwrap();
        assert_eq!(numbered, Some(payment.clone()));
        assert_eq!(
            ledger::find_numbered(&mut tx, NETWORK, 9).await.unwrap(),
            None
        );
        let paid = Bill {
            state: BillState::Paid {
                booked: booked.id,
                by: payment.id,
            },
            ..found
        };
        assert!(fee::change_bill(&mut tx, &paid).await.unwrap());
        let found = fee::find_bill(&mut tx, one.id).await.unwrap().unwrap();
        assert_eq!(found.state, paid.state);
        let back = voucher(
            3,
            "2026-11-21",
            Origin::Reversal(payment.id),
            &[(1510, 5), (1930, -5)],
        );
        ledger::insert(&mut tx, &back).await.unwrap();
        let found = fee::find_bill(&mut tx, one.id).await.unwrap().unwrap();
        assert_eq!(found.state, BillState::Booked(booked.id), "taken back");
        let withdrawn = Bill {
            state: BillState::Withdrawn,
            ..found
        };
        assert!(fee::change_bill(&mut tx, &withdrawn).await.unwrap());
        let all = fee::bills(&mut tx, NETWORK).await.unwrap();
        assert_eq!((all.len(), all[0].state), (1, BillState::Withdrawn));
        assert_eq!(all[0].lines, one.lines);
    }
}
