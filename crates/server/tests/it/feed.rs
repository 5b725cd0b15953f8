//! Figures between installations, each a program of its own: killed in the middle on either side, and sent again.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};

use hemma_review::generate::{Shape, generate_into};
use hemma_server::http::{self, Clock, Site};
use hemma_server::worker::Worker;
use hemma_testkit::fixture;

use crate::harness::{TestSite, now};
use crate::installation::{HEMMA, Installation, Running};

pub(crate) const NETWORK: &str = "Provnätet";
const LEAD: &str = "nanna.vindflojel@hemma.example";

/// Six teams in three years, one of them of another programme.
const SHAPE: Shape = Shape {
    teams: 6,
    years: 3,
    seed: 11,
};

/// The file of a site with the teams of a history.
fn site(history: &Path) -> String {
    let mut text = format!(
        "[[networks]]\ncode = \"net\"\nname = \"{NETWORK}\"\n\n[[boards]]\ncode = \"board\"\nname = \"Nämnden\"\n\
         short = \"N\"\nmunicipality = \"Provköping\"\ncase_pattern = \"{{short}}-{{yy}}-{{n}}\"\nnote_lock_days = 14\n"
    );
    let teams = std::fs::read_to_string(history.join("teams.csv")).unwrap();
    for line in teams.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        text += &format!(
            "\n[[teams]]\ncode = \"{0}\"\nname = \"{0}\"\nboard = \"board\"\nnetwork = \"net\"\nprogramme = \"{1}\"\n\
             opened_on = 1998-01-01\nhand_in = {{ weekday = \"monday\", time = 12:00:00 }}\nsupervision = \"tuesday\"\n\
             consultation = \"thursday\"\n",
            cells[0], cells[2]
        );
    }
    text
}

/// An installation of the network, with or without what its teams have done.
pub(crate) fn installation(history: &Path, is_counted: bool) -> Installation {
    let new = Installation::bare(BTreeMap::new());
    let file = hemma_testkit::folder().join("site.toml");
    std::fs::write(&file, site(history)).unwrap();
    new.cli(&["site", "import", &file.display().to_string()]);
    if is_counted {
        let from = history.display().to_string();
        new.cli(&["import", "network", &from, "--into", NETWORK]);
    }
    new
}

/// Registers an installation for some of its teams; gives the secret.
fn register(
    network: &Installation,
    sender: &Installation,
    (name, teams): (&str, &[&str]),
) -> String {
    let all = sender.cli(&["feed", "teams"]);
    let is_named = |line: &&str| teams.iter().any(|team| line.ends_with(team));
    let lines: Vec<&str> = all.lines().filter(is_named).collect();
    assert_eq!(lines.len(), teams.len(), "{all}");
    let file = hemma_testkit::folder().join("teams");
    std::fs::write(&file, lines.join("\n")).unwrap();
    let file = file.display().to_string();
    let said = network.cli(&[
        "feed",
        "register",
        "--network",
        NETWORK,
        "--name",
        name,
        "--teams",
        &file,
    ]);
    said.trim().to_owned()
}

/// `hemma feed send` to a port of this machine.
fn send(sender: &Installation, (port, secret): (u16, &str)) -> Command {
    let mut command = sender.command(HEMMA);
    command
        .env("HEMMA_NETWORK_FEED", format!("http://127.0.0.1:{port}"))
        .env("HEMMA_NETWORK_FEED_SECRET", secret)
        .arg("--data")
        .arg(&sender.data)
        .args(["feed", "send"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// What it said, and whether it was content.
fn ended(child: Child) -> (String, bool) {
    let done = child.wait_with_output().unwrap();
    let said = String::from_utf8(done.stdout).unwrap() + &String::from_utf8(done.stderr).unwrap();
    (said, done.status.success())
}

#[track_caller]
fn sent(sender: &Installation, to: (u16, &str)) -> String {
    let (said, is_content) = ended(send(sender, to).spawn().unwrap());
    assert!(is_content, "{said}");
    said
}

/// A line between two programs that lets some connections through, says when the next one comes, and holds it until it is
/// told to go on.
struct Line {
    port: u16,
    came: Receiver<()>,
    go_on: Sender<()>,
}

fn line(to: u16, lets_through: usize) -> Line {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let (told, came) = channel();
    let (go_on, may_go_on) = channel::<()>();
    std::thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            if number == lets_through {
                let _gone = told.send(());
                let _over = may_go_on.recv();
            }
            let _over = stream.map(|stream| join(stream, to));
        }
    });
    Line { port, came, go_on }
}

