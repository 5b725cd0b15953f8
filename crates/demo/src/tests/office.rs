//! The office's days and books agree with each other and with what is told of them.

use super::*;

#[test]
fn an_office_works_on_working_days() {
    use hemma_domain::holiday::is_day_off;
    for today in ["2026-11-25", "2026-01-01", "2026-06-20", "2027-04-18"] {
        let plan = plan_of(today);
        for one in plan.trainings() {
            let sessions = &one.training.content.sessions;
            let off = sessions.iter().find(|one| is_day_off(one.on));
            assert_eq!(off, None, "{today} {}", one.training.content.title);
        }
        for one in plan.proposals() {
            let course = &one.course;
            let hands = [course.signed, course.sent].into_iter().flatten();
            let ruled = course.ruling.iter().map(|ruling| ruling.on);
            for on in hands.map(|hand| hand.at.day()).chain(ruled) {
                assert!(!is_day_off(on), "{today} {} {on}", one.content.heading);
            }
        }
    }
}

#[test]
fn what_was_paid_agrees_with_what_is_told_and_the_bank_lends_nothing() {
    for today in ["2026-11-25", "2026-01-20", "2026-12-31", "2027-04-18"] {
        let plan = plan_of(today);
        let economy = plan.economy().unwrap();
        let account = |number: &str| {
            let found = economy.accounts.iter().find(|one| one.number == number);
            found.unwrap().id
        };
        let mut bank = 0;
        for one in &economy.vouchers {
            let postings = one.booking.postings().iter();
            let own = postings.filter(|one| one.account == account("1930"));
            bank += own.map(|one| one.amount.0).sum::<i64>();
            assert!(0 <= bank, "{today} {} {bank}", one.booking.on());
        }
        let proposals = plan.proposals();
        let trip = &proposals[0];
        let paid = economy.vouchers.iter().map(|one| &one.booking);
        let paid = paid.filter(|one| one.proposal() == Some(trip.id));
        let paid: Vec<i64> = paid
            .flat_map(|one| one.postings())
            .filter(|one| one.account == account("5810"))
            .map(|one| one.amount.0)
            .collect();
        assert_eq!(paid, [7_985_000]);
        let report = &trip.course.report.as_ref().unwrap().text;
        assert!(report.contains("79 850"), "{report}");
        let earmark = economy.earmarks.iter().find(|one| one.proposal == trip.id);
        assert_eq!(Some(earmark.unwrap().amount), trip.content.paid());
        let draft = proposals.last().unwrap();
        let says = |words: &str| {
            draft
                .content
                .points
                .iter()
                .any(|point| point.contains(words))
        };
        assert!(!says("2010") && !says("81 000") && !says("tre medarbetare"));
    }
}
