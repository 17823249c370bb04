//! Network to numbers: one measure a file.
//!
//! Structural measures take a [`View`](crate::network::View) (undirected, weights non-negative); their unweighted variant is the
//! same call on [`View::unweighted`](crate::network::View::unweighted). What is undefined is `None`. Nothing depends on a hash
//! order, a clock or the number of threads: the same view gives the same bytes.

pub mod betweenness; // who lies on the shortest ways between others
pub mod bridge; // ties and people whose loss disconnects, and ties without mutual contacts
pub mod bridge_at_risk; // ties into other circles that fade soon
pub mod clustering; // how many of one's contacts know each other
pub mod community; // densely tied groups (Leiden), modularity
pub mod component; // who can reach whom at all
pub mod constraint; // how much one's contacts lead back to one another (Burt)
pub mod core; // how deep inside the dense middle a person sits
pub mod counterfactual; // what one more contact would do
pub mod diversity; // how many kinds of people attention goes to
pub mod dormant; // once strong, silent for half a year
pub mod effective_size; // how many non-redundant contacts one has (Burt)
pub mod fading; // alive today, below even odds soon
pub mod hop_evidence; // what the hops of a path rest on
pub mod intro_path; // who can introduce whom, with the odds of every hop
pub mod introduce; // two people who should know each other
pub mod layout; // where to draw everyone
pub mod near_miss; // who comes closest where no path leads
pub mod new_reach; // whom a contact opens up
pub mod overlap; // the share of mutual contacts of a tie's two ends
pub mod rank; // who is tied to the well tied (PageRank)
pub mod suggestion; // whom to contact next, and why
mod triangle;
pub mod weak_tie; // weak ties that open new ground
