use super::*;

fn limits(max_record_bytes: usize) -> Limits {
    Limits { max_record_bytes, max_fields: 4, ..Limits::as_of_micros(0) }
}

type Read1 = (u64, Result<Vec<String>, Reason>);

fn rows_of(bytes: &[u8], max: usize) -> Vec<Read1> {
    let mut input = bytes;
    let limits = limits(max);
    let mut rows = Rows::new(&mut input, &limits).unwrap();
    let mut all = Vec::new();
    while let Some(row) = rows.next_row().unwrap() {
        all.push((
            row.line,
            row.state.map(|()| (0..rows.current().width()).map(|at| rows.current().cell(at).to_owned()).collect()),
        ));
    }
    all
}

#[expect(clippy::unnecessary_wraps, reason = "compared with rows, which may be rejected")]
fn cells(row: &[&str]) -> Result<Vec<String>, Reason> {
    Ok(row.iter().map(|&cell| cell.to_owned()).collect())
}

#[test]
fn quoted_line_ends_delimiters_and_doubled_quotes_belong_to_the_cell() {
    let rows = rows_of(b"a,b\r\n\"x\ny\",\"q \"\"z\"\", w\"\n\n\"\",\n\"m\"n\"o,p", 100);
    assert_eq!(
        rows,
        [(1, cells(&["a", "b"])), (2, cells(&["x\ny", "q \"z\", w"])), (5, cells(&["", ""])), (6, cells(&["mn\"o", "p"])),]
    );
}

#[test]
fn an_unclosed_quote_costs_its_own_line_only() {
    let rows = rows_of(b"a,b\n\"c,d\ne,f\ng,h\n", 100);
    assert_eq!(rows, [(1, cells(&["a", "b"])), (2, Err(Reason::Truncated)), (3, cells(&["e", "f"])), (4, cells(&["g", "h"]))]);
}

#[test]
fn a_row_over_the_limit_is_one_reject_and_the_next_line_is_read() {
    for (length, sound) in [(9, true), (10, true), (11, false)] {
        let rows = rows_of(format!("{}\nb\n", "x".repeat(length)).as_bytes(), 10);
        assert_eq!(rows[0].1.is_ok(), sound, "{length}");
        assert_eq!(rows[1], (2, cells(&["b"])));
    }
    let quoted = rows_of(b"\"abc\ndefghijklmnop\nq\n", 10);
    assert_eq!(quoted, [(1, Err(Reason::TooLong)), (2, Err(Reason::TooLong)), (3, cells(&["q"]))]);
}

#[test]
fn a_field_of_more_than_a_mebibyte_is_too_long_and_the_rest_is_read() {
    let text = format!("a,b\n\"{}\",c\nd,e\n", "x".repeat(1_153_434));
    let rows = rows_of(text.as_bytes(), 1 << 20);
    assert_eq!(rows, [(1, cells(&["a", "b"])), (2, Err(Reason::TooLong)), (3, cells(&["d", "e"]))]);
}

#[test]
fn the_number_of_fields_is_bounded() {
    for (count, sound) in [(3, true), (4, true), (5, false)] {
        let rows = rows_of(vec!["x"; count].join(",").as_bytes(), 100);
        assert_eq!(rows[0].1.is_ok(), sound, "{count}");
        assert!(sound || rows[0].1 == Err(Reason::TooMany));
    }
}

#[test]
fn lines_that_each_leave_a_quote_open_take_bounded_time() {
    let text = "a\"b,\"c\n".repeat(200_000);
    let started = std::time::Instant::now();
    let rows = rows_of(text.as_bytes(), 1 << 20);
    assert_eq!(rows.len(), 200_000);
    assert!(rows.iter().all(|row| row.1.is_err()));
    assert!(started.elapsed().as_secs() < 20);
}

#[test]
fn rows_agree_with_the_csv_crate_on_closed_input() {
    let mut state = 7_u64;
    let alphabet = ["a", "\"", ",", "\n", "\r\n", "é", "\"\"", ",\"", "\",", " "];
    let mut compared = 0;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..14 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(alphabet[(state >> 33) as usize % alphabet.len()]);
        }
        text.push_str("\nz");
        let ours: Vec<Result<Vec<String>, Reason>> = rows_of(text.as_bytes(), 1000).into_iter().map(|row| row.1).collect();
        if ours.iter().any(Result::is_err) {
            continue;
        }
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let theirs: Vec<Result<Vec<String>, Reason>> =
            reader.records().map(|row| Ok(row.unwrap().iter().map(|cell| cell.trim().to_owned()).collect())).collect();
        assert_eq!(ours, theirs, "{text:?}");
        compared += 1;
    }
    assert!(compared > 3_000, "{compared}");
}

#[test]
fn a_row_that_is_not_utf8_is_read_as_windows_1252() {
    assert_eq!(rows_of(b"caf\xe9,\x93x\x94\n", 100), [(1, cells(&["café", "“x”"]))]);
}
