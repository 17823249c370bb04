//! `ties build --engine spark`.

#[cfg(not(feature = "distributed"))]
pub(super) use absent::build;
#[cfg(feature = "distributed")]
pub(super) use present::build;

/// This program has no client of clusters.
#[cfg(not(feature = "distributed"))]
mod absent {
    use crate::cli::args::{Build, Global};
    use crate::cli::error::CliError;
    use crate::pipeline::Built;
    use crate::ties::PortableQuery;

    /// Says so, and how to get one that has it.
    pub(in crate::cli::cmd::ties) fn build(
        _: &Global,
        _: &Build,
        _: (&str, &str),
        _: &PortableQuery<'_>,
    ) -> Result<Built, CliError> {
        Err(CliError::usage("this acquaint was built without the client of Spark clusters")
            .hint("build it with the client: cargo install --path . --features distributed")
            .hint("or run the SQL yourself, in any session that has the legs as a table: acquaint ties build --emit-sql"))
    }
}

/// This program has the client.
#[cfg(feature = "distributed")]
mod present {
    use crate::cli::args::{Build, Global};
    use crate::cli::error::{CliError, note};
    use crate::cluster::{Address, ClusterError, Step, Token, build_on_cluster};
    use crate::io::fs;
    use crate::pipeline::Built;
    use crate::render::text::Untrusted;
    use crate::ties::PortableQuery;

    /// Holds the token, where it is in no file.
    const TOKEN_VARIABLE: &str = "ACQUAINT_SPARK_TOKEN";

    pub(in crate::cli::cmd::ties) fn build(
        global: &Global,
        arguments: &Build,
        (from, to): (&str, &str),
        query: &PortableQuery<'_>,
    ) -> Result<Built, CliError> {
        let address = Address::parse(arguments.remote.as_deref().unwrap_or_default()).map_err(|error| told(&error, to))?;
        let address = address.with_token(token(arguments)?);
        let mut progress = |step: Step| {
            if !global.quiet {
                note(global, &format!("{address} is {step}"));
            }
        };
        let built = build_on_cluster(&address, (from, to), query, &mut progress).map_err(|error| told(&error, to))?;
        let count = |count: i64| count.unsigned_abs();
        Ok(Built {
            legs: count(built.legs),
            later: count(built.later),
            ego_met: built.ego_met,
            ties: count(built.counts.ties),
            contact_days: count(built.counts.contact_days),
            interactions: count(built.counts.interactions),
        })
    }

    /// The token of a file, or else of the environment; one in the address is used where neither is.
    fn token(arguments: &Build) -> Result<Option<Token>, CliError> {
        let (text, place) = match &arguments.token_file {
            Some(path) => {
                let text = fs::read_text_if_exists(path)?;
                (text.unwrap_or_default(), format!("`{}`", path.display()))
            }
            None => match std::env::var(TOKEN_VARIABLE) {
                Ok(text) => (text, TOKEN_VARIABLE.to_owned()),
                Err(_) => return Ok(None),
            },
        };
        let token = Token::new(&text).ok_or_else(|| CliError::usage(format!("there is no token in {place}")))?;
        Ok(Some(token))
    }

    /// An error with what to do about it. What a server says is a stranger's text.
    fn told(error: &ClusterError, output: &str) -> CliError {
        let what = Untrusted::new(&error.to_string()).terminal();
        let unsure = format!("what is in `{output}` may be half of it: remove it, or name another place");
        match error {
            ClusterError::Address { .. } => CliError::usage(what).hint("for example --remote \"sc://cluster.example.org:15002/;use_ssl=true\""),
            ClusterError::TokenInClear { .. } => CliError::usage(what)
                .hint("whoever is on the way could read it: add /;use_ssl=true to the address, or go through a tunnel to 127.0.0.1"),
            ClusterError::Exists { .. } => CliError::usage(what).hint("nothing is overwritten: name a new folder, or remove that one"),
            ClusterError::Unusable { .. } => CliError::usage(what)
                .hint("nothing was written; the guide's chapter on distribution lists the columns of legs and what they may hold"),
            ClusterError::NoTies { .. } => CliError::no_answer(what).hint("see --as-of, and what the legs hold; nothing was written"),
            ClusterError::Unreachable { source, .. } => {
                let mut failed = CliError::failed(what);
                let mut cause: Option<&dyn std::error::Error> = Some(source);
                while let Some(error) = cause {
                    failed = failed.because(&Untrusted::new(&error.to_string()).terminal());
                    cause = error.source();
                }
                failed.hint("is a Spark Connect server running there, and does it speak TLS (/;use_ssl=true) or not?")
            }
            ClusterError::Refused { .. } => CliError::failed(what)
                .hint(format!("a token goes in a file (--token-file) or in {TOKEN_VARIABLE}; it may have expired")),
            ClusterError::Failed { step: Step::Checking | Step::Counting, .. } => CliError::failed(what)
                .hint("nothing was written; the cluster's workers open --input themselves: it must be a place that all of them can read"),
            // Whoever expects TLS hangs up at the first word in clear.
            ClusterError::Gone { step: Step::Checking, .. } => CliError::failed(what)
                .hint("nothing was written: try again when the server is back")
                .hint("does the server speak TLS? then the address ends in /;use_ssl=true"),
            ClusterError::Gone { step: Step::Counting, .. } => {
                CliError::failed(what).hint("nothing was written: try again when the server is back")
            }
            ClusterError::Failed { .. } => CliError::failed(what)
                .hint("the cluster's workers write --output themselves: it must be a place that all of them can write").hint(unsure),
            ClusterError::Gone { .. } => CliError::failed(what).hint(unsure),
            ClusterError::Mismatch { .. } => {
                CliError::failed(what).hint("did something else write there, or to the input, meanwhile?").hint(unsure)
            }
            ClusterError::Unreadable { .. } => {
                CliError::failed(what).hint("is it a Spark Connect server of version 3.5 or later?").hint(unsure)
            }
        }
    }
}
