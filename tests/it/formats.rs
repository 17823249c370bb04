//! What `import --list` says, and files of any shape read with the user's own map.

use serde_json::Value;

use crate::program::Program;

fn imported(program: &Program, arguments: &[&str]) -> Value {
    let run = program.run(arguments);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

/// The three worked examples of the guide: the data, then the map.
fn examples() -> Vec<(String, String)> {
    let guide = include_str!("../../src/guide/sources/map_file.md");
    let blocks: Vec<&str> = guide.split("```").skip(1).step_by(2).collect();
    let content = |block: &str| block.split_once('\n').unwrap().1.to_owned();
    blocks.chunks(2).map(|pair| (content(pair[0]), content(pair[1]))).collect()
}

#[test]
fn every_worked_example_of_a_map_file_imports_as_the_guide_says() {
    let examples = examples();
    assert_eq!(examples.len(), 3);
    for (at, (data, map)) in examples.into_iter().enumerate() {
        let program = Program::new();
        let (data_path, map_path) = (program.path("export"), program.path("columns.toml"));
        std::fs::write(&data_path, data).unwrap();
        std::fs::write(&map_path, map).unwrap();
        let arguments = [
            "import",
            data_path.to_str().unwrap(),
            "--map-file",
            map_path.to_str().unwrap(),
            "-f",
            "json",
            "--as-of",
            "2026-10-31",
        ];
        let first = imported(&program, &arguments);
        assert_eq!((&first["totals"]["accepted"], &first["totals"]["rejected"]), (&1.into(), &0.into()), "example {at}");
        assert_eq!(imported(&program, &arguments)["totals"]["accepted"], 0, "example {at} a second time");
    }
}

#[test]
fn a_mistake_in_a_map_file_is_named_with_the_file_and_what_was_meant() {
    for (map, said, hint) in [
        ("[colums]\nsource = \"a\"\n", "there is no key `colums`", "did you mean `columns`?"),
        ("[columns]\nsorce = \"a\"\n", "there is no field `sorce`", "did you mean `source`?"),
        ("kind = \"persons\"\n", "there is no kind `persons`", "it may be: interactions, people"),
        ("time_unit = \"sec\"\n", "there is no unit of time `sec`", "it may be: s, ms, us"),
        ("undirected = 1\n", "`undirected` is neither true nor false", ""),
        ("time_format = \"%H\"\n[columns]\nsource = \"a\"\n", "times cannot be read in `%H`", ""),
        ("records = \"messages\"\n[columns]\nsource = \"a\"\n", "no path like `messages[]`", ""),
        ("zone = \"Berlin\"\n[columns]\nsource = \"a\"\n", "there is no time zone `Berlin`", "IANA"),
        ("columns\n", "line 1", ""),
        ("{\"columns\": }", "line 1", ""),
        ("{}", "it names no columns", ""),
    ] {
        let program = Program::new();
        let (data, path) = (program.path("x.csv"), program.path("columns.toml"));
        std::fs::write(&data, "a,b,c\n1,2,3\n").unwrap();
        std::fs::write(&path, map).unwrap();
        let run = program.run(&["import", data.to_str().unwrap(), "--map-file", path.to_str().unwrap()]);
        assert_eq!(run.code, Some(2), "{map}: {}", run.stderr);
        // Long lines are broken where the screen ends.
        let told = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        for text in [said, hint] {
            assert!(told.contains(text), "{map}: {told}");
        }
        assert!(said.contains("zone") || told.contains("columns.toml"), "{map}: {told}");
    }
}

#[test]
fn people_of_other_columns_are_read_with_map() {
    let program = Program::new();
    let data = program.path("staff.csv");
    std::fs::write(&data, "id,full_name,employer\n7,Ann Example,Acme\n8,N/A,\n").unwrap();
    let arguments = [
        "import",
        data.to_str().unwrap(),
        "--map",
        "handle=id,name=full_name,company=employer",
        "-f",
        "json",
        "--as-of",
        "2026-10-31",
    ];
    let summary = imported(&program, &arguments);
    assert_eq!(summary["sources"][0]["format"], "people-table");
    assert_eq!(summary["totals"]["accepted"], 2);
    let run = program.run(&["import", data.to_str().unwrap(), "--from", "people-table", "--map", "source=id"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("handle, email, phone"), "{}", run.stderr);
}

#[test]
fn every_format_says_how_to_get_its_export_step_by_step() {
    let program = Program::new();
    let listed = imported(&program, &["import", "--list", "-f", "json"]);
    let formats = listed["formats"].as_array().unwrap();
    assert!(formats.len() >= 15);
    for format in formats {
        let name = format["format"].as_str().unwrap();
        let steps = format["getting_the_export"].as_str().unwrap_or_default();
        assert!(steps.contains("1. ") && steps.contains("acquaint import"), "{name}: {steps}");
        assert!(!format["what_is_read"].as_str().unwrap_or_default().is_empty(), "{name} does not say what it reads");
        let run = program.run(&["import", "--list", name]);
        assert!(run.stdout.contains("Getting the export\n") && run.stdout.contains("What is read\n"), "{name}");
        assert!(!run.stdout.contains("](") && !run.stdout.contains("**"), "{name} shows marks of its page: {}", run.stdout);
    }
    let run = program.run(&["import", "--list", "nope"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("there is no format `nope`"), "{}", run.stderr);
}

#[test]
fn pages_about_more_than_one_format_are_listed_too() {
    let program = Program::new();
    let run = program.run(&["import", "--list", "takeout", "map-file"]);
    assert!(run.stdout.contains("takeout.google.com") && run.stdout.contains("time_format"), "{}", run.stdout);
}
