use super::{POLICY, SCRIPT, STYLE, report};
use crate::render::chart;
use crate::render::samples;

fn page(name: &str) -> String {
    report(&samples::report(name))
}

/// The tags of a page with the names of their attributes, without any text.
fn skeleton(html: &str) -> Vec<String> {
    let body = html.replacen(STYLE, "", 1).replacen(SCRIPT, "", 1);
    let mut tags = Vec::new();
    let mut rest = body.as_str();
    while let Some(start) = rest.find('<') {
        let end = start + rest[start..].find('>').unwrap();
        let outside_quotes: String = rest[start..=end].split('"').step_by(2).collect();
        // Charts break names into more or fewer lines of text; the page around them must not change at all.
        if !outside_quotes.contains("text") && !outside_quotes.starts_with("<polygon") {
            tags.push(outside_quotes);
        }
        rest = &rest[end + 1..];
    }
    tags
}

#[test]
fn a_hostile_name_changes_no_tag_of_the_page() {
    let ordinary = skeleton(&page("A"));
    assert!(ordinary.len() > 100);
    for hostile in samples::HOSTILE.iter().filter(|name| !name.is_empty()) {
        let html = page(hostile);
        assert_eq!(skeleton(&html), ordinary, "{hostile}");
        let block = data_of(&html);
        assert!(!block.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{hostile}");
        assert!(serde_json::from_str::<serde_json::Value>(block).is_ok(), "{hostile}");
        assert!(html.matches("<script").count() == 2 && !html.contains("<?xml") && !html.contains("<img"));
        assert!(
            !html
                .chars()
                .any(|c| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        );
        assert_eq!(html, page(hostile));
    }
}

/// The block of data of a page.
fn data_of(html: &str) -> &str {
    let start = html.split("id=\"data\">").nth(1).unwrap();
    start.split("</script>").next().unwrap()
}

#[test]
fn the_map_is_drawn_once_and_has_data_to_walk_through() {
    let html = page("A");
    assert_eq!(html.matches("chart-ego-map").count(), 1);
    let data: serde_json::Value = serde_json::from_str(data_of(&html)).unwrap();
    assert_eq!(data["map"]["states"], "000055011");
    assert_eq!(data["map"]["strengths"], ".cC.cC.cC");
    assert_eq!(data["people"]["handle"][0], "name:A");
    // A place that is no number is none, and the script reads it as the middle.
    assert!(data["map"]["places"].as_str().unwrap().ends_with("..."));
}

#[test]
fn whoever_is_named_has_an_article_with_a_ledger_that_adds_up() {
    let html = page("Ann Example");
    for person in ["person-0", "person-1"] {
        assert!(html.contains(&format!("href=\"#{person}\"")) && html.contains(&format!("id=\"{person}\"")), "{person}");
    }
    assert!(
        html.contains("3 earlier contact-days</th><td class=\"num\">0.50")
            && html.contains("momentum at the last contact</th><td class=\"num\">2.50")
    );
    assert!(html.contains("acquaint explain &#39;name:Ann Example&#39;"));
}

#[test]
fn the_page_and_its_charts_have_the_same_colours() {
    for is_dark in [false, true] {
        for declaration in chart::page_colors(is_dark).split(';').map(str::trim).filter(|declaration| !declaration.is_empty()) {
            let (name, value) = declaration.split_once(": ").unwrap();
            let own = STYLE.split(&format!("{name}: light-dark(")).nth(1).unwrap_or_else(|| panic!("{name} is missing"));
            let (light, dark) = own.split(')').next().unwrap().split_once(", ").unwrap();
            // The ground of a chart is that of a card of the page.
            assert!(name == "--chart-ground" || value == if is_dark { dark } else { light }, "{name}");
        }
    }
}

#[test]
fn ten_thousand_characters_in_a_name_are_only_text() {
    assert_eq!(skeleton(&page(&"W".repeat(10_000))), skeleton(&page("A")));
}

#[test]
fn nothing_on_the_page_can_be_fetched() {
    let html = page("https://tracker.example/pixel.gif");
    for attribute in
        ["src=", "srcset=", "url(", "@import", "<link", "fetch(", "XMLHttp", "import(", "style=\"", "http-equiv=\"refresh"]
    {
        assert!(!html.contains(attribute), "{attribute}");
    }
    for (index, _) in html.match_indices("href=\"") {
        assert!(html[index..].starts_with("href=\"#"), "{}", &html[index..index + 40]);
    }
}

#[test]
fn every_entry_of_the_contents_leads_somewhere() {
    let html = page("Ann Example");
    let mut links = 0;
    for (index, _) in html.match_indices("href=\"#") {
        let id: String = html[index + 7..].chars().take_while(|c| *c != '"').collect();
        assert!(html.contains(&format!(" id=\"{id}\"")), "{id}");
        links += 1;
    }
    assert!(links > 4);
    assert!(html.contains("nothing was sent anywhere") && html.contains("more-charts"));
}

#[test]
fn changes_are_said_in_words_and_undefined_is_a_dash() {
    let html = page("Ann Example");
    assert!(html.contains("▲ up 3 · better than last month") && html.contains("▲ up 1 · worse than last month"));
    assert!(html.contains("● unchanged since last month") && html.contains("no month to compare with"));
    assert!(html.contains("data-label=\"strength\">–</td>") && !html.contains("NaN") && !html.contains("inf\""));
}

#[test]
fn the_policy_allows_exactly_this_style_sheet_and_this_script() {
    for (kind, element, text) in [("style-src", "style", STYLE), ("script-src", "script", SCRIPT)] {
        let hash = base64(&sha256(text.as_bytes()));
        assert!(POLICY.contains(&format!("{kind} 'sha256-{hash}';")), "{kind} has changed: its hash is now sha256-{hash}");
        assert!(page("A").contains(&format!("<{element}>{text}</{element}>")));
    }
    assert!(!SCRIPT.contains("</") && !SCRIPT.contains("<!--") && !POLICY.contains("unsafe"));
    let of_abc = sha256(b"abc").map(|byte| format!("{byte:02x}")).concat();
    assert_eq!(of_abc, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "FIPS 180-2, appendix B.1");
}

/// SHA-256 (FIPS 180-4); its constants are the fractions of the roots of the first primes.
fn sha256(message: &[u8]) -> [u8; 32] {
    let primes: Vec<u32> = (2_u32..312).filter(|n| (2..*n).all(|d| n % d != 0)).collect();
    let fraction = |root: f64| ((root - root.floor()) * 4_294_967_296.0) as u32;
    let k: Vec<u32> = primes.iter().map(|prime| fraction(f64::from(*prime).cbrt())).collect();
    let mut hash: Vec<u32> = primes.iter().take(8).map(|prime| fraction(f64::from(*prime).sqrt())).collect();
    let mut padded = message.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend((message.len() as u64 * 8).to_be_bytes());
    for block in padded.chunks_exact(64) {
        let mut w: Vec<u32> = block.chunks_exact(4).map(|bytes| u32::from_be_bytes(bytes.try_into().unwrap())).collect();
        for i in 16..64 {
            let s0 = w[i - 15].rotate_right(7) ^ w[i - 15].rotate_right(18) ^ (w[i - 15] >> 3);
            let s1 = w[i - 2].rotate_right(17) ^ w[i - 2].rotate_right(19) ^ (w[i - 2] >> 10);
            w.push(w[i - 16].wrapping_add(s0).wrapping_add(w[i - 7]).wrapping_add(s1));
        }
        let mut v = hash.clone();
        for i in 0..64 {
            let s1 = v[4].rotate_right(6) ^ v[4].rotate_right(11) ^ v[4].rotate_right(25);
            let choice = (v[4] & v[5]) ^ (!v[4] & v[6]);
            let t1 = v[7].wrapping_add(s1).wrapping_add(choice).wrapping_add(k[i]).wrapping_add(w[i]);
            let s0 = v[0].rotate_right(2) ^ v[0].rotate_right(13) ^ v[0].rotate_right(22);
            let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
            v.rotate_right(1);
            v[4] = v[4].wrapping_add(t1);
            v[0] = t1.wrapping_add(s0).wrapping_add(majority);
        }
        hash.iter_mut().zip(v).for_each(|(sum, value)| *sum = sum.wrapping_add(value));
    }
    let bytes: Vec<u8> = hash.into_iter().flat_map(u32::to_be_bytes).collect();
    bytes.try_into().unwrap()
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    bytes
        .chunks(3)
        .flat_map(|chunk| {
            let group = chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
            let filled = chunk.len() + 1;
            (0..4).map(move |i| if i < filled { char::from(ALPHABET[(group >> (18 - 6 * i) & 63) as usize]) } else { '=' })
        })
        .collect()
}
