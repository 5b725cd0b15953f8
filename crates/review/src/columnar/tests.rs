//! What is written as Parquet is read as the CSV that it was, and what others write is read as what it means.

use std::io::{Cursor, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use proptest::prelude::*;

use super::*;
use crate::generate::{Shape, generate};

/// A folder with one file.
fn folder(name: &str, text: &[u8]) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("hemma-columnar-{}-{number}", std::process::id()));
    fs::create_dir_all(&path).unwrap();
    fs::write(path.join(name), text).unwrap();
    path
}

/// The text of a CSV file after it has been a Parquet file.
fn there_and_back(stem: &str, text: &[u8]) -> Vec<u8> {
    let path = folder(&format!("{stem}.csv"), text);
    let mut archive = Cursor::new(Vec::new());
    pack_parquet(&path, &mut archive).unwrap();
    fs::remove_dir_all(&path).unwrap();
    let mut archive = zip::ZipArchive::new(archive).unwrap();
    let mut member = archive.by_name(&format!("{stem}.parquet")).unwrap();
    let file = seekable(&mut member, None).unwrap();
    text_of(file).unwrap()
}

fn text_of(file: File) -> io::Result<Vec<u8>> {
    let mut rows = Rows::open(file).map_err(|(_, reason)| io::Error::other(reason.to_string()))?;
    let mut text = Vec::new();
    rows.read_to_end(&mut text)?;
    Ok(text)
}

#[test]
fn every_file_of_a_history_comes_back() {
    let shape = Shape {
        teams: 2,
        years: 2,
        seed: 3,
    };
    let mut texts: std::collections::BTreeMap<String, Vec<u8>> = Default::default();
    generate(shape, &mut |file, line| {
        let text = texts.entry(file.to_owned()).or_default();
        text.extend_from_slice(line.as_bytes());
        text.push(b'\n');
        Ok(())
    })
    .unwrap();
    assert!(texts.contains_key("weeks") && texts.contains_key("answers_tam"));
    for (stem, text) in texts {
        let back = there_and_back(&stem, &text);
        assert!(back == text, "{stem}");
    }
}

#[test]
fn more_rows_than_one_group_holds() {
    let mut text = "episode_id,week_on,contacts,minutes\n".to_owned();
    for row in 0..70_000 {
        text.push_str(&format!("e{},2026-11-23,{},\n", row % 50, row % 7));
    }
    assert!(there_and_back("weeks", text.as_bytes()) == text.as_bytes());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Cells that have the column's type, cells that nearly do, and others.
    #[test]
    fn whatever_the_cells_hold(
        rows in prop::collection::vec(
            ("2026-0[0-9]-1[0-9]|", "0?[0-9]{0,3}|-[0-9]|99999999999999999999", "[a-z,\"\n é]{0,6}x"),
            0..30,
        )
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["week_on", "contacts", "mood"]).unwrap();
        for (day, number, text) in &rows {
            writer.write_record([day, number, text]).unwrap();
        }
        let text = writer.into_inner().unwrap();
        let back = there_and_back("weeks", &text);
        prop_assert_eq!(String::from_utf8(back).unwrap(), String::from_utf8(text).unwrap());
    }
}

#[test]
fn what_is_no_text_stays_the_bytes_that_it_was() {
    let text = b"family_id,mood\nf1,\xe5\xe4\nf2,\n";
    assert_eq!(there_and_back("families", text), text);
}

#[test]
fn lines_that_are_no_rows_are_told() {
    let path = folder("teams.csv", b"team_id,name\nt1\n");
    let told = pack_parquet(&path, &mut Cursor::new(Vec::new())).unwrap_err();
    fs::remove_dir_all(&path).unwrap();
    let told = told.to_string();
    assert!(
        told.starts_with("teams.csv:2: has another number of cells"),
        "{told}"
    );
}

