//! Applications as their writers send them.

use axum::http::StatusCode;

use super::opening::{ANSWERS, anybody, apply_url, multipart, send};
use crate::harness::TestSite;

#[tokio::test]
async fn a_form_sent_again_with_corrections_says_that_the_first_one_stands() {
    let site = TestSite::new().await;
    let form = anybody(&site, &apply_url()).await.body;
    let (_, rest) = form.split_once("name=\"secret\" value=\"").unwrap();
    let secret = rest.split('"').next().unwrap();
    let send_with = async |phone: &str| {
        let mut fields = ANSWERS.to_vec();
        fields[2].1 = phone;
        fields.push(("secret", secret));
        send(&site, multipart(&fields, None)).await
    };
    let first = send_with("070-000 00 01").await;
    let own = first.location.unwrap();
    let own = own.split('?').next().unwrap();
    let same = send_with("070-000 00 01").await;
    assert_eq!(same.status, StatusCode::SEE_OTHER, "{}", same.body);
    let corrected = send_with("070-000 00 09").await;
    assert_eq!(corrected.status, StatusCode::CONFLICT);
    let link = format!("href=\"{own}\"");
    for told in ["Din första ansökan står kvar", "ta tillbaka den", &link] {
        assert!(
            corrected.body.contains(told),
            "{told} in {}",
            corrected.body
        );
    }
    let page = anybody(&site, own).await.body;
    assert!(page.contains("070-000 00 01") && !page.contains("070-000 00 09"));
}
