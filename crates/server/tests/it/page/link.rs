//! A link as the browser of whoever holds it sees it: plain forms, no script, no word about whom it concerns.

use axum::http::StatusCode;
use hemma_app::ctx::Ctx;
use hemma_app::instrument_file::InstrumentFile;
use hemma_domain::access::Errand;
use hemma_testkit::fixture;

use crate::harness::{Answer, TestSite, now};
use crate::page::interview::{after, planned};

/// A link that was made: its address, the code, and the site it is of.
struct Given {
    site: TestSite,
    interviewer: String,
    /// The interview it belongs to.
    interview: String,
    url: String,
    code: String,
}

/// What a browser keeps of one link.
struct Browser<'a> {
    given: &'a Given,
    cookie: String,
}

async fn make(site: &TestSite, cookie: &str, interview: &str, layout: &str) -> Answer {
    let wish = format!("language=sv&layout={layout}&days=7");
    site.post(&format!("{interview}/links"), cookie, &wish)
        .await
}

async fn given(layout: &str) -> Given {
    let (site, interviewer, interview) = planned().await;
    let made = make(&site, &interviewer, &interview, layout).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let address = between(&made.body, "data-link>", "<");
    let url = address.strip_prefix("http://localhost").unwrap().to_owned();
    let code = between(&made.body, "data-code>", "<").replace(' ', "");
    Given {
        site,
        interviewer,
        interview,
        url,
        code,
    }
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let rest = text.split(start).nth(1).unwrap_or_else(|| panic!("{text}"));
    rest.split(end).next().unwrap()
}

impl Given {
    /// Opens the link with its code.
    async fn sit(&self) -> Browser<'_> {
        let answer = self
            .site
            .post(&self.url, "", &format!("code={}", self.code))
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert_eq!(answer.location.as_deref(), Some(self.url.as_str()));
        Browser {
            given: self,
            cookie: answer.cookie.unwrap(),
        }
    }
}

impl Browser<'_> {
    async fn get(&self, below: &str) -> Answer {
        let path = format!("{}{below}", self.given.url);
        self.given.site.get(&path, &self.cookie).await
    }

    async fn post(&self, below: &str, form: &str) -> Answer {
        let path = format!("{}{below}", self.given.url);
        self.given.site.post(&path, &self.cookie, form).await
    }

    /// Presses the button of a value on the page of a question.
    async fn press(&self, number: usize, value: &str) -> Answer {
        let page = self.get(&format!("/questions/{number}")).await.body;
        let version = after(&page, "name=\"version\" value=\"");
        let name = after(&page, "<button name=\"");
        let form = format!("version={version}&place={number}&{name}={value}");
        self.post("/answers", &form).await
    }
}

#[tokio::test]
async fn a_whole_questionnaire_is_answered_by_link_and_scored() {
    let given = given("one").await;
    let code_page = given.site.get(&given.url, "").await;
    assert_eq!(code_page.status, StatusCode::OK);
    assert!(
        code_page.body.contains("Skriv din kod"),
        "{}",
        code_page.body
    );
    let seat = given.sit().await;
    let first = seat.get("").await.body;
    assert!(
        first.contains("Fråga 1") && first.contains("på det papper"),
        "{first}"
    );
    for number in 1..=28 {
        let value = if number <= 17 { "5" } else { "3" };
        let saved = seat.press(number, value).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let next = format!("{}/questions/{}", given.url, number + 1);
        assert_eq!(saved.location, Some(next));
    }
    let end = seat.get("").await;
    assert_eq!(end.location, Some(format!("{}/finish", given.url)));
    let end = seat.get("/finish").await.body;
    assert!(end.contains("Du har svarat på alla frågor"), "{end}");
    let sent = seat.post("/finish", "version=28").await;
    assert_eq!(
        sent.location.as_deref(),
        Some(given.url.as_str()),
        "{}",
        sent.body
    );
    assert!(
        sent.headers["set-cookie"]
            .to_str()
            .unwrap()
            .contains("hemma_answer=;")
    );
    let thanks = given.site.get(&given.url, "").await.body;
    assert!(thanks.contains("Svaren är skickade"), "{thanks}");
    let again = given
        .site
        .post(&given.url, "", &format!("code={}", given.code))
        .await;
    assert!(again.body.contains("Svaren är skickade") && again.cookie.is_none());
    let page = given
        .site
        .get(&given.interview, &given.interviewer)
        .await
        .body;
    assert!(page.contains("redan avslutad"), "{page}");
    let leader = given.site.sign_in(fixture::LEADER).await;
    let measures = format!("/cases/{}/measures", fixture::OPEN);
    let measures = given.site.get(&measures, &leader).await.body;
    assert!(measures.contains("17/28"), "{measures}");
    assert!(measures.contains("på egen hand via länk"), "{measures}");
    let officer = given.site.sign_in(fixture::RECORDS_OFFICER).await;
    let log = format!("/boards/{}/log", fixture::BOARDS[0]);
    let log = given.site.get(&log, &officer).await.body;
    assert!(log.contains("Den som har länken") && log.contains("Svarade med länk"));
}

