//! What speaks for two people being one, or against it.

use super::name::NameMatch;
use crate::model::Handle;

/// One reason.
#[derive(Debug, Clone, PartialEq)]
pub enum Ground {
    /// How the names agree; never enough alone.
    Name(NameMatch),
    /// A handle that stands on cards of both.
    Handle(Handle),
    /// Two spellings of one telephone number, with and without the country.
    Phone(Handle, Handle),
    /// The same organisation, as one card spells it.
    Company(String),
    /// One's mail domain is named like the other's organisation: domain and organisation.
    CompanyDomain(String, String),
    /// Both have an address at a mail domain that few have.
    Domain(String),
    /// The same user name at two places.
    UserName(String),
    /// People whom both were in contact with, the most telling first.
    Contacts(Vec<u32>),
    /// Different organisations on their cards: speaks against it.
    OtherCompany,
    /// They were in contact with each other: speaks against it.
    InContact,
}

impl Ground {
    /// The stable word used in output.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Name(_) => "name",
            Self::Handle(_) => "handle",
            Self::Phone(..) => "phone",
            Self::Company(_) => "company",
            Self::CompanyDomain(..) => "company-domain",
            Self::Domain(_) => "domain",
            Self::UserName(_) => "user-name",
            Self::Contacts(_) => "contacts",
            Self::OtherCompany => "other-company",
            Self::InContact => "in-contact",
        }
    }

    /// Whether this is more than a name and may carry a proposal.
    pub(super) fn carries(&self) -> bool {
        !matches!(self, Self::Name(_) | Self::OtherCompany | Self::InContact)
    }
}
