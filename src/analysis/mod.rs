//! Network to numbers: one measure a file.
//!
//! Structural measures take a [`View`](crate::network::View) (undirected, weights non-negative); their unweighted variant is the
//! same call on [`View::unweighted`](crate::network::View::unweighted). What is undefined is `None`. Nothing depends on a hash
//! order, a clock or the number of threads: the same view gives the same bytes.

pub mod attention; // what one's attention goes to, and what one more tie would add
pub mod attribute; // by what people differ: sector, function, seniority, place
pub mod betweenness; // who lies on the shortest ways between others
pub mod bridge; // ties and people whose loss disconnects, and ties without mutual contacts
pub mod clustering; // how many of one's contacts know each other
pub mod community; // densely tied groups (Leiden), modularity
pub mod component; // who can reach whom at all
pub mod constraint; // how much one's contacts lead back to one another (Burt)
pub mod core; // how deep inside the dense middle a person sits
mod depth_first;
pub mod diversity; // how many kinds of people attention goes to
pub mod dormant; // once strong, silent for half a year
pub mod effective_size; // how many non-redundant contacts one has (Burt)
pub mod fading; // alive today, below even odds soon
pub mod fragility; // whom one would lose if somebody went quiet
pub mod intro_path; // who can introduce whom, with the odds of every hop
pub mod layout; // where to draw everyone
pub mod overlap; // the share of mutual contacts of a tie's two ends
pub mod rank; // who is tied to the well tied (PageRank)
pub mod suggestion; // whom to contact next, and why
mod triangle;
pub mod weak_tie; // weak ties that open new ground
