//! Folders as an import names them: with `/` (or `\`) before each part, and `!` behind a zip file.

/// The folder that a folder lies in, in the spelling of the folders of an import: what is before its last part, and before the
/// separator unless that is the `!` behind an archive.
pub(crate) fn parent(folder: &str) -> &str {
    match folder.rfind(['/', '\\', '!']) {
        Some(at) if folder.as_bytes().get(at) == Some(&b'!') => folder.get(..=at).unwrap_or_default(),
        Some(0) => folder.get(..1).unwrap_or_default(),
        Some(at) => folder.get(..at).unwrap_or_default(),
        None => "",
    }
}

/// The last part of a folder.
pub(crate) fn last_part(folder: &str) -> &str {
    folder.rsplit(['/', '\\', '!']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_above_is_found_in_folders_and_archives() {
        for (folder, above, last) in [
            ("/a/export/general", "/a/export", "general"),
            ("export/general", "export", "general"),
            ("/export", "/", "export"),
            ("x.zip!general", "x.zip!", "general"),
            ("/a/x.zip!export/general", "/a/x.zip!export", "general"),
            ("x.zip!", "x.zip!", ""),
            ("general", "", "general"),
        ] {
            assert_eq!((parent(folder), last_part(folder)), (above, last), "{folder}");
        }
    }
}
