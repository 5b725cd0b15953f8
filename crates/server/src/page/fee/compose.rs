//! A bill in the typesetter's layout.

use hemma_app::fee::OneBill;
use serde_json::{Value as Json, json};

use super::payer::charge_view;
use super::{amount, period};
use crate::http::visit::Visit;

/// The document, in the language of the screen.
pub(super) fn document(found: &OneBill, visit: &Visit) -> Json {
    let (lang, bill) = (visit.lang, &found.bill);
    let sum = amount(bill.sum(), bill.currency, lang);
    let mut rows: Vec<[String; 4]> = Vec::new();
    for line in &bill.lines {
        let view = charge_view(
            (&line.charge, &line.name),
            &found.closed,
            bill.currency,
            lang,
        );
        let what = format!("{}\n{}", view.name, view.period);
        rows.push([what, view.days, view.yearly, view.amount]);
    }
    rows.push([lang.t("fee-sum"), String::new(), String::new(), sum.clone()]);
    let facts = [
        ("fee-reference", bill.to.reference.clone()),
        ("fee-period", period(bill.span, lang)),
        ("fee-sum", sum),
    ];
    let facts = facts.iter().filter(|(_, value)| !value.is_empty());
    let facts = facts.map(|(key, value)| json!({ "label": lang.t(key), "value": value }));
    let number = |key: &str| json!({ "title": lang.t(key), "align": "right", "share": 0 });
    let to = [bill.to.name.clone(), bill.to.address.clone()];
    let made_at = visit.ctx.now;
    json!({
        "template": "bill",
        "lang": lang.code(),
        "title": lang.t1("fee-bill-number", "number", bill.number),
        "date": bill.made.1.day().to_string(),
        "data": {
            "document": lang.t("fee-bill"),
            "number": lang.t1("fee-number", "number", bill.number),
            "office": found.network,
            "to": to.into_iter().filter(|one| !one.is_empty()).collect::<Vec<String>>(),
            "facts": facts.collect::<Vec<Json>>(),
            "table": {
                "columns": [
                    { "title": lang.t("fee-what"), "share": 1 },
                    number("fee-days"),
                    number("fee-yearly"),
                    number("fee-amount"),
                ],
                "rows": rows,
            },
            "note": lang.t("fee-rounding"),
            "made_by": visit.who.staff.name,
            "made_at": format!("{} {}", made_at.day(), made_at.clock()),
        },
    })
}
