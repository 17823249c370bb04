//! Network to numbers: one measure a file.
//!
//! Structural measures take a [`View`](crate::network::View) (undirected, weights non-negative); their unweighted variant is the
//! same call on [`View::unweighted`](crate::network::View::unweighted). What is undefined is `None`. Nothing depends on a hash
//! order, a clock or the number of threads: the same view gives the same bytes.

pub mod attention; // what one's attention goes to, and what one more tie would add
pub mod attribute; // by what people differ: sector, function, seniority, place
pub mod balance; // what one gave and what one asked, over a year
pub mod beta; // what is known of a rate after so many cases
pub mod betweenness; // who lies on the shortest ways between others
mod breadth_first;
pub mod bridge; // ties and people whose loss disconnects, and ties without mutual contacts
pub mod bridge_at_risk; // ties into other circles that fade soon
pub mod channel_mix; // by which channels two people are in touch
pub mod clustering; // how many of one's contacts know each other
pub mod community; // densely tied groups (Leiden), modularity
pub mod component; // who can reach whom at all
pub mod confidence; // how much the data can say about a tie at all
pub mod constraint; // how much one's contacts lead back to one another (Burt)
pub mod conversation; // who takes the first step
pub mod core; // how deep inside the dense middle a person sits
pub mod counterfactual; // what one more contact would do
mod depth_first;
pub mod diversity; // how many kinds of people attention goes to
pub mod dormant; // once strong, silent for half a year
pub mod effective_size; // how many non-redundant contacts one has (Burt)
pub mod facet; // all facets of a tie, kept apart from its strength
pub mod fading; // alive today, below even odds soon
pub mod follow_up; // what became of people after a first meeting
pub mod fragility; // whom one would lose if somebody went quiet
pub mod hop_evidence; // what the hops of a path rest on
pub mod intro_path; // who can introduce whom, with the odds of every hop
pub mod introduce; // two people who should know each other
pub mod introduction; // who introduced whom, as seen in the data
pub mod layout; // where to draw everyone
pub mod meeting; // whom the ego could meet, and through whom
pub mod near_miss; // who comes closest where no path leads
pub mod new_reach; // whom a contact opens up
pub mod origin; // where two people met, or who introduced them
pub mod overlap; // the share of mutual contacts of a tie's two ends
pub mod plan; // the month's contacts within a budget, and whom to let go
pub mod rank; // who is tied to the well tied (PageRank)
pub mod reach; // whom one gets to over at most one other person
pub mod reply; // how often and how soon each side answers
pub mod rhythm; // the usual gap, and the silence as a multiple of it
mod scratch;
mod square;
pub mod survival; // how long ties last after the first contact (Kaplan–Meier)
pub mod survival_curve; // the whole curve of it, with its interval
pub mod triad; // what triangles add up to, from one pass
mod triangle;
pub mod venue; // what became of the people met at each venue
pub mod weak_tie; // weak ties that open new ground
