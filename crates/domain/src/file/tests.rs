use proptest::prelude::*;

use super::*;

/// A PDF of one empty page.
fn pdf(more: &str) -> Vec<u8> {
    let body = format!("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R {more} >>\nendobj\n");
    let at = body.len();
    format!(
        "{body}xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n"
    )
    .into_bytes()
}

/// Stands in for zlib: what is packed begins with a `z`.
fn unpack(data: &[u8], most: usize) -> Option<Vec<u8>> {
    let data = data.strip_prefix(b"z")?;
    (data.len() <= most).then(|| data.to_vec())
}

#[track_caller]
fn check_file(file: &[u8], found: Result<(), FileFault>) {
    let shown: String = String::from_utf8_lossy(file).chars().take(160).collect();
    assert_eq!(check(file, unpack), found, "{shown}");
}

#[test]
fn a_file_is_told_by_what_is_in_it() {
    check_file(&pdf(""), Ok(()));
    check_file(b"", Err(FileFault::Empty));
    check_file(b"#!/bin/sh\nrm -rf /\n", Err(FileFault::NotPdf));
    check_file(b"MZ\x90\0program", Err(FileFault::NotPdf));
    check_file(b"<html><script>alert(1)</script>", Err(FileFault::NotPdf));
    check_file(b"PK\x03\x04word/document.xml", Err(FileFault::Archive));
    check_file(b"%PDF-1.7\nhello", Err(FileFault::Broken));
    check_file(b"%PDF-\xff", Err(FileFault::NotPdf));
    let whole = pdf("");
    check_file(&whole[..whole.len() - 12], Err(FileFault::Broken));
    check_file(&vec![b'%'; FILE_BYTES_MAX + 1], Err(FileFault::TooLarge));
    let astray = String::from_utf8(pdf(""))
        .unwrap()
        .replace("startxref\n", "startxref\n9");
    check_file(astray.as_bytes(), Err(FileFault::Broken));
}

#[test]
fn a_file_that_can_do_something_is_refused_however_it_is_spelt() {
    for more in [
        "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        "/AA << /S /Launch >>",
        "/Names << /EmbeddedFiles 3 0 R >>",
        "/OpenAction << /S /J#61vaScript >>",
        "/AcroForm << /XFA 4 0 R >>",
    ] {
        check_file(&pdf(more), Err(FileFault::Active));
    }
    check_file(&pdf("/Encrypt 5 0 R"), Err(FileFault::Locked));
    check_file(&pdf("/JSON 1 /Launched 2"), Ok(()));
    let mut both = pdf("");
    both.extend_from_slice(b"PK\x05\x06\0\0 %%EOF");
    check_file(&both, Err(FileFault::Archive));
}

/// An object of its own, whatever its text says.
fn object(text: &str) -> Vec<u8> {
    pdf(&format!(">>\nendobj\n6 0 obj\n{text}\nendobj\n7 0 obj\n<<"))
}

const SCRIPT: &str = "/S /JavaScript /JS (app.alert(1))";

#[test]
fn the_data_of_a_stream_is_no_text() {
    let data = "\u{1}/JS \u{2} (\n";
    check_file(
        &object(&format!("<</Length 9>>stream\n{data}endstream")),
        Ok(()),
    );
    check_file(
        &object(&format!("<< /A (\\)>> ()) >>\r\nstream\r\n{data}endstream")),
        Ok(()),
    );
    check_file(
        &object(&format!(
            "<< /A << /B <AB> >> % >>\n>> stream\n{data}endstream"
        )),
        Ok(()),
    );
}

#[test]
fn what_only_looks_like_a_stream_hides_nothing() {
    for hidden in [
        // A comment, as it was possible once.
        format!("<< /A 1 % >>\nstream\n {SCRIPT} %\nendstream\n>>"),
        format!("<< /A 1 %stream\n {SCRIPT} %endstream\n>>"),
        // A string.
        format!("<< /A (>>\nstream\n) {SCRIPT} /B (endstream) >>"),
        format!("<< /A (\\(>>) /B 1 stream\n {SCRIPT} endstream >>"),
        format!("<< /A <>>\nstream\n> {SCRIPT} /B (endstream) >>"),
        // No line ends after the word, or the stream does not end.
        format!("<< /A 1 >> streams {SCRIPT} endstream"),
        format!("<< /A 1 >>\nstream\n {SCRIPT}"),
        // No dictionary, or not its end.
        format!("[ 1 ]\nstream\n {SCRIPT} endstream"),
        format!("<< /A << /B 1 >>\nstream\n {SCRIPT} endstream >>"),
        // An object in the data of another one: whoever opens the file jumps there.
        format!("<< /A 1 >>\nstream\n8 0 obj << {SCRIPT} >> endobj\nendstream"),
        format!("<< /A 1 >>\nstream\n8 0%\nobj << {SCRIPT} >> endobj\nendstream"),
        // A string that began in front of it.
        format!("<< (\n8 0 obj << /A (a) % ) >>\nstream\n{SCRIPT} %\nendstream\n>>"),
    ] {
        let found = check(&object(&hidden), unpack);
        assert_eq!(found, Err(FileFault::Active), "{hidden}");
    }
}

