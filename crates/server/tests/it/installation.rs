//! An installation of its own, and the program as it runs there.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use hemma_server::http::Clock;
use totp_rs::{Builder, Secret};

pub(crate) const HEMMA: &str = env!("CARGO_BIN_EXE_hemma");
pub(crate) const ADMINISTRATOR: &str = "ask.kopparrot@hemma.example";

/// An installation of its own: a folder, and what the program is told by its environment.
pub(crate) struct Installation {
    pub(crate) data: PathBuf,
    pub(crate) environment: BTreeMap<&'static str, String>,
}

/// A running program; it is killed when the test is done with it.
pub(crate) struct Running {
    pub(crate) child: Child,
    pub(crate) port: u16,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _code = self.child.wait();
    }
}

impl Installation {
    /// An empty folder.
    pub(crate) fn bare(environment: BTreeMap<&'static str, String>) -> Installation {
        let data = hemma_testkit::folder();
        Installation { data, environment }
    }

    /// With an administrator who has no way to sign in yet.
    pub(crate) fn new(environment: BTreeMap<&'static str, String>) -> Installation {
        let new = Installation::bare(environment);
        new.cli(&["staff", "add", ADMINISTRATOR, "Ask Kopparrot"]);
        new.cli(&["staff", "post", ADMINISTRATOR, "administrator"]);
        new
    }

    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.envs(&self.environment).env("HEMMA_LOG", "warn");
        command
    }

    /// Runs a command to its end; gives what it said.
    #[track_caller]
    pub(crate) fn cli(&self, words: &[&str]) -> String {
        let done = self
            .command(HEMMA)
            .arg("--data")
            .arg(&self.data)
            .args(words)
            .output()
            .unwrap();
        let said = String::from_utf8(done.stdout).unwrap();
        let complained = String::from_utf8(done.stderr).unwrap();
        assert!(done.status.success(), "{words:?}: {said}{complained}");
        said
    }

    /// Runs a command that must fail; gives what it complained of.
    #[track_caller]
    pub(crate) fn refused(&self, words: &[&str]) -> String {
        let mut command = self.command(HEMMA);
        command.arg("--data").arg(&self.data).args(words);
        let done = command.output().unwrap();
        let complained = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(1), "{words:?}: {complained}");
        complained
    }

    /// Starts the site.
    pub(crate) fn serve(&self) -> Running {
        let mut command = self.command(HEMMA);
        command
            .arg("--data")
            .arg(&self.data)
            .args(["serve", "--listen", "127.0.0.1:0"]);
        started(command)
    }

    /// Starts the site where no file may grow beyond some 512-byte blocks: what a full disk is to a database.
    pub(crate) fn serve_with_little_room(&self, blocks: u64) -> Running {
        let mut command = self.command("sh");
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
        command.args(["-c", &script, "sh", HEMMA, "--data"]);
        command
            .arg(&self.data)
            .args(["serve", "--listen", "127.0.0.1:0"]);
        started(command)
    }

    /// Signs somebody in by a new link; gives the session's cookie.
    pub(crate) fn sign_in(&self, running: &Running, email: &str) -> String {
        let said = self.cli(&["staff", "invite", email]);
        let link = said.lines().next().unwrap();
        let path = format!("/welcome/{}", link.rsplit('/').next().unwrap());
        let page = running.ask("GET", &path, "", "").unwrap();
        let secret = page.body.split("data-secret>").nth(1).unwrap();
        let secret = secret.split('<').next().unwrap().replace(' ', "");
        let totp = Builder::new()
            .with_secret(Secret::try_from_base32(secret).unwrap())
            .build()
            .unwrap();
        let now = Clock::machine().now().0.as_second();
        let code = totp.generate(now.try_into().unwrap());
        let form = format!("password=tolv+sm%C3%A5+ord&code={code}");
        let answer = running.ask("POST", &path, "", &form).unwrap();
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.cookie.unwrap()
    }

    /// Who is there, by sign-in name, with the posts.
    pub(crate) fn listed(&self) -> BTreeMap<String, String> {
        self.cli(&["staff", "list"])
            .lines()
            .map(|line| {
                let parts: Vec<&str> = line.split('\t').collect();
                (parts[0].to_owned(), parts[2].to_owned())
            })
            .collect()
    }
}

pub(crate) fn started(mut command: Command) -> Running {
    const READY: &str = "Hemma is running on http://127.0.0.1:";
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let said = BufReader::new(child.stdout.take().unwrap());
    let line = said
        .lines()
        .map_while(Result::ok)
        .find(|line| line.starts_with(READY))
        .expect("the program says where it runs");
    let port = line[READY.len()..].parse().unwrap();
    Running { child, port }
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) cookie: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) body: String,
}

impl Running {
    /// One request on a connection of its own; none if the program is gone.
    pub(crate) fn ask(&self, method: &str, path: &str, cookie: &str, form: &str) -> Option<Answer> {
        ask(self.port, (method, path), cookie, form)
    }
}

pub(crate) fn ask(port: u16, what: (&str, &str), cookie: &str, form: &str) -> Option<Answer> {
    let (method, path) = what;
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let length = form.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let location = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("location")
            .then(|| value.to_owned())
    });
    let cookie = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        let session =
            name.eq_ignore_ascii_case("set-cookie") && value.starts_with("hemma_session=");
        session.then(|| value.split(';').next().unwrap().to_owned())
    });
    Some(Answer {
        status,
        cookie,
        location,
        body: body.to_owned(),
    })
}