#[tokio::test]
async fn no_page_of_a_link_says_whom_it_concerns_or_is_kept_anywhere() {
    let given = given("one").await;
    let seat = given.sit().await;
    seat.press(1, "5").await;
    for page in [
        given.site.get(&given.url, "").await,
        seat.get("").await,
        seat.get("/questions/1").await,
        seat.get("/finish").await,
        given.site.post(&given.url, "", "code=1").await,
    ] {
        for word in [
            "Lingonstig",
            "Malva",
            "Ekorrstig",
            "BJÖ-26",
            "TAM-CAN",
            "Hemma",
            "MST",
            "Björkdalen",
            "<script",
        ] {
            assert!(!page.body.contains(word), "{word}: {}", page.body);
        }
        let header = |name: &str| page.headers[name].to_str().unwrap().to_owned();
        assert_eq!(header("cache-control"), "no-store");
        assert!(header("x-robots-tag").contains("noindex"));
        assert!(header("content-security-policy").contains("default-src 'none'"));
        assert_eq!(header("referrer-policy"), "same-origin");
    }
    let opened = given
        .site
        .post(&given.url, "", &format!("code={}", given.code))
        .await;
    let cookie = opened.headers["set-cookie"].to_str().unwrap();
    for part in ["HttpOnly", "SameSite=Lax", &format!("Path={}", given.url)] {
        assert!(cookie.contains(part), "{cookie}");
    }
}

#[tokio::test]
async fn an_address_written_off_wrongly_says_so_and_nothing_of_the_program() {
    let given = given("one").await;
    let unknown = given.site.get("/a/", "").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert!(unknown.body.contains("Adressen stämmer inte"));
    for word in ["Hemma", "/sign-in", "behörig"] {
        assert!(!unknown.body.contains(word), "{word}: {}", unknown.body);
    }
    for path in ["/a/0000-0000-0000-0000-0000-0000-0000", "/a/x"] {
        let page = given.site.get(path, "").await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert_eq!(page.body, unknown.body);
        let posted = given
            .site
            .post(path, "", &format!("code={}", given.code))
            .await;
        assert_eq!(
            (posted.status, posted.body),
            (StatusCode::NOT_FOUND, unknown.body.clone())
        );
        for below in ["/finish", "/questions/1"] {
            let page = given.site.get(&format!("{path}{below}"), "").await;
            assert_eq!(page.body, unknown.body);
        }
    }
    let typed = given
        .url
        .to_uppercase()
        .replace("/A/", "/a/")
        .replace('-', "");
    assert_eq!(given.site.get(&typed, "").await.status, StatusCode::OK);
}

