use super::*;
use proptest::prelude::*;

/// Every line as its number and cells, and every bad one as its number and what is bad.
#[derive(Debug, PartialEq, Eq)]
enum Told {
    Cells(u64, Vec<String>),
    Bad(u64, Bad),
    Broken(u64),
}

fn told(mut input: impl Read) -> Vec<Told> {
    let mut watch = |_| ControlFlow::Continue(());
    let mut lines = Lines::new(&mut input, &mut watch);
    let mut told = vec![];
    loop {
        told.push(match lines.next() {
            Next::Line(line) => {
                let cells = (0..line.count()).map(|at| line.cell(at));
                let cells = cells.map(|cell| String::from_utf8_lossy(cell).into_owned());
                Told::Cells(line.number, cells.collect())
            }
            Next::Bad(line, bad) => Told::Bad(line, bad),
            Next::Broken(line, _) => {
                told.push(Told::Broken(line));
                return told;
            }
            Next::Stopped | Next::End => return told,
        });
    }
}

fn cells(number: u64, cells: &[&str]) -> Told {
    Told::Cells(
        number,
        cells.iter().map(|cell| (*cell).to_owned()).collect(),
    )
}

#[test]
fn plain_lines() {
    assert_eq!(told("".as_bytes()), []);
    assert_eq!(
        told("a,b\n\n1,\r\n,2".as_bytes()),
        [
            cells(1, &["a", "b"]),
            cells(3, &["1", ""]),
            cells(4, &["", "2"])
        ]
    );
    assert_eq!(told("\r\n\na\r\n".as_bytes()), [cells(3, &["a"])]);
}

#[test]
fn quoted_cells() {
    assert_eq!(
        told("\"a,b\",\"say \"\"no\"\"\"\r\n\"two\nlines\",x\nlast,\"\"\n".as_bytes()),
        [
            cells(1, &["a,b", "say \"no\""]),
            cells(2, &["two\nlines", "x"]),
            cells(4, &["last", ""])
        ]
    );
}

#[test]
fn bad_quotes_cost_their_line_alone() {
    assert_eq!(
        told("a,b\nx\"y,1\n\"z\"z,2\nc,\"never\nd,4\ne,5\n".as_bytes()),
        [
            cells(1, &["a", "b"]),
            Told::Bad(2, Bad::Quote),
            Told::Bad(3, Bad::Quote),
            Told::Bad(4, Bad::Quote),
            cells(5, &["d", "4"]),
            cells(6, &["e", "5"])
        ]
    );
}

#[test]
fn a_line_without_end_costs_itself_alone() {
    let long = std::io::repeat(b'x').take(1 << 30);
    let input = "a,b\n".as_bytes().chain(long).chain("\n1,2\n".as_bytes());
    assert_eq!(
        told(input),
        [
            cells(1, &["a", "b"]),
            Told::Bad(2, Bad::Long),
            cells(3, &["1", "2"])
        ]
    );
    let input = "a\n".as_bytes().chain(std::io::repeat(b',').take(1 << 20));
    assert_eq!(told(input), [cells(1, &["a"]), Told::Bad(2, Bad::Long)]);
}

#[test]
fn unclosed_quotes_without_end_are_given_up() {
    let text = "\"a\n".repeat(1_000_001);
    let told = told(text.as_bytes());
    assert!(told.len() < 600_000, "{}", told.len());
}

struct Breaks;

impl Read for Breaks {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::UnexpectedEof.into())
    }
}

#[test]
fn what_cannot_be_read_on_is_told_with_its_line() {
    let told = told("a,b\n1,2\n".as_bytes().chain(Breaks));
    // What stands before it in the same block is lost with it.
    assert_eq!(told.last(), Some(&Told::Broken(1)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn cells_are_those_of_another_reader(
        rows in prop::collection::vec(prop::collection::vec("[a-z0-9\",\r\n å]{0,40}", 3), 1..40),
        repeat in 1..200_usize,
    ) {
        let mut writer = csv::Writer::from_writer(vec![]);
        for row in std::iter::repeat_n(&rows, repeat).flatten() {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
        let want: Vec<Vec<String>> = reader
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect())
            .collect();
        let have: Vec<Vec<String>> = told(bytes.as_slice())
            .into_iter()
            .map(|told| match told {
                Told::Cells(_, cells) => cells,
                other => panic!("{other:?}"),
            })
            .collect();
        prop_assert_eq!(have, want);
    }
}
