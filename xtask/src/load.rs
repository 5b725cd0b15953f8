//! A small HTTP/1.1 client that keeps its connection and its cookies, for measuring one server.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Result};

/// No page comes near; more is a fault of the server or of this client.
const BODY_BYTES_MAX: usize = 32 * 1024 * 1024;

/// A server that says nothing for so long has failed.
const ANSWER_SECONDS_MAX: u64 = 60;

/// One connection of one signed-in user.
pub(crate) struct Client {
    address: String,
    stream: BufReader<TcpStream>,
    cookies: BTreeMap<String, String>,
}

/// What the server answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    /// As transferred, so compressed where compression was asked for.
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// A header by its lower-case name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Bytes of this answer on the wire, near enough: the body and its headers.
    pub(crate) fn transferred(&self) -> usize {
        let headers = self
            .headers
            .iter()
            .map(|(key, value)| key.len() + value.len() + 4);
        self.body.len() + headers.sum::<usize>()
    }
}

impl Client {
    pub(crate) fn connect(address: &str) -> Result<Client> {
        let stream = TcpStream::connect(address).map_err(Failure::while_doing("connecting"))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(ANSWER_SECONDS_MAX)))?;
        Ok(Client {
            address: address.to_owned(),
            stream: BufReader::new(stream),
            cookies: BTreeMap::new(),
        })
    }

    /// Another connection of the same user.
    pub(crate) fn again(&self) -> Result<Client> {
        let mut client = Client::connect(&self.address)?;
        client.cookies = self.cookies.clone();
        Ok(client)
    }

    /// The cookies as the header that sends them.
    pub(crate) fn cookie_header(&self) -> String {
        let pairs = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    pub(crate) fn get(&mut self, path: &str) -> Result<Answer> {
        self.send("GET", path, "Sec-Fetch-Site: same-origin\r\n", "")
    }

    /// As the newest browsers ask over an encrypted connection.
    pub(crate) fn get_compressed(&mut self, path: &str) -> Result<Answer> {
        self.send(
            "GET",
            path,
            "Sec-Fetch-Site: same-origin\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n",
            "",
        )
    }

    pub(crate) fn post(&mut self, path: &str, fields: &[(String, String)]) -> Result<Answer> {
        let body = encode(fields);
        let headers = format!(
            "Sec-Fetch-Site: same-origin\r\nOrigin: http://{}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
            self.address,
            body.len()
        );
        self.send("POST", path, &headers, &body)
    }

    pub(crate) fn post_json(&mut self, path: &str, body: &str) -> Result<Answer> {
        let length = body.len();
        let headers = format!("Content-Type: application/json\r\nContent-Length: {length}\r\n");
        self.send("POST", path, &headers, body)
    }

    fn send(&mut self, method: &str, path: &str, headers: &str, body: &str) -> Result<Answer> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAccept: text/html,*/*\r\n\
             Accept-Language: sv\r\nCookie: {}\r\n{headers}\r\n{body}",
            self.address,
            self.cookie_header()
        );
        let doing = || Failure::while_doing("talking to the server");
        self.stream
            .get_mut()
            .write_all(request.as_bytes())
            .map_err(doing())?;
        let answer = read_answer(&mut self.stream).map_err(doing())?;
        for (_, cookie) in answer
            .headers
            .iter()
            .filter(|(name, _)| name == "set-cookie")
        {
            let pair = cookie.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.cookies
                    .insert(name.trim().to_owned(), value.trim().to_owned());
            }
        }
        Ok(answer)
    }
}

fn read_answer(stream: &mut impl BufRead) -> std::io::Result<Answer> {
    let status = line(stream)?;
    let status = status.split(' ').nth(1).and_then(|code| code.parse().ok());
    let status = status.ok_or_else(|| bad("no status"))?;
    let mut headers = vec![];
    loop {
        let line = line(stream)?;
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut answer = Answer {
        status,
        headers,
        body: vec![],
    };
    if answer
        .header("transfer-encoding")
        .is_some_and(|value| value == "chunked")
    {
        read_chunks(stream, &mut answer.body)?;
    } else if let Some(length) = answer.header("content-length") {
        let length = length
            .parse()
            .map_err(|_| bad("a length that is no number"))?;
        read_exactly(stream, length, &mut answer.body)?;
    }
    Ok(answer)
}

fn read_chunks(stream: &mut impl BufRead, body: &mut Vec<u8>) -> std::io::Result<()> {
    loop {
        let size = line(stream)?;
        let size = size.split(';').next().unwrap_or_default();
        let size = usize::from_str_radix(size, 16).map_err(|_| bad("a chunk without a size"))?;
        read_exactly(stream, size, body)?;
        line(stream)?;
        if size == 0 {
            return Ok(());
        }
    }
}

fn read_exactly(stream: &mut impl Read, length: usize, body: &mut Vec<u8>) -> std::io::Result<()> {
    if BODY_BYTES_MAX < body.len() + length {
        return Err(bad("an answer without end"));
    }
    let read = stream
        .by_ref()
        .take(u64::try_from(length).unwrap_or(u64::MAX))
        .read_to_end(body)?;
    if read == length {
        Ok(())
    } else {
        Err(bad("an answer cut short"))
    }
}

fn line(stream: &mut impl BufRead) -> std::io::Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Err(bad("the connection was closed"));
    }
    Ok(line.trim_end().to_owned())
}

fn bad(what: &str) -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidData, what)
}

/// Fields as a form sends them.
pub(crate) fn encode(fields: &[(String, String)]) -> String {
    let pairs = fields
        .iter()
        .map(|(name, value)| format!("{}={}", escape(name), escape(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

/// How long each request of a run took, and for how long the run went on.
#[derive(Default)]
pub(crate) struct Times {
    sorted: Vec<Duration>,
    pub(crate) whole: Duration,
}

impl Times {
    /// Of requests that came one after the other.
    pub(crate) fn of(mut times: Vec<Duration>) -> Times {
        let whole = times.iter().sum();
        times.sort();
        Times {
            sorted: times,
            whole,
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.sorted.len()
    }

    /// The time that so many of a hundred requests stayed below, by nearest rank.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.sorted.len() * percent).div_ceil(100);
        self.sorted
            .get(rank.saturating_sub(1))
            .copied()
            .unwrap_or_default()
    }
}

/// Lets every client repeat `request` until the time is over; an answer it did not want ends the run.
pub(crate) fn repeat<C: Send>(
    clients: Vec<C>,
    time: Duration,
    request: &(dyn Fn(&mut C) -> Result<()> + Sync),
) -> Result<Times> {
    let start = Instant::now();
    let runs: Vec<Result<Vec<Duration>>> = std::thread::scope(|scope| {
        let threads: Vec<_> = clients
            .into_iter()
            .map(|mut client| {
                scope.spawn(move || {
                    let mut times = vec![];
                    while start.elapsed() < time {
                        let before = Instant::now();
                        request(&mut client)?;
                        times.push(before.elapsed());
                    }
                    Ok(times)
                })
            })
            .collect();
        let lost = || {
            Err(Failure::Failed(
                "a client of the measurement broke".to_owned(),
            ))
        };
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| lost()))
            .collect()
    });
    let mut times = Times {
        whole: start.elapsed(),
        ..Times::default()
    };
    for run in runs {
        times.sorted.extend(run?);
    }
    times.sorted.sort();
    Ok(times)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_whole_in_both_framings() {
        let sized = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: a=b; Path=/\r\n\r\nhello";
        let answer = read_answer(&mut sized.as_bytes()).unwrap();
        assert_eq!((answer.status, answer.text().as_str()), (200, "hello"));
        assert_eq!(answer.header("set-cookie"), Some("a=b; Path=/"));

        let chunked =
            "HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";
        let answer = read_answer(&mut chunked.as_bytes()).unwrap();
        assert_eq!((answer.status, answer.text().as_str()), (404, "hello"));

        let cut = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello";
        assert!(read_answer(&mut cut.as_bytes()).is_err());
    }

    #[test]
    fn percentiles_are_by_nearest_rank() {
        let sorted = (1..=200).map(Duration::from_millis).collect();
        let times = Times {
            sorted,
            whole: Duration::ZERO,
        };
        assert_eq!(times.percentile(50), Duration::from_millis(100));
        assert_eq!(times.percentile(99), Duration::from_millis(198));
        assert_eq!(Times::default().percentile(99), Duration::ZERO);
    }

    #[test]
    fn forms_are_encoded() {
        let fields = [("namn".to_owned(), "Åsa & Bo".to_owned())];
        assert_eq!(encode(&fields), "namn=%C3%85sa%20%26%20Bo");
    }
}
