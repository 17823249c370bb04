//! What the user says of people: tags, cadence, company, goals.

use crate::program::Program;

#[test]
fn tags_and_attributes_are_kept_win_over_the_imported_and_can_be_taken_back() {
    let program = Program::sample();
    program.ok(&["tag", "Hanna Lindqvist", "mentor", "energy people"]);
    program.ok(&["set", "Hanna Lindqvist", "company=Fjordgrid Holding", "cadence=6w", "interests=forecasting, storage"]);
    let hanna = program.json(&["person", "Hanna Lindqvist"]);
    assert_eq!(hanna["tags"], serde_json::json!(["brackwater", "energy people", "mentor"]));
    assert_eq!(hanna["company"], "Fjordgrid Holding");
    assert_eq!(hanna["cadence"], "42d..84d");
    assert_eq!(hanna["interests"], serde_json::json!(["forecasting", "storage"]));
    program.ok(&["set", "Hanna Lindqvist", "company=", "cadence="]);
    program.ok(&["tag", "Hanna Lindqvist", "brackwater", "mentor", "--remove"]);
    let hanna = program.json(&["person", "Hanna Lindqvist"]);
    assert_eq!(hanna["tags"], serde_json::json!(["energy people"]));
    assert_eq!((&hanna["company"], &hanna["cadence"]), (&"Fjordgrid Energy".into(), &serde_json::Value::Null));
    // The same export again brings back neither what was taken away nor what was overruled.
    program.ok(&["verify"]);
}

#[test]
fn a_tags_cadence_holds_for_everybody_with_it_who_has_no_own() {
    let program = Program::sample();
    program.ok(&["set", "tag:brackwater", "cadence=quarterly"]);
    program.ok(&["set", "Hanna Lindqvist", "cadence=never"]);
    assert_eq!(program.json(&["person", "Hanna Lindqvist"])["cadence"], "never");
    let others = program.rows(&["people", "brackwater"]);
    let tagged = program.rows(&["people"]);
    let tagged = tagged.iter().filter(|row| row["tags"].as_array().is_some_and(|tags| tags.contains(&"brackwater".into())));
    let someone =
        tagged.filter(|row| row["name"] != "Hanna Lindqvist").map(|row| row["handle"].as_str().unwrap()).next().unwrap();
    assert_eq!(program.json(&["person", someone])["cadence"], "91d..182d", "{others:?}");
}

#[test]
fn what_cannot_be_set_says_what_can() {
    let program = Program::sample();
    program.fails(&["set", "Hanna Lindqvist", "cadence=often"], 2, &["`often` is no cadence", "weekly"]);
    program.fails(&["set", "Hanna Lindqvist", "height=170"], 2, &["`height` cannot be set", "cadence"]);
    program.fails(&["set", "Hanna Lindqvist", "cadence"], 2, &["no key=value"]);
    program.fails(&["set", "tag:brackwater", "company=X"], 2, &["a person's, not a tag's"]);
    program.fails(&["set", "Nobody At All", "cadence=weekly"], 1, &["nobody is known"]);
    // Nothing of a refused call is kept.
    program.fails(&["set", "Hanna Lindqvist", "title=Queen", "cadence=often"], 2, &["no cadence"]);
    assert_eq!(program.json(&["person", "Hanna Lindqvist"])["title"], "Director of Forecasting");
}

#[test]
fn a_damaged_catalog_is_never_sealed_by_a_word_of_the_user() {
    let program = Program::sample();
    let connection = rusqlite::Connection::open(program.workspace().join("catalog.db")).unwrap();
    connection.execute("UPDATE handles SET handle = 'mailto:mallory@example.org' WHERE id = 3", []).unwrap();
    drop(connection);
    let words: [&[&str]; 4] = [
        &["set", "tag:vip", "cadence=monthly"],
        &["tag", "Hanna Lindqvist", "vip"],
        &["config", "set", "me", "zoe@example.org"],
        &["ignore", "Hanna Lindqvist"],
    ];
    for word in words {
        program.fails(word, 4, &["other contents than were written"]);
        assert_eq!(program.run(&["verify"]).code, Some(4), "{word:?} sealed the damage");
    }
}

#[test]
fn a_word_on_me_needs_to_know_who_that_is() {
    let program = Program::new();
    program.file("t.csv", "source,target,time\nann@x.example,bob@x.example,2025-03-02\n");
    program.ok(&["import", "t.csv"]);
    program.fails(&["set", "me", "goals=logistics"], 6, &["it is not known who you are", "config set me"]);
}
