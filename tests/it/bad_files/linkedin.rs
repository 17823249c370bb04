//! Files of a LinkedIn archive with mistakes in headers, rows, dates and people.

use super::Bad;

const CONNECTIONS: &str = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n";
const CONNECTION: &str = "Bob,Sound,https://www.linkedin.com/in/bob-sound,,,,11 Mar 2022\n";
const MESSAGES: &str =
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER\n";
const MESSAGE: &str =
    "s,,Bob,https://www.linkedin.com/in/bob,Ann,https://www.linkedin.com/in/ann,2022-09-01 12:00:00 UTC,,hello,INBOX\n";
const INVITATIONS: &str = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n";
const INVITATION: &str = "Bob,Ann,\"9/1/22, 3:02 AM\",,INCOMING,https://www.linkedin.com/in/bob,\n";

/// Connections: one row and a sound one.
fn connection(row: &str) -> String {
    format!("{CONNECTIONS}{row}\n{CONNECTION}")
}

fn connected(on: &str) -> String {
    connection(&format!("Ann,Example,https://www.linkedin.com/in/ann,,,,{on}"))
}

/// Messages: one row with these parts and a sound one.
fn message(from: &str, from_url: &str, to: &str, to_urls: &str, date: &str, folder: &str) -> String {
    format!("{MESSAGES}1,,{from},{from_url},{to},{to_urls},{date},,text,{folder}\n{MESSAGE}")
}

fn sent(date: &str) -> String {
    message("Ann", "https://www.linkedin.com/in/ann", "Cleo", "https://www.linkedin.com/in/cleo", date, "SENT")
}

fn invitation(row: &str) -> String {
    format!("{INVITATIONS}{row}\n{INVITATION}")
}

fn recipients(count: usize) -> String {
    let urls: Vec<String> = (0..count).map(|number| format!("https://www.linkedin.com/in/p{number}")).collect();
    message(
        "Ann",
        "https://www.linkedin.com/in/ann",
        "All",
        &format!("\"{}\"", urls.join(",")),
        "2022-09-01 12:00:00 UTC",
        "SENT",
    )
}

pub(super) fn all() -> Vec<Bad> {
    let mut all = Vec::new();
    connections(&mut |name, text, expected| {
        all.push(Bad::new("linkedin", "Connections.csv", format!("connections: {name}"), text, expected));
    });
    messages(&mut |name, text, expected| {
        all.push(Bad::new("linkedin", "messages.csv", format!("messages: {name}"), text, expected));
    });
    invitations(&mut |name, text, expected| {
        all.push(Bad::new("linkedin", "Invitations.csv", format!("invitations: {name}"), text, expected));
    });
    for (file, name, text, expected) in others() {
        all.push(Bad::new("linkedin", file, format!("{file}: {name}"), text, expected));
    }
    all
}

type Add<'a> = dyn FnMut(&str, Vec<u8>, &'static str) + 'a;

