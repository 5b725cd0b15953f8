//! The ledger as SIE 4, read back by a reader that knows the format and nothing of how it is written.

use std::collections::BTreeMap;

use hemma_app::ledger::VoucherInput;
use hemma_domain::money::Ore;
use hemma_testkit::fixture::{self, NETWORK};

use crate::harness::{TestApp, message};
use crate::ledger::{accounts, voucher};

/// A line of a file: its label and its fields.
type Line = (String, Vec<String>);

/// Text of the old character set; only Swedish letters are known here.
fn decoded(file: &[u8]) -> String {
    let letter = |byte: &u8| match byte {
        0x86 => 'å',
        0x84 => 'ä',
        0x94 => 'ö',
        0x8F => 'Å',
        0x8E => 'Ä',
        0x99 => 'Ö',
        ascii if ascii.is_ascii() => char::from(*ascii),
        other => panic!("{other:#x}"),
    };
    file.iter().map(letter).collect()
}

fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut field, mut quoted, mut escaped) =
        (Vec::new(), String::new(), false, false);
    for sign in line.chars().chain([' ']) {
        match sign {
            _ if escaped => {
                field.push(sign);
                escaped = false;
            }
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ' ' if !quoted => {
                if !field.is_empty() {
                    fields.push(std::mem::take(&mut field));
                }
            }
            sign => field.push(sign),
        }
    }
    fields
}

fn lines(file: &[u8]) -> Vec<Line> {
    let text = decoded(file);
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains('\n'));
    let lines = text.lines().map(str::trim);
    let labelled = lines.filter(|line| line.starts_with('#'));
    labelled
        .map(|line| {
            let mut fields = fields(line);
            (fields.remove(0), fields)
        })
        .collect()
}

fn ore(text: &str) -> i64 {
    let (kronor, ore) = text.split_once('.').unwrap();
    assert_eq!(ore.len(), 2);
    format!("{kronor}{ore}").parse().unwrap()
}

/// What stands under a label, by account.
fn sums(lines: &[Line], label: &str) -> BTreeMap<String, i64> {
    let of_label = lines.iter().filter(|(one, _)| one == label);
    of_label
        .map(|(_, fields)| (fields[1].clone(), ore(&fields[2])))
        .collect()
}

#[tokio::test]
async fn a_year_reads_back_balanced_voucher_by_voucher() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let all = accounts(&test).await;
    let trip = VoucherInput {
        text: "Resa till \"Åbo\" – ägg och öl".to_owned(),
        ..voucher("2026-11-21", (all[3], all[1]), 1_290_005)
    };
    let earlier = voucher("2025-12-30", (all[3], all[1]), 50_000);
    for one in [earlier, trip, voucher("2026-02-01", (all[1], all[3]), 100)] {
        test.app.book_voucher(lead, NETWORK, one).await.unwrap();
    }
    let file = test.app.ledger_sie(lead, NETWORK, 2026).await.unwrap();
    let lines = lines(&file);
    let first = |label: &str| {
        lines
            .iter()
            .find(|(one, _)| one == label)
            .unwrap()
            .1
            .clone()
    };
    assert_eq!(first("#FORMAT"), ["PC8"]);
    assert_eq!(first("#SIETYP"), ["4"]);
    assert_eq!(first("#RAR"), ["0", "20260101", "20261231"]);
    let vouchers = lines.iter().filter(|(one, _)| one == "#VER");
    let texts: Vec<&str> = vouchers.map(|(_, fields)| fields[3].as_str()).collect();
    assert_eq!(texts.len(), 2);
    assert!(
        texts.contains(&"Resa till \"Åbo\" - ägg och öl"),
        "{texts:?}"
    );
    let mut moved: BTreeMap<String, i64> = BTreeMap::new();
    let mut open = 0;
    for (label, fields) in &lines {
        match label.as_str() {
            "#VER" => assert_eq!(open, 0, "the voucher before balances"),
            "#TRANS" => {
                let sum = ore(&fields[2]);
                open += sum;
                *moved.entry(fields[0].clone()).or_default() += sum;
            }
            _ => {}
        }
    }
    assert_eq!(open, 0);
    let (before, after) = (sums(&lines, "#IB"), sums(&lines, "#UB"));
    assert!(
        before.values().any(|sum| *sum != 0),
        "the year before is in it"
    );
    for (account, sum) in &after {
        let change = moved.get(account).copied().unwrap_or_default();
        assert_eq!(before[account] + change, *sum, "{account}");
    }
    for (account, sum) in sums(&lines, "#RES") {
        assert_eq!(
            moved.get(&account).copied().unwrap_or_default(),
            sum,
            "{account}"
        );
    }
    let known = lines.iter().filter(|(one, _)| one == "#KONTO").count();
    assert_eq!(known, all.len());
    let therapist = test.ctx(fixture::THERAPIST);
    let refused = test.app.ledger_sie(&therapist, NETWORK, 2026).await;
    assert!(["forbidden", "not found"].contains(&message(&refused.unwrap_err())));
    assert_eq!(Ore(1_290_005), Ore(ore("12900.05")));
}
