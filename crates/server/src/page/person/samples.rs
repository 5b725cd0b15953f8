//! Every state of the pages of people.

use super::*;
use crate::page::{Samples, sampled};

/// Every state of these pages.
pub(super) fn all() -> Vec<Sampled> {
    let mut all = sampled::<PeoplePage>("people");
    all.extend(sampled::<PersonPage>("person"));
    all
}

impl Samples for PeoplePage {
    fn samples() -> Vec<(&'static str, PeoplePage)> {
        let lang = Lang::SV;
        let page = |household: Vec<PersonView>| PeoplePage {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-people"),
            url: "/".to_owned(),
            case_url: "/".to_owned(),
            household,
            network: Vec::new(),
            may_write: true,
            genogram: String::new(),
            bonds: Vec::new(),
            ecomap: String::new(),
            ties: Vec::new(),
            names: vec![("1".to_owned(), "Malva Lingonstig".to_owned())],
            bond_kinds: choices::<BondKind>(lang),
            systems: vec![("family".to_owned(), "Familj".to_owned())],
            strengths: choices::<TieStrength>(lang),
            bond: BondForm::default(),
            tie: TieForm::default(),
            faults: Faults::none(),
        };
        let malva = PersonView {
            url: "/".to_owned(),
            name: "Malva Lingonstig".to_owned(),
            about: "Mamma, 39 år".to_owned(),
            tags: vec![("lock", lang.name(Protection::Marked))],
            phone: "070-000 00 00".to_owned(),
            hidden: true,
            warning: "Ring innan du går in.".to_owned(),
        };
        let link = Link {
            remove: "/".to_owned(),
            remove_label: lang.t1("person-tie-remove", "who", "Malva"),
            from: "Malva".to_owned(),
            what: lang.name(BondKind::Parent),
            to: "Fjäril".to_owned(),
        };
        let mut faults = Faults::none();
        faults.add("b", "person-fault-same");
        faults.add("label", "person-fault-tie");
        let full = PeoplePage {
            network: vec![malva.clone()],
            bonds: vec![link.clone()],
            ties: vec![link],
            faults,
            ..page(vec![malva.clone()])
        };
        let read = PeoplePage {
            may_write: false,
            ..page(vec![malva])
        };
        vec![("empty", page(vec![])), ("full", full), ("to read", read)]
    }
}

impl Samples for PersonPage {
    fn samples() -> Vec<(&'static str, PersonPage)> {
        let lang = Lang::SV;
        let page = |is_new: bool, hidden: bool| PersonPage {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-people"),
            title: "Malva Lingonstig".to_owned(),
            action: "/".to_owned(),
            back: "/".to_owned(),
            form: PersonForm {
                phone: (!hidden).then(String::new),
                ..PersonForm::default()
            },
            faults: Faults::none(),
            is_new,
            hidden,
            hidden_why: lang.t(if is_new {
                "person-hidden-own"
            } else {
                "person-hidden-home"
            }),
            may_write: true,
            doubt: None,
            conflict: Vec::new(),
            facts: vec![(lang.t("person-kin"), lang.name(Kin::Mother))],
            kins: choices::<Kin>(lang),
            sexes: choices::<Sex>(lang),
            kinds: choices::<IdentityKind>(lang),
            tongues: tongues(lang, "sv"),
            protections: choices::<Protection>(lang),
        };
        let mut faults = Faults::none();
        faults.add("given_name", "person-fault-name");
        faults.add("born", "person-fault-day");
        faults.add("kin", "person-fault-kin");
        let faulty = PersonPage {
            faults,
            doubt: Some(lang.t("person-doubt-digit")),
            conflict: vec![("person-phone", "1".to_owned(), "2".to_owned())],
            ..page(false, false)
        };
        let read = PersonPage {
            may_write: false,
            ..page(false, true)
        };
        vec![
            ("new", page(true, false)),
            ("hidden", page(false, true)),
            ("with faults", faulty),
            ("to read", read),
        ]
    }
}