#[tokio::test]
async fn wrong_codes_are_counted_told_and_lock() {
    let given = given("one").await;
    let wrong = if given.code == "000000" {
        "000001"
    } else {
        "000000"
    };
    let wrong = format!("code={wrong}");
    for left in ["4 gånger", "3 gånger", "2 gånger", "en gång"] {
        let answer = given.site.post(&given.url, "", &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(left), "{left}: {}", answer.body);
    }
    for form in [wrong, format!("code={}", given.code)] {
        let locked = given.site.post(&given.url, "", &form).await;
        assert!(locked.body.contains("Länken är låst") && locked.cookie.is_none());
    }
    let page = given
        .site
        .get(&given.interview, &given.interviewer)
        .await
        .body;
    assert!(page.contains("Låst efter för många fel koder"), "{page}");
    let back = make(&given.site, &given.interviewer, &given.interview, "one").await;
    assert_eq!(back.status, StatusCode::OK);
}

#[tokio::test]
async fn two_windows_meet_and_the_second_sees_what_the_first_said() {
    let given = given("one").await;
    let seat = given.sit().await;
    let page = seat.get("/questions/1").await.body;
    let name = after(&page, "<button name=\"").to_owned();
    let form = |value: &str| format!("version=0&place=1&{name}={value}");
    let first = seat.post("/answers", &form("5")).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let twice = seat.post("/answers", &form("5")).await;
    assert_eq!(
        twice.status,
        StatusCode::SEE_OTHER,
        "pressed twice is said once"
    );
    let other = seat.post("/answers", &form("1")).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    assert!(other.body.contains("i ett annat fönster"), "{}", other.body);
    let wrong = seat.post("/answers", "version=1&place=1&a_tamr_01=3").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let range = seat.press(2, "9").await;
    assert_eq!(range.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(range.body.contains("Välj igen") && range.body.contains("Fråga 2"));
    let other_phone = given.sit().await;
    let cold = seat.get("").await;
    assert!(cold.body.contains("Skriv din kod"), "one sits at a link");
    assert!(other_phone.get("").await.body.contains("Fråga 2"));
}

#[tokio::test]
async fn what_was_chosen_outlives_the_seat() {
    let given = given("list").await;
    let seat = given.sit().await;
    let list = seat.get("").await.body;
    assert_eq!(list.matches("<fieldset").count(), 28);
    let form = "version=0&a_tamcan_01=5&a_tamcan_02=not_applicable&a_tamcan_03=declined";
    let later = given.site.later(31 * 60);
    let path = format!("{}/answers", given.url);
    let asked = later.post(&path, &seat.cookie, form).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    assert!(
        asked
            .body
            .contains("name=\"a_tamcan_02\" value=\"not_applicable\""),
        "{}",
        asked.body
    );
    let with_code = format!("code={}&{form}", given.code);
    let saved = later.post(&given.url, "", &with_code).await;
    assert_eq!(
        saved.location,
        Some(format!("{}/finish", given.url)),
        "{}",
        saved.body
    );
    let cookie = saved.cookie.unwrap();
    let end = later
        .get(&format!("{}/finish", given.url), &cookie)
        .await
        .body;
    assert!(end.contains("25 frågor saknar svar"), "{end}");
    let list = later.get(&given.url, &cookie).await.body;
    assert!(list.contains("value=\"5\" checked") && list.contains("value=\"declined\" checked"));
    // A list that was filled in beside another one comes back with what was chosen in it.
    let met = later
        .post(&path, &cookie, "version=0&a_tamcan_04=2&a_tamcan_01=1")
        .await;
    assert_eq!(met.status, StatusCode::CONFLICT);
    assert!(met.body.contains("value=\"2\" checked") && met.body.contains("value=\"1\" checked"));
    let nothing = later.post(&path, &cookie, "version=1").await;
    assert_eq!(nothing.location, Some(format!("{}/finish", given.url)));
}

#[tokio::test]
async fn a_link_is_withdrawn_replaced_and_runs_out() {
    let given = given("one").await;
    let page = given
        .site
        .get(&given.interview, &given.interviewer)
        .await
        .body;
    assert!(page.contains("Inte öppnad. Gäller till och med"), "{page}");
    let queue = given.site.get("/interviews", &given.interviewer).await.body;
    assert!(queue.contains("Kan svara själv med en länk"));
    let withdraw = page[..page.find("/withdraw\"").unwrap()]
        .rfind("action=\"")
        .unwrap();
    let withdraw = after(&page[withdraw..], "action=\"");
    let done = given.site.post(withdraw, &given.interviewer, "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(
        given
            .site
            .get(&given.url, "")
            .await
            .body
            .contains("gäller inte längre")
    );
    let twice = given.site.post(withdraw, &given.interviewer, "").await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    let leader = given.site.sign_in(fixture::LEADER).await;
    let refused = make(&given.site, &leader, &given.interview, "one").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let new = make(&given.site, &given.interviewer, &given.interview, "one").await;
    let url = between(&new.body, "data-link>http://localhost", "<").to_owned();
    let later = given.site.later(8 * 24 * 3600);
    assert!(
        later
            .get(&url, "")
            .await
            .body
            .contains("Länken har gått ut")
    );
    for (form, told) in [
        ("language=sv&layout=one&days=99", "Skriv ett antal dagar"),
        ("language=sv&layout=one&days=snart", "Skriv ett antal dagar"),
        (
            "language=xx&layout=one&days=7",
            "Välj ett av formulärets språk",
        ),
        ("language=sv&days=7", "Välj hur frågorna"),
    ] {
        let links = format!("{}/links", given.interview);
        let refused = given.site.post(&links, &given.interviewer, form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(refused.body.contains(told), "{form}");
    }
}

#[tokio::test]
async fn questions_from_right_to_left_say_so_and_ours_around_them_do_not() {
    let (site, cookie, interview) = planned().await;
    let pack = InstrumentFile::read("pack.toml", hemma_testkit::PACK).unwrap();
    let transfer = Ctx::system(Errand::Transfer, now());
    site.app.import_instrument(&transfer, pack).await.unwrap();
    // The measure that is due asks the pack instead.
    let mut tx = site.db.write("test").await.unwrap();
    tx.run(
        "UPDATE measures SET instrument = 'PROV' WHERE state = 'due'",
        &[],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let page = site.get(&interview, &cookie).await.body;
    assert!(
        page.contains("<option value=\"ar\">Arabiska</option>"),
        "{page}"
    );
    let wish = "language=ar&layout=one&days=7";
    let made = site
        .post(&format!("{interview}/links"), &cookie, wish)
        .await;
    let url = between(&made.body, "data-link>http://localhost", "<").to_owned();
    let code = between(&made.body, "data-code>", "<").replace(' ', "");
    let eastern: String = code
        .chars()
        .filter_map(|digit| char::from_u32(0x660 + digit.to_digit(10)?))
        .map(|digit| {
            let mut bytes = [0; 4];
            let bytes = digit.encode_utf8(&mut bytes).bytes();
            bytes.map(|byte| format!("%{byte:02X}")).collect::<String>()
        })
        .collect();
    let opened = site.post(&url, "", &format!("code={eastern}")).await;
    let seat = opened.cookie.expect("digits of their own script");
    let question = site.get(&url, &seat).await.body;
    assert!(question.contains("<html lang=\"sv\">"));
    assert!(
        question.contains("lang=\"ar\" dir=\"rtl\">هل تحدّثتم"),
        "{question}"
    );
    assert!(question.contains("aria-pressed=\"false\" lang=\"ar\" dir=\"rtl\">نعم</button>"));
    assert!(question.contains("lang=\"sv\" dir=\"ltr\">Vill inte svara</button>"));
    let no = site
        .post(&format!("{url}/answers"), &seat, "version=0&place=1&a_p1=0")
        .await;
    let skipped = site.get(&no.location.unwrap(), &seat).await.body;
    assert!(
        skipped.contains("Fråga 3") && skipped.contains("1 av 2 besvarade"),
        "{skipped}"
    );
}