fn connections(add: &mut Add<'_>) {
    let mut text = |name: &str, text: String, expected: &'static str| add(name, text.into_bytes(), expected);
    text("the day before the first plausible one", connected("31 Dec 1970"), "1 implausible-date=1");
    text("the first plausible day", connected("01 Jan 1971"), "2");
    text("the last plausible day", connected("02 Nov 2026"), "2");
    text("the day after the last plausible one", connected("03 Nov 2026"), "1 implausible-date=1");
    text("30 February", connected("30 Feb 2022"), "1 bad-date=1");
    text("a month in another language", connected("11 Mär 2022"), "1 bad-date=1");
    text("no day", connected(""), "2 person=linkedin:ann");
    text("a row of nothing", connection(",,,,,,"), "1 blank-record=1");
    text("only a company", connection(",,,,Example Corp,,11 Mar 2022"), "1 no-handle=1");
    text("too few cells", connection("Ann,Example,https://www.linkedin.com/in/ann"), "1 field-count=1");
    text("too many cells", connection("Ann,Example,https://www.linkedin.com/in/ann,,,,11 Mar 2022,more"), "1 field-count=1");
    text("empty cells too many", connection("Ann,Example,https://www.linkedin.com/in/ann,,,,11 Mar 2022,,,"), "2");
    text(
        "512 cells, the last ones empty",
        connection(&format!("Ann,Example,https://www.linkedin.com/in/ann,,,,11 Mar 2022{}", ",".repeat(505))),
        "2",
    );
    text(
        "513 cells",
        connection(&format!("Ann,Example,https://www.linkedin.com/in/ann,,,,11 Mar 2022{}", ",".repeat(506))),
        "1 too-many=1",
    );
    text(
        "a name of 300 letters",
        connection(&format!("{},Example,https://www.linkedin.com/in/ann,,,,11 Mar 2022", "W".repeat(300))),
        "2",
    );
    text("a row of two mebibytes", connection(&format!("{},Example,,,,,11 Mar 2022", "W".repeat(2 << 20))), "1 too-long=1");
    text("quotes inside a cell", connection("Ann \"Annie\" B,Example,https://www.linkedin.com/in/ann,,,,11 Mar 2022"), "2");
    text("an address of another page", connection("Ann,Example,https://example.org/ann,,,,11 Mar 2022"), "2");
    text("carriage returns before line ends", connected("11 Mar 2022").replace('\n', "\r\n"), "2");
    text("semicolons", connected("11 Mar 2022").replace(',', ";"), "2");
    text("tabs", connected("11 Mar 2022").replace(',', "\t"), "2");
    text("no header", CONNECTION.to_owned(), "error no header row found");
    text("an empty file", String::new(), "error no header row found");
    text("another header", "Name,Mail\nAnn,ann@example.org\n".to_owned(), "error no header row found");
    text("a web page", "<html><body>Sign in</body></html>".to_owned(), "error no header row found");
    text("JSON", "[{\"First Name\":\"Ann\"}]".to_owned(), "error no header row found");
    text(
        "a header of 513 cells",
        format!("{}{}\n{CONNECTION}", CONNECTIONS.trim_end(), ",x".repeat(506)),
        "error over the limit of 512",
    );
    text("a header whose quote stays open", CONNECTIONS.replace("Connected On", "\"Connected On"), "error no header row found");
    let wide =
        |text: &str| -> Vec<u8> { [0xfeff_u16].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect() };
    add("UTF-16", wide(&connected("11 Mar 2022")), "2 person=linkedin:ann");
    add("a byte order mark", [b"\xef\xbb\xbf".to_vec(), connected("11 Mar 2022").into_bytes()].concat(), "2");
}

fn messages(add: &mut Add<'_>) {
    let (ann, cleo, day) = ("https://www.linkedin.com/in/ann", "https://www.linkedin.com/in/cleo", "2022-09-01 12:00:00 UTC");
    let mut text = |name: &str, text: String, expected: &'static str| add(name, text.into_bytes(), expected);
    text("no date", sent(""), "1 no-date=1");
    text("a date in words", sent("yesterday"), "1 bad-date=1");
    text("month 13 and day 13", sent("2022-13-13 12:00:00 UTC"), "1 bad-date=1");
    text("a second before the first plausible date", sent("1970-12-31 23:59:59 UTC"), "1 implausible-date=1");
    text("the first plausible date", sent("1971-01-01 00:00:00 UTC"), "2");
    text("the last plausible date", sent("2026-11-02 00:00:00 UTC"), "2");
    text("a second after the last plausible date", sent("2026-11-02 00:00:01 UTC"), "1 implausible-date=1");
    text("a draft by its folder", message("Ann", ann, "Cleo", cleo, day, "DRAFTS"), "1 draft=1");
    text("a sender who left", message("LinkedIn Member", "", "Ann", ann, day, "INBOX"), "1 deleted-account=1");
    text("a sender who is nobody", message("", "", "Ann", ann, day, "INBOX"), "1 deleted-account=1");
    text("a recipient who left", message("Ann", ann, "LinkedIn Member", "", day, "SENT"), "1 deleted-account=1");
    text("no recipient, and the owner unknown", message("Ann", ann, "", "", day, "SENT"), "1 no-other-participant=1");
    text("to oneself", message("Ann", ann, "Ann", ann, day, "SENT"), "1 no-other-participant=1");
    text("499 recipients", recipients(499), "2");
    text("500 recipients", recipients(500), "2");
    text("501 recipients", recipients(501), "1 too-many=1");
    text("a row of nothing", format!("{MESSAGES},,,,,,,,,\n{MESSAGE}"), "1 blank-record=1");
    text("too few cells", format!("{MESSAGES}1,,Ann\n{MESSAGE}"), "1 field-count=1");
    text(
        "a body of two mebibytes",
        format!("{MESSAGES}1,,Ann,{ann},Cleo,{cleo},{day},,{},SENT\n{MESSAGE}", "x".repeat(2 << 20)),
        "1 too-long=1",
    );
    text("a body of lines", format!("{MESSAGES}1,,Ann,{ann},Cleo,{cleo},{day},,\"one\ntwo\n\nthree\",SENT\n{MESSAGE}"), "2");
    text(
        "a body whose quote stays open",
        format!("{MESSAGES}{MESSAGE}1,,Ann,{ann},Cleo,{cleo},{day},,\"one,SENT\n"),
        "1 truncated=1",
    );
    text("no header", MESSAGE.to_owned(), "error no header row found");
}