/// A file with one group of one row.
fn written(
    columns: &[(&str, Physical, Option<LogicalType>)],
    fill: impl Fn(&mut SerializedRowGroupWriter<'_, &mut Vec<u8>>),
) -> Vec<u8> {
    let fields = columns.iter().map(|(name, physical, logical)| {
        let kind = Type::primitive_type_builder(name, *physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical.clone())
            .build();
        Arc::new(kind.unwrap())
    });
    let schema = Type::group_type_builder("x").with_fields(fields.collect());
    let mut bytes = Vec::new();
    let properties = Arc::new(WriterProperties::builder().build());
    let schema = Arc::new(schema.build().unwrap());
    let mut out = SerializedFileWriter::new(&mut bytes, schema, properties).unwrap();
    let mut group = out.next_row_group().unwrap();
    fill(&mut group);
    group.close().unwrap();
    out.close().unwrap();
    bytes
}

fn kept(bytes: &[u8]) -> File {
    seekable(&mut &*bytes, None).unwrap()
}

#[test]
fn what_other_writers_write_means_the_same() {
    let moment = LogicalType::timestamp(false, TimeUnit::MICROS);
    let columns = [
        ("stamp", Physical::INT64, Some(moment)),
        (
            "noon",
            Physical::INT64,
            Some(LogicalType::timestamp(true, TimeUnit::MILLIS)),
        ),
        ("home", Physical::BOOLEAN, None),
        ("float", Physical::DOUBLE, None),
        ("half", Physical::DOUBLE, None),
        (
            "count",
            Physical::INT32,
            Some(LogicalType::integer(32, false)),
        ),
        ("name", Physical::BYTE_ARRAY, Some(LogicalType::String)),
        ("none", Physical::INT32, None),
    ];
    let bytes = written(&columns, |group| {
        let day = 20_782_i64;
        for number in 0..8 {
            let mut column = group.next_column().unwrap().unwrap();
            let one = Some(&[1_i16][..]);
            match number {
                0 => column
                    .typed::<Int64Type>()
                    .write_batch(&[day * 86_400_000_000], one, None),
                1 => column
                    .typed::<Int64Type>()
                    .write_batch(&[day * 86_400_000 + 1], one, None),
                2 => column.typed::<BoolType>().write_batch(&[true], one, None),
                3 => column.typed::<DoubleType>().write_batch(&[3.0], one, None),
                4 => column.typed::<DoubleType>().write_batch(&[2.5], one, None),
                5 => column.typed::<Int32Type>().write_batch(&[-1], one, None),
                6 => {
                    let name = ByteArray::from("Team \"Å\", 1");
                    column
                        .typed::<ByteArrayType>()
                        .write_batch(&[name], one, None)
                }
                _ => column
                    .typed::<Int32Type>()
                    .write_batch(&[], Some(&[0]), None),
            }
            .unwrap();
            column.close().unwrap();
        }
    });
    let text = String::from_utf8(text_of(kept(&bytes)).unwrap()).unwrap();
    assert_eq!(
        text,
        "stamp,noon,home,float,half,count,name,none\n\
         2026-11-25,1795564800001,1,3,2.5,4294967295,\"Team \"\"Å\"\", 1\",\n"
    );
}

#[test]
fn columns_that_the_layout_has_no_values_for_are_told() {
    let time = Some(LogicalType::time(false, TimeUnit::MILLIS));
    let bytes = written(&[("noon", Physical::INT32, time)], |group| {
        let mut column = group.next_column().unwrap().unwrap();
        let noon = column.typed::<Int32Type>();
        noon.write_batch(&[100], Some(&[1]), None).unwrap();
        column.close().unwrap();
    });
    let told = Rows::open(kept(&bytes)).err();
    assert_eq!(told, Some((Some("noon".to_owned()), Reason::Kind)));
}

#[test]
fn pages_that_promise_too_much_are_not_opened() {
    let bytes = written(&[("name", Physical::BYTE_ARRAY, None)], |group| {
        let mut column = group.next_column().unwrap().unwrap();
        let names = column.typed::<ByteArrayType>();
        // Long enough that the number of its bytes takes as many as one that is too large.
        let name = ByteArray::from(vec![b'x'; 300_000_000]);
        names.write_batch(&[name], Some(&[1]), None).unwrap();
        column.close().unwrap();
    });
    let told = text_of(kept(&bytes)).unwrap_err().to_string();
    assert_eq!(told, "a page of it is too large");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Whatever becomes of a file, it is read or refused.
    #[test]
    fn broken_bytes_are_refused(
        at in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        end in any::<prop::sample::Index>(),
        is_cut in prop::bool::weighted(0.2),
    ) {
        let mut text = Vec::new();
        writeln!(text, "episode_id,week_on,contacts,mood").unwrap();
        for row in 0..40 {
            writeln!(text, "e{},2026-11-23,{row},{}", row % 5, "å".repeat(row % 9)).unwrap();
        }
        let path = folder("weeks.csv", &text);
        let mut archive = Cursor::new(Vec::new());
        pack_parquet(&path, &mut archive).unwrap();
        fs::remove_dir_all(&path).unwrap();
        let mut archive = zip::ZipArchive::new(archive).unwrap();
        let mut bytes = Vec::new();
        archive.by_index(0).unwrap().read_to_end(&mut bytes).unwrap();
        for (place, byte) in at {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if is_cut {
            bytes.truncate(end.index(bytes.len()));
        }
        let _ = text_of(kept(&bytes));
    }
}
