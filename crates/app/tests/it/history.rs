//! A network's history from before: whole or not at all, in the figures at once, and given back as it came.

mod own;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_app::history::{Done, Keep, NewHistory, NoImport, ScoredOtherwise, SoFar, Watch};
use hemma_app::review::NetworkAsked;
use hemma_domain::access::Errand;
use hemma_domain::review::Figure;
use hemma_review::generate::{Shape, generate_into};
use hemma_review::{History, Settings, Unknown, pack, read};
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut, now};

/// Two teams of the files are two of the fixture's, which run the same programmes; their cases begin in 2026.
const SHAPE: Shape = Shape {
    teams: 2,
    years: 3,
    seed: 7,
};

fn transfer() -> Ctx {
    Ctx::system(Errand::Transfer, now())
}

struct Files {
    folder: std::path::PathBuf,
    history: History,
    settings: Settings,
    archive: Vec<u8>,
}

/// The invented history, with the programme that both teams here have.
fn files(change: impl Fn(&Path)) -> Files {
    let folder = hemma_testkit::folder().join("history");
    generate_into(SHAPE, &folder).unwrap();
    change(&folder);
    let settings = Settings::reference().unwrap();
    let go_on = &mut |_| std::ops::ControlFlow::Continue(());
    let history = read(&folder, &settings, Unknown::Refuse, go_on).unwrap();
    let mut archive = std::io::Cursor::new(Vec::new());
    pack(&folder, &mut archive).unwrap();
    Files {
        folder,
        history,
        settings,
        archive: archive.into_inner(),
    }
}

