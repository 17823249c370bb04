//! Ties built by a Spark cluster, over its Connect port. Only with the feature `distributed`.
//!
//! The cluster is asked to do by SQL what [`crate::ties`] does: the text is [`PortableQuery`]. This program opens one connection, to the
//! address that the user names, and sends questions and places; the cluster's workers read the legs and write the ties. What was written is
//! counted by a second question, and compared with what the legs come to, before it is called done.

mod address;
mod arrow;
mod message;
mod session;

use crate::ties::PortableQuery;
pub use address::{Address, Token};
use message::{Plan, Relation};
use session::Session;

/// Why ties could not be built on a cluster.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// The address is none.
    #[error("the address of the cluster cannot be read: {problem}")]
    Address {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A token would travel in clear over a network.
    #[error("a token is not sent to {address} in clear")]
    TokenInClear {
        /// The server.
        address: String,
    },
    /// Nobody answers.
    #[error("{address} cannot be reached")]
    Unreachable {
        /// The server.
        address: String,
        /// Why.
        source: tonic::transport::Error,
    },
    /// The server does not let us in.
    #[error("{address} refuses: {message}")]
    Refused {
        /// The server.
        address: String,
        /// What it says.
        message: String,
    },
    /// The server went away before it had answered.
    #[error("{address} went away while it was {step}: {message}")]
    Gone {
        /// The server.
        address: String,
        /// What it was doing.
        step: Step,
        /// What is known of why.
        message: String,
    },
    /// The cluster failed at a question.
    #[error("the cluster failed while it was {step}: {message}")]
    Failed {
        /// What it was doing.
        step: Step,
        /// What it says, shortened.
        message: String,
    },
    /// Something is where the result should go.
    #[error("`{output}` exists already")]
    Exists {
        /// The place.
        output: String,
    },
    /// An answer is not what was asked for.
    #[error("the answer of the cluster cannot be read, while it was {step}")]
    Unreadable {
        /// What it was doing.
        step: Step,
    },
    /// Rows of the input hold what no leg holds.
    #[error("{unusable} of {legs} rows of the input are no legs")]
    Unusable {
        /// How many.
        unusable: i64,
        /// Of how many.
        legs: i64,
    },
    /// The input comes to no tie.
    #[error("there is no tie in {legs} legs as of that day")]
    NoTies {
        /// How many legs.
        legs: i64,
    },
    /// The output is not what the input comes to.
    #[error("the output is not what the input comes to: {found} instead of {expected}")]
    Mismatch {
        /// What should be there.
        expected: Counts,
        /// What is there.
        found: Counts,
    },
}

/// What a cluster is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Looking at the legs.
    Checking,
    /// Counting what they come to.
    Counting,
    /// Computing and writing the ties.
    Writing,
    /// Counting what was written.
    Verifying,
}

impl std::fmt::Display for Step {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Checking => "checking the legs",
            Self::Counting => "counting what the legs come to",
            Self::Writing => "computing and writing the ties",
            Self::Verifying => "verifying what was written",
        })
    }
}

/// What ties come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// How many ties.
    pub ties: i64,
    /// Their contact-days.
    pub contact_days: i64,
    /// Their interactions.
    pub interactions: i64,
}

impl std::fmt::Display for Counts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} ties, {} contact-days, {} interactions", self.ties, self.contact_days, self.interactions)
    }
}

/// What a cluster built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Built {
    /// Legs in the input.
    pub legs: i64,
    /// Of them, those behind the as-of moment.
    pub later: i64,
    /// Whether the ego takes part in any of them.
    pub ego_met: bool,
    /// What was written, and verified.
    pub counts: Counts,
}

/// Has a cluster build the ties of legs. `input` and `output` are places as its workers see them; `output` must not exist. `progress` is told
/// of every step before it begins.
///
/// # Errors
/// When the cluster cannot be reached, does not answer to the end, or did not write what the legs come to. Behind [`Step::Writing`] the
/// output may be there, in part; it must then not be used.
///
/// # Complexity
/// On the cluster: the legs are read three times (checked, counted, computed), the ties once. Here: nothing grows with either.
pub fn build_on_cluster(
    address: &Address,
    (input, output): (&str, &str),
    query: &PortableQuery<'_>,
    progress: &mut dyn FnMut(Step),
) -> Result<Built, ClusterError> {
    let mut session = Session::open(address)?;
    progress(Step::Checking);
    session.run(Plan::name(Relation::of_parquet(input), "legs"), Step::Checking)?;
    let [legs, unusable, later, of_ego] = session.ask(query.input(), Step::Checking)?;
    if unusable > 0 {
        return Err(ClusterError::Unusable { unusable, legs });
    }
    if session.holds_something(output)? {
        return Err(ClusterError::Exists { output: output.to_owned() });
    }
    progress(Step::Counting);
    let [ties, contact_days, interactions] = session.ask(query.expected(), Step::Counting)?;
    let expected = Counts { ties, contact_days, interactions };
    if ties == 0 {
        return Err(ClusterError::NoTies { legs });
    }
    progress(Step::Writing);
    session.run(Plan::write(Relation::of_query(query.tie_states()), output), Step::Writing).map_err(|error| match error {
        ClusterError::Failed { step: Step::Writing, message } if exists(&message) => {
            ClusterError::Exists { output: output.to_owned() }
        }
        other => other,
    })?;
    progress(Step::Verifying);
    session.run(Plan::name(Relation::of_parquet(output), "tie_states"), Step::Verifying)?;
    let [ties, contact_days, interactions, rows] = session.ask(PortableQuery::found("tie_states"), Step::Verifying)?;
    let found = Counts { ties, contact_days, interactions };
    if found != expected || rows != ties {
        return Err(ClusterError::Mismatch { expected, found: Counts { ties: rows.max(ties), ..found } });
    }
    Ok(Built { legs, later, ego_met: of_ego > 0, counts: found })
}

/// Whether a server says that something is where it should write: in the words of Spark, and of Sail.
fn exists(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    message.contains("path_already_exists") || message.contains("path already exists")
}