/// Passes on what either side says, until both have ended. Where nobody answers, the line is cut.
fn join(mut from: TcpStream, to: u16) {
    let Ok(mut other) = TcpStream::connect(("127.0.0.1", to)) else {
        return;
    };
    let (mut back_from, mut back_to) = (other.try_clone().unwrap(), from.try_clone().unwrap());
    let back = std::thread::spawn(move || {
        let _over = std::io::copy(&mut back_from, &mut back_to);
        let _shut = back_to.shutdown(std::net::Shutdown::Both);
    });
    let _over = std::io::copy(&mut from, &mut other);
    let _shut = other.shutdown(std::net::Shutdown::Write);
    let _joined = back.join();
}

/// What the network's page says of a programme in a half-year, without ids.
fn figures(running: &Running, cookie: &str, (network, what): (&str, &str)) -> serde_json::Value {
    let path = format!("/api/v1/networks/{network}/review?{what}");
    let answer = running.ask("GET", &path, cookie, "").unwrap();
    assert_eq!(answer.status, 200, "{}", answer.body);
    let mut read: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    for team in read["teams"].as_array_mut().unwrap() {
        let team = team.as_object_mut().unwrap();
        team.remove("team");
        team.remove("sent");
    }
    if let Some(points) = read["funnel"]["points"].as_array_mut() {
        for point in points {
            point.as_object_mut().unwrap().remove("team");
        }
    }
    // How long each family's treatment lasted is not sent.
    read.as_object_mut().unwrap().remove("time_in_treatment");
    read
}

/// The network's lead, and what they read of every half-year and programme.
fn answer(installation: &Installation) -> Vec<serde_json::Value> {
    installation.cli(&["staff", "add", LEAD, "Nanna Vindflöjel"]);
    installation.cli(&["staff", "post", LEAD, "network_lead", "--at", NETWORK]);
    let running = installation.serve();
    let cookie = installation.sign_in(&running, LEAD);
    let page = running.ask("GET", "/account", &cookie, "").unwrap().body;
    let network = page.split("/networks/").nth(1).unwrap();
    let network = network.split(['/', '"']).next().unwrap().to_owned();
    let mut all = Vec::new();
    for programme in ["MST", "MST-CAN"] {
        for term in ["2001H2", "2002H1", "2002H2", "2003H1", "2003H2"] {
            let what = format!("programme={programme}&term={term}");
            all.push(figures(&running, &cookie, (&network, &what)));
        }
    }
    all
}

#[test]
fn killed_on_either_side_it_is_whole_again_and_the_answer_is_that_of_one() {
    let history = hemma_testkit::folder().join("history");
    generate_into(SHAPE, &history).unwrap();
    let (first, second) = (installation(&history, true), installation(&history, true));
    let network = installation(&history, false);
    let of_first = register(
        &network,
        &first,
        ("Första länet", &["T000", "T002", "T004"]),
    );
    let of_second = register(
        &network,
        &second,
        ("Andra länet", &["T001", "T003", "T005"]),
    );

    // The network's program is killed while the third team is on its way.
    let running = network.serve();
    let way = line(running.port, 3);
    let sending = send(&first, (way.port, &of_first)).spawn().unwrap();
    way.came.recv().unwrap();
    drop(running);
    way.go_on.send(()).unwrap();
    let (said, is_content) = ended(sending);
    assert!(!is_content, "{said}");
    let held = network.cli(&["feed", "senders", "--network", NETWORK]);
    assert_eq!(held.matches("counted up to").count(), 2, "{held}");

    // The sender is killed while its second team is on its way; what goes on is what is missing.
    let running = network.serve();
    let again = sent(&first, (running.port, &of_first));
    assert!(again.contains("1 teams sent, 2 held already"), "{again}");
    let way = line(running.port, 2);
    let mut sending = send(&second, (way.port, &of_second)).spawn().unwrap();
    way.came.recv().unwrap();
    sending.kill().unwrap();
    sending.wait().unwrap();
    way.go_on.send(()).unwrap();
    let again = sent(&second, (running.port, &of_second));
    assert!(again.contains("2 teams sent, 1 held already"), "{again}");
    for (sender, secret) in [(&first, &of_first), (&second, &of_second)] {
        let twice = sent(sender, (running.port, secret));
        assert!(twice.contains("0 teams sent, 3 held already"), "{twice}");
    }
    drop(running);
    for installation in [&network, &first, &second] {
        let check = installation.cli(&["check"]);
        assert!(check.contains("every chain is whole"), "{check}");
    }
    let one = installation(&history, true);
    let (of_many, of_one) = (answer(&network), answer(&one));
    for (many, one) in of_many.iter().zip(&of_one) {
        assert_eq!(many, one);
    }
    let shown = of_one.iter().filter(|one| !one["together"].is_null());
    assert_eq!(shown.count(), 10);
    assert!(
        of_one.iter().any(|one| one["funnel"].is_object()),
        "some figures are shown"
    );
}