/// No team says which programme it runs: then it is that of the team here.
fn without_programme(folder: &Path) {
    let path = folder.join("teams.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut lines = text.lines();
    let head = lines.next().unwrap().to_owned();
    let at = head
        .split(',')
        .position(|name| name == "programme")
        .unwrap();
    let rows = lines.map(|line| {
        let mut cells: Vec<&str> = line.split(',').collect();
        cells[at] = "";
        cells.join(",")
    });
    let all: Vec<String> = std::iter::once(head.clone()).chain(rows).collect();
    std::fs::write(&path, format!("{}\n", all.join("\n"))).unwrap();
}

fn codes(files: &Files) -> Vec<String> {
    let teams = files.history.teams.rows.iter();
    teams
        .map(|(number, _)| files.history.teams.ids.text(number).to_owned())
        .collect()
}

async fn network_and_teams(test: &TestApp, files: &Files) -> (String, BTreeMap<String, String>) {
    let mut tx = test.db.read().await.unwrap();
    let networks = hemma_store::team::networks(&mut tx).await.unwrap();
    let teams = hemma_store::team::of_network(&mut tx, fixture::NETWORK)
        .await
        .unwrap();
    let named = teams
        .iter()
        .filter(|team| fixture::TEAMS[..2].contains(&team.id));
    let names = codes(files)
        .into_iter()
        .zip(named.map(|team| team.name.clone()));
    let network = networks.iter().find(|one| one.id == fixture::NETWORK);
    (network.unwrap().name.clone(), names.collect())
}

async fn import(
    test: &TestApp,
    files: &Files,
    keep: Keep,
) -> Result<Result<Done, Vec<NoImport>>, Error> {
    import_while(test, files, (keep, &mut go_on)).await
}

fn go_on(_: SoFar) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

async fn import_while(
    test: &TestApp,
    files: &Files,
    (keep, watch): (Keep, Watch<'_>),
) -> Result<Result<Done, Vec<NoImport>>, Error> {
    let (network, teams) = network_and_teams(test, files).await;
    let new = NewHistory {
        network: &network,
        history: files.history.clone(),
        settings: &files.settings,
        teams: &teams,
        left_out: &BTreeMap::new(),
        archive: files.archive.as_slice(),
        keep,
        watch,
    };
    test.app.import_history(&transfer(), new).await
}

/// Openings of the last year of the files, as a team's page says.
async fn opened(test: &TestApp) -> f64 {
    let leader = test.ctx(fixture::LEADER);
    let term = Some("2003".parse().unwrap());
    let review = test.app.team_review(&leader, fixture::TEAMS[0], term).await;
    let lines = review.unwrap().lines;
    let line = lines
        .iter()
        .find(|line| line.now.figure() == Figure::Opened);
    line.unwrap().now.reading().unwrap().value.unwrap()
}

#[tokio::test]
async fn a_history_is_in_the_figures_at_once_and_comes_back_as_it_was() {
    let test = TestApp::new().await;
    let files = files(without_programme);
    assert_eq!(opened(&test).await, 0.0);
    let dry = import(&test, &files, Keep::No).await.unwrap().unwrap();
    assert_eq!(opened(&test).await, 0.0, "nothing was kept");
    let (names, of) = (&network_and_teams(&test, &files).await, &files);
    cut(&test, |app| async move {
        let new = NewHistory {
            network: &names.0,
            history: of.history.clone(),
            settings: &of.settings,
            teams: &names.1,
            left_out: &BTreeMap::new(),
            archive: of.archive.as_slice(),
            keep: Keep::Yes,
            watch: &mut go_on,
        };
        app.import_history(&transfer(), new).await
    })
    .await;
    let first = {
        let mut tx = test.db.read().await.unwrap();
        let found = hemma_store::team::find(&mut tx, fixture::TEAMS[0]).await;
        found.unwrap().unwrap().0.name
    };
    let mut named = dry.teams.iter();
    let code = &named.find(|(_, name)| *name == first).unwrap().0;
    let settings = Settings::reference().unwrap();
    let rows = hemma_review::tally(&files.history, &settings);
    let number = files.history.teams.ids.find(code).unwrap();
    let last: i64 = rows.of(number)[8..12].iter().map(|row| row.opened).sum();
    assert!(0 < last, "the generator opens cases every year");
    #[expect(clippy::cast_precision_loss, reason = "a small count")]
    let last = last as f64;
    assert_eq!(opened(&test).await, last);
    let again = import(&test, &files, Keep::Yes).await.unwrap().unwrap();
    assert!(again.replaces && !dry.replaces);
    assert_eq!((again.rows, again.teams.len()), (dry.rows, 2));
    assert_eq!(opened(&test).await, last, "not counted twice");
    let mut out = Vec::new();
    let network = &names.0;
    let bytes = test
        .app
        .export_history(&transfer(), network, &mut out)
        .await;
    assert_eq!(bytes.unwrap(), Some(out.len() as u64));
    assert_eq!(out, files.archive);
    let back = hemma_testkit::folder().join("back.zip");
    std::fs::write(&back, &out).unwrap();
    let go_on = &mut |_| std::ops::ControlFlow::Continue(());
    let same = read(&back, &settings, Unknown::Refuse, go_on).unwrap();
    assert_eq!(hemma_review::tally(&same, &settings), rows);
    assert!(files.folder.exists());
    let leader = test.ctx(fixture::LEADER);
    let refused = test.app.export_history(&leader, network, &mut out).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
}

#[tokio::test]
async fn every_reason_against_it_is_told_and_nothing_is_kept() {
    let test = TestApp::new().await;
    let files = files(|_| {});
    let refused = import(&test, &files, Keep::Yes).await.unwrap().unwrap_err();
    let programmes = refused
        .iter()
        .filter(|one| matches!(one, NoImport::Programme { .. }));
    assert!(programmes.count() > 0, "{refused:?}");
    let (network, _) = network_and_teams(&test, &files).await;
    let unnamed = NewHistory {
        network: &network,
        history: files.history.clone(),
        settings: &files.settings,
        teams: &BTreeMap::new(),
        left_out: &BTreeMap::new(),
        archive: &b""[..],
        keep: Keep::Yes,
        watch: &mut go_on,
    };
    let refused = test.app.import_history(&transfer(), unnamed).await;
    let refused = refused.unwrap().unwrap_err();
    let all: Vec<NoImport> = codes(&files).into_iter().map(NoImport::Team).collect();
    assert_eq!(refused, all);
    let elsewhere = NewHistory {
        network: "Nätverket Ingenstans",
        history: files.history.clone(),
        settings: &files.settings,
        teams: &BTreeMap::new(),
        left_out: &BTreeMap::new(),
        archive: &b""[..],
        keep: Keep::Yes,
        watch: &mut go_on,
    };
    let refused = test.app.import_history(&transfer(), elsewhere).await;
    let told = refused.unwrap().unwrap_err()[0].to_string();
    assert_eq!(told, "there is no network called Nätverket Ingenstans");
    assert_eq!(opened(&test).await, 0.0);
}

#[tokio::test]
async fn how_long_its_cases_lasted_is_in_the_curve_of_their_team() {
    let test = TestApp::new().await;
    let files = files(without_programme);
    let done = import(&test, &files, Keep::Yes).await.unwrap().unwrap();
    let leader = test.ctx(fixture::LEADER);
    let term = Some("2003H2".parse().unwrap());
    let looked = test.app.team_review(&leader, fixture::TEAMS[0], term).await;
    let looked = looked.unwrap();
    let mut named = done.teams.iter();
    let code = &named.find(|(_, name)| *name == looked.team.name).unwrap().0;
    let number = files.history.teams.ids.find(code).unwrap();
    let began = |episode: &hemma_review::history::Episode| {
        let day = episode.opened.to_string();
        episode.team == number && "2002-01-01" <= day.as_str() && day.as_str() < "2004-01-01"
    };
    let cases = files.history.episodes.rows.values();
    let cases = cases.filter(|one| began(one)).count();
    let time = looked.plots.unwrap().time;
    let hemma_app::review::Stays::Known(curve) = time.own else {
        panic!("{time:?}");
    };
    assert_eq!(usize::try_from(curve.cases).unwrap(), cases);
    // What was under way when the history ended is counted until then.
    assert!(0 < curve.ended && curve.ended < curve.cases, "{curve:?}");
}

/// The files that are kept; none where none are.
async fn export(test: &TestApp, files: &Files) -> Option<Vec<u8>> {
    let (network, _) = network_and_teams(test, files).await;
    let (ctx, mut out) = (transfer(), Vec::new());
    let export = test.app.export_history(&ctx, &network, &mut out);
    export.await.unwrap().map(|_| out)
}

#[tokio::test]
async fn whoever_asks_to_stop_keeps_nothing() {
    let test = TestApp::new().await;
    let files = files(without_programme);
    let mut told = Vec::new();
    let mut count = |so_far: SoFar| {
        told.push(so_far);
        ControlFlow::Continue(())
    };
    let dry = import_while(&test, &files, (Keep::No, &mut count)).await;
    let rows = dry.unwrap().unwrap().rows;
    let last = told.last().unwrap();
    assert_eq!(last.rows, (rows, rows));
    assert!(
        0 < last.pieces
            && told[0]
                == SoFar {
                    rows: (0, rows),
                    pieces: 0
                }
    );
    let moments = told.len();
    for moment in [0, 1, rows, rows + 1, moments - 1] {
        let mut left = moment;
        let mut stop = |_: SoFar| match left.checked_sub(1) {
            Some(fewer) => {
                left = fewer;
                ControlFlow::Continue(())
            }
            None => ControlFlow::Break(()),
        };
        let stopped = import_while(&test, &files, (Keep::Yes, &mut stop)).await;
        assert_eq!(stopped.unwrap(), Err(vec![NoImport::Stopped]), "{moment}");
        assert_eq!(opened(&test).await, 0.0);
        assert_eq!(export(&test, &files).await, None, "{moment}");
    }
    import(&test, &files, Keep::Yes).await.unwrap().unwrap();
    assert!(0.0 < opened(&test).await, "it goes on afterwards");
}

#[tokio::test]
async fn an_import_says_where_its_interviews_are_scored_by_another_rule() {
    let test = TestApp::new().await;
    let files = files(without_programme);
    let done = import(&test, &files, Keep::No).await.unwrap().unwrap();
    let other = ScoredOtherwise {
        programme: "MST-CAN".to_owned(),
        files: ("share-top-2".to_owned(), 1),
        here: ("tam-can-share-top-2".to_owned(), 1),
    };
    assert_eq!(done.scored_otherwise, [other]);
}

#[tokio::test]
async fn scores_in_other_parts_cannot_stand_beside_those_here() {
    let test = TestApp::new().await;
    let mut files = files(without_programme);
    let mut definition = files.settings.definition().clone();
    definition.instruments[0].items = 23;
    files.settings = Settings::new(definition.clone()).unwrap();
    let refused = import(&test, &files, Keep::No).await.unwrap().unwrap_err();
    assert!(
        matches!(refused[..], [NoImport::Parts { .. }]),
        "{refused:?}"
    );
    definition.instruments[0].items = 28;
    definition.overdue_after_days = 7;
    files.settings = Settings::new(definition).unwrap();
    let refused = import(&test, &files, Keep::No).await.unwrap().unwrap_err();
    assert_eq!(
        refused[0].to_string(),
        "by the settings an interview is overdue after 7 days and here after 14"
    );
}

/// Every figure of both teams, in every half-year of the files and as the leaders see it.
async fn figures(test: &TestApp) -> String {
    let leader = test.ctx(fixture::LEADER);
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let mut all = String::new();
    for term in ["2001H1", "2001H2", "2002H1", "2002H2", "2003H1", "2003H2"] {
        let term = Some(term.parse().unwrap());
        let team = test.app.team_review(&leader, fixture::TEAMS[0], term).await;
        let team = team.unwrap();
        let time = team.plots.unwrap().time;
        let of = NetworkAsked {
            term,
            ..NetworkAsked::of("MST-CAN")
        };
        let network = test.app.network_review(&lead, fixture::NETWORK, of).await;
        let network = network.unwrap();
        all += &format!(
            "{:#?} {time:#?} {:#?} {:#?}",
            team.lines, network.teams, network.whole
        );
    }
    all
}

#[tokio::test]
async fn an_export_gives_another_installation_the_same_figures() {
    let first = TestApp::new().await;
    let mut files = files(without_programme);
    import(&first, &files, Keep::Yes).await.unwrap().unwrap();
    let out = export(&first, &files).await.unwrap();
    let second = TestApp::new().await;
    let empty = figures(&second).await;
    let packed = hemma_testkit::folder().join("export.zip");
    std::fs::write(&packed, &out).unwrap();
    let on = &mut |_| ControlFlow::Continue(());
    files.history = read(&packed, &files.settings, Unknown::Refuse, on).unwrap();
    files.archive = out;
    import(&second, &files, Keep::Yes).await.unwrap().unwrap();
    let of_first = figures(&first).await;
    assert!(of_first == figures(&second).await && of_first != empty);
}

#[tokio::test]
async fn of_two_imports_at_once_one_stands_whole() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let config = hemma_app::config::Config::in_folder(hemma_testkit::folder());
        let ids = hemma_app::ctx::Ids::counting();
        let test = TestApp::with(db, (ids, config)).await;
        let files = files(without_programme);
        let both = tokio::join!(
            import(&test, &files, Keep::Yes),
            import(&test, &files, Keep::Yes)
        );
        let mut kept = 0;
        for done in [both.0, both.1] {
            match done {
                Ok(done) => kept += usize::from(done.is_ok()),
                Err(Error::Conflict | Error::Unavailable(_)) => {}
                Err(err) => panic!("{err:?}"),
            }
        }
        assert!(0 < kept, "one is kept at least");
        let out = export(&test, &files).await.unwrap();
        assert!(out == files.archive, "one of them, whole");
        let twice = figures(&test).await;
        import(&test, &files, Keep::Yes).await.unwrap().unwrap();
        assert!(twice == figures(&test).await, "nothing is counted twice");
    }
}