#[track_caller]
fn check_packed(dictionary: &str, data: &str, found: Result<(), FileFault>) {
    let text = format!("<< /Length 9 {dictionary} >>\nstream\n{data}\nendstream");
    check_file(&object(&text), found);
}

#[test]
fn packed_objects_are_unpacked_and_what_cannot_be_is_refused() {
    let of = "/Type /ObjStm /N 1 /First 4";
    let flate = format!("{of} /Filter /FlateDecode");
    let active = format!("z8 0 << {SCRIPT} >>");
    check_packed(&flate, "z8 0 << /A 1 >>", Ok(()));
    check_packed(&flate, &active, Err(FileFault::Active));
    let list = format!("{of} /Filter [ /Fl#61teDecode ]");
    check_packed(&list, &active, Err(FileFault::Active));
    check_packed(&list, "z8 0 << /A 1 >>", Ok(()));
    check_packed(of, &active[1..], Err(FileFault::Active));
    // Some ask neither for the type nor for the place of the first.
    check_packed("/N 1 /Filter/FlateDecode", &active, Err(FileFault::Active));
    check_packed(&flate, "8 0 << /A 1 >>", Err(FileFault::Opaque));
    for how in [
        "/Filter /LZWDecode",
        "/Filter [ /ASCIIHexDecode /FlateDecode ]",
        "/Filter [ /FlateDecode /ASCIIHexDecode ]",
        "/Filter 9 0 R /A /FlateDecode",
        "/A (/Filter /FlateDecode) /F#69lter 9 0 R",
        "/Filter /FlateDecode /DecodeParms << /Predictor 12 >>",
    ] {
        check_packed(&format!("{of} {how}"), &active, Err(FileFault::Opaque));
    }
    let lax = format!("<< {flate} >>\nstream \n8 0 << >>\nendstream");
    check_file(&object(&lax), Err(FileFault::Opaque));
    let endless = format!("<< {flate} >>\nstream\nz8 0 << >>");
    check_file(&object(&endless), Err(FileFault::Opaque));
}

#[test]
fn a_file_that_is_made_to_take_time_is_given_up() {
    let slow = "0 obj<</A(".repeat(40_000);
    check_file(&object(&slow), Err(FileFault::Opaque));
    let streams = "0 obj<</N 1>>stream\n".repeat(40_000);
    check_file(
        &object(&format!("{streams}endstream")),
        Err(FileFault::Opaque),
    );
}

/// What may stand in front of, in or after a script without hiding it.
fn disguise() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<<",
        ">>",
        "\n",
        "\r\n",
        "%",
        "(",
        ")",
        "\\",
        "<",
        ">",
        "stream\n",
        "\nendstream\n",
        "[",
        "]",
        " /A 1 ",
        "8 0 obj",
        " endobj ",
        "\0",
        "/Length 3",
        "/Filter /FlateDecode",
        "/Type /ObjStm",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_file_makes_the_check_fall(file in prop::collection::vec(any::<u8>(), 0..400), cut in 0_usize..200) {
        let _ = check(&file, unpack);
        let mut mixed = pdf("");
        mixed.truncate(mixed.len().saturating_sub(cut));
        mixed.extend(file);
        let _ = check(&mixed, unpack);
    }

    /// Whoever opens a file jumps to an object by its place: whatever stands around it, a script in its dictionary is found.
    #[test]
    fn a_script_is_found_whatever_stands_around_its_object(before in disguise(), after in disguise()) {
        let hidden = object(&format!("{before}\n9 0 obj << {SCRIPT} >>{after}"));
        let found = check(&hidden, unpack);
        prop_assert!(
            matches!(found, Err(FileFault::Active | FileFault::Opaque)),
            "{found:?} {}", String::from_utf8_lossy(&hidden)
        );
    }

    /// A comment or a string in the object itself hides nothing either.
    #[test]
    fn a_script_is_found_whatever_stands_in_comments_and_strings_of_its_object(
        comment in "[a-z<>(%/ ]{0,12}", string in "[a-z<>%/ \\n]{0,12}", word in "(stream|endstream|>>|>> stream)?",
    ) {
        let text = format!("<< /A ({string}{word}\n) %{comment}{word}\n/B 1 %{word}\n{SCRIPT} %\nendstream\n>>");
        let found = check(&object(&text), unpack);
        prop_assert_eq!(found, Err(FileFault::Active), "{}", text);
    }
}