fn invitations(add: &mut Add<'_>) {
    let mut text = |name: &str, text: String, expected: &'static str| add(name, text.into_bytes(), expected);
    text("sound", invitation(INVITATION.trim_end()), "2 person=linkedin:bob");
    text("a way that nobody knows", invitation("Bob,Ann,\"9/1/22, 3:02 AM\",,SIDEWAYS,,"), "1 malformed=1");
    text("no way", invitation("Bob,Ann,\"9/1/22, 3:02 AM\",,,,"), "1 malformed=1");
    text("a row of nothing", invitation(",,,,,,"), "1 blank-record=1");
    text("hour 13 in the afternoon", invitation("Bob,Ann,\"9/1/22, 13:02 PM\",,INCOMING,,"), "1 bad-date=1");
    text("month 31", invitation("Bob,Ann,\"31/31/22, 3:02 AM\",,INCOMING,,"), "1 bad-date=1");
    text("of the future", invitation("Bob,Ann,\"9/1/27, 3:02 AM\",,INCOMING,,"), "1 implausible-date=1");
    text("nobody and a number", invitation("Ann,,\"9/1/22, 3:02 AM\",,OUTGOING,,urn:li:member:1"), "1 no-handle=1");
    text("without a day", invitation("Bob,Ann,,,INCOMING,,"), "2");
}

fn others() -> Vec<(&'static str, &'static str, String, &'static str)> {
    let endorsed = |row: &str| {
        format!(
            "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorser Public Url,Endorsement Status\n{row}\n2022/09/01 12:00:00 UTC,Rust,Bob,Sound,,ACCEPTED\n"
        )
    };
    let recommended = |row: &str| {
        format!(
            "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n{row}\nBob,Sound,,,text,\"9/1/22, 3:02 AM\",VISIBLE\n"
        )
    };
    let contacts = |row: &str| {
        format!(
            "Source,FirstName,LastName,Companies,Title,Emails,PhoneNumbers,CreatedAt,Bookmarked\n{row}\n,Bob,Sound,,,bob@example.org,,\"9/1/22, 3:02 AM\",false\n"
        )
    };
    let many = |count: usize| (0..count).map(|number| format!("p{number}@example.org")).collect::<Vec<_>>().join(" ");
    let (endorsements, recommendations, uploaded) =
        ("Endorsement_Received_Info.csv", "Recommendations_Received.csv", "Contacts.csv");
    vec![
        (endorsements, "a row of nothing", endorsed(",,,,,"), "1 blank-record=1"),
        (endorsements, "a day that is none", endorsed("someday,Rust,Ann,Example,,ACCEPTED"), "1 bad-date=1"),
        (endorsements, "nobody", endorsed("2022/09/01 12:00:00 UTC,Rust,,,,ACCEPTED"), "1 no-handle=1"),
        (
            endorsements,
            "before the network was founded",
            endorsed("1970/09/01 12:00:00 UTC,Rust,Ann,Example,,ACCEPTED"),
            "1 implausible-date=1",
        ),
        (recommendations, "nobody", recommended(",,Example Corp,Engineer,text,,VISIBLE"), "1 no-handle=1"),
        (recommendations, "a day that is none", recommended("Ann,Example,,,text,someday,VISIBLE"), "1 bad-date=1"),
        (recommendations, "too few cells", recommended("Ann,Example"), "1 field-count=1"),
        (uploaded, "a row of nothing", contacts(",,,,,,,,"), "1 blank-record=1"),
        (uploaded, "only a company", contacts(",,,Example Corp,,,,,"), "1 no-handle=1"),
        (uploaded, "an address that is none", contacts(",,,,,ann at home,,,"), "1 no-handle=1"),
        (uploaded, "a day that is none", contacts(",Ann,Example,,,ann@example.org,,someday,"), "1 bad-date=1"),
        (uploaded, "500 addresses", contacts(&format!(",Ann,Example,,,{},,,", many(500))), "2"),
        (uploaded, "501 addresses", contacts(&format!(",Ann,Example,,,{},,,", many(501))), "1 too-many=1"),
        ("Positions.csv", "no header", "Example Corp,Engineer\n".into(), "error no header row found"),
        ("Profile.csv", "an empty file", String::new(), "error no header row found"),
        (
            "Email Addresses.csv",
            "an address that is none",
            "Email Address,Confirmed,Primary,Updated On\nann at home,Yes,Yes,\nann@example.org,Yes,Yes,\n".into(),
            "1 no-handle=1",
        ),
    ]
}