#[test]
fn what_cannot_be_sent_says_why() {
    let history = hemma_testkit::folder().join("history");
    generate_into(SHAPE, &history).unwrap();
    let sender = installation(&history, false);
    let nowhere = sender.refused(&["feed", "send"]);
    assert!(nowhere.contains("network_feed"), "{nowhere}");
    let closed = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = closed.local_addr().unwrap().port();
    drop(closed);
    let secret = "0".repeat(32);
    let (said, is_content) = ended(send(&sender, (port, &secret)).spawn().unwrap());
    assert!(!is_content && said.contains("does not answer"), "{said}");
    let network = installation(&history, false);
    let running = network.serve();
    let (said, is_content) = ended(send(&sender, (running.port, &secret)).spawn().unwrap());
    assert!(
        !is_content && said.contains("the secret does not hold"),
        "{said}"
    );
    assert!(!said.contains(&secret), "{said}");
}

#[test]
fn a_network_that_is_no_hemma_is_told_from_one() {
    let history = hemma_testkit::folder().join("history");
    generate_into(SHAPE, &history).unwrap();
    let sender = installation(&history, false);
    let other = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = other.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let (mut stream, _) = other.accept().unwrap();
        let mut said = BufReader::new(stream.try_clone().unwrap());
        let mut head = String::new();
        while said.read_line(&mut head).unwrap() > 2 {}
        let page = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>";
        stream.write_all(page.as_bytes()).unwrap();
        let _end = said.read(&mut [0]);
    });
    let secret = "0".repeat(32);
    let (said, is_content) = ended(send(&sender, (port, &secret)).spawn().unwrap());
    assert!(
        !is_content && said.contains("no answer of a Hemma"),
        "{said}"
    );
}

/// The fixture's world as a server on this machine; gives its port.
async fn listening(site: &TestSite) -> u16 {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap();
    let port = listener.local_addr().unwrap().port();
    let service = http::service(Site::new(site.app.clone(), Clock::by(now)));
    let service = service.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    port
}

#[tokio::test]
async fn the_upkeep_sends_once_a_day() {
    let network = TestSite::new().await;
    let (lead, list) = crate::page::sender::with_team(&network).await;
    // The sender's team is one of the fixture's own.
    let theirs = fixture::TEAMS[0].to_string();
    let secret = crate::page::sender::register(&network, (&lead, &list), &theirs).await;
    let port = listening(&network).await;
    let sender = TestSite::feeding(&format!("http://127.0.0.1:{port}"), &secret).await;
    let round = async |days: i64| {
        let clock = Clock::by(move || now().plus_seconds(86_400 * days));
        let site = Site::new(sender.app.clone(), clock);
        Worker::default().feed(&site).await
    };
    let arrived = async || {
        let page = network.get(&list, &lead).await.body;
        page.contains("I tid")
    };
    assert!(!arrived().await);
    assert!(!round(0).await, "nothing failed");
    assert!(arrived().await);
    assert!(!round(0).await, "today's is sent");
    // Tomorrow is not beyond the network's calendar; the day after is, and is told.
    assert!(!round(1).await);
    let page = network.get(&list, &lead).await.body;
    assert!(page.contains("24 november 2026"), "{page}");
    assert!(!round(2).await);
    let page = network.get(&list, &lead).await.body;
    assert!(page.contains("Dagen stämmer inte"), "{page}");
}

#[tokio::test]
async fn a_network_that_does_not_answer_is_asked_again_later() {
    let closed = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = closed.local_addr().unwrap().port();
    drop(closed);
    let sender = TestSite::feeding(&format!("http://127.0.0.1:{port}"), &"0".repeat(32)).await;
    let site = Site::new(sender.app.clone(), Clock::by(now));
    let mut worker = Worker::default();
    assert!(worker.feed(&site).await, "it failed");
    assert!(worker.feed(&site).await, "and is due still");
}
