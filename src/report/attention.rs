//! What the ego's attention goes to, in a sentence.

use super::{Part, Prose};
use crate::analysis::attention::Attention;
use crate::analysis::attribute::Attribute;
use crate::network::Network;

/// Where most of the attention goes, if the data says so: one sentence, names unescaped. `None` where attention is spread, or
/// where too little is known.
#[must_use]
pub fn tunnel_vision(network: &Network, attention: &Attention<'_>) -> Option<Prose<u32>> {
    let found = attention.tunnel_vision()?;
    let around = network.person(found.around);
    let which = match found.attribute {
        Attribute::Community => {
            Prose::from("the one around ").part(Part::Person { name: around.distinct_label(), person: found.around })
        }
        // As the person's card writes it, not as it is compared.
        Attribute::Company => around.company.clone().unwrap_or(found.kind).into(),
        _ => found.kind.into(),
    };
    let (share, plural) = (100.0 * found.share, found.attribute.plural());
    Some(
        Prose::from(format!("{share:.0} % of your attention goes to one of {} {plural} (", found.kinds))
            .prose(which)
            .and(format!("); effectively you deal with {:.1}.", found.effective_number)),
    )
}
