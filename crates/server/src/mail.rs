//! What mails say: that there is something to see, where to sign in, and why the mail came. Nothing else.

use hemma_domain::mail::{Mail, Recipient};

use crate::lang::Lang;

/// The subject and the text of a mail.
pub fn write(mail: &Mail, origin: &str) -> (String, String) {
    let lang = Lang(mail.language);
    if let Recipient::Applicant(_) = mail.to {
        let lines = [
            lang.t("mail-applicant"),
            lang.name(mail.kind),
            lang.t("mail-no-reply"),
        ];
        return (lang.t("mail-applicant-subject"), lines.join("\n\n"));
    }
    if let Recipient::Guest(_) = mail.to {
        let lines = [
            lang.t("mail-guest"),
            lang.name(mail.kind),
            lang.t("mail-no-reply"),
        ];
        return (lang.t("mail-guest-subject"), lines.join("\n\n"));
    }
    let lines = [
        lang.t("mail-something"),
        lang.t1("mail-sign-in", "address", origin),
        lang.name(mail.kind),
        lang.t("mail-no-reply"),
    ];
    (lang.t("mail-subject"), lines.join("\n\n"))
}

#[cfg(test)]
mod tests {
    use hemma_domain::code::Code as _;
    use hemma_domain::ids::{ApplicationId, StaffId};
    use hemma_domain::mail::MailKind;
    use hemma_domain::staff::Language;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_mail_says_nothing_but_that_and_why_it_came() {
        let told = [Language::Swedish, Language::English].map(|language| {
            MailKind::ALL.iter().map(move |kind| {
                let mail = Mail {
                    to: match kind {
                        MailKind::Application => Recipient::Applicant(ApplicationId(Uuid::nil())),
                        MailKind::Briefing => Recipient::Guest(Uuid::nil()),
                        _ => Recipient::Staff(StaffId(Uuid::nil())),
                    },
                    address: "tuva@example.org".into(),
                    language,
                    kind: *kind,
                };
                let (subject, body) = write(&mail, "https://hemma.example");
                format!("{subject}\n\n{body}")
            })
        });
        let told: Vec<String> = told.into_iter().flatten().collect();
        insta::assert_snapshot!(told.join("\n---\n"));
    }
}
