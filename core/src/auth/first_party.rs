//! Client ids that belong to Microsoft. They are refused: their permissions are not the tenant's to limit or to
//! withdraw, and the audit log would name Microsoft's application instead of the tenant's own.

use crate::error::{Error, ErrorCode, Result};

/// Client ids and whose they are.
const MICROSOFT: &[(&str, &str)] = &[
    ("04b07795-8ddb-461a-bbee-02f9e1bf7b46", "the Azure CLI"),
    ("1950a258-227b-4e31-a9cf-717495945fc2", "Azure PowerShell"),
    (
        "14d82eec-204b-4c2f-b7e8-296a70dab67e",
        "Microsoft Graph PowerShell",
    ),
    (
        "1b730954-1685-4b74-9bfd-dac224a7b894",
        "Azure Active Directory PowerShell",
    ),
    (
        "fb78d390-0c51-40cd-8e17-fdbfab77341b",
        "Exchange Online PowerShell",
    ),
    (
        "9bc3ab49-b65d-410a-85ad-de819febfddc",
        "the SharePoint Online Management Shell",
    ),
    ("d1ddf0e4-d672-4dae-b554-9d5bdfd93547", "Intune PowerShell"),
    ("d3590ed6-52b3-4102-aeff-aad2292ab01c", "Microsoft Office"),
    ("1fec8e78-bce4-4aaf-ab1b-5451cc387264", "Microsoft Teams"),
    ("27922004-5251-4030-b22d-91ecd9a37ea4", "Outlook"),
    ("ab9b8c07-8f02-4f72-87fa-80105867a763", "OneDrive"),
    ("872cd9fa-d31f-45e0-9eab-6e460a02d1f1", "Visual Studio"),
    ("aebc6443-996d-45c2-90f0-388ff96faa56", "Visual Studio Code"),
    ("4813382a-8fa7-425e-ab75-3b753aab3abb", "Microsoft Authenticator"),
    (
        "29d9ed98-a469-4536-ade2-f981bc1d605e",
        "the Microsoft Authentication Broker",
    ),
    ("c44b4083-3bb0-49c1-b47d-974e53cbdf3c", "the Azure portal"),
    ("de8bc8b5-d9f9-48b1-a8ad-b748da725064", "Graph Explorer"),
    ("00000002-0000-0000-c000-000000000000", "Azure AD Graph"),
    ("00000003-0000-0000-c000-000000000000", "Microsoft Graph"),
];

/// Refuses a client id of Microsoft's own applications.
///
/// # Errors
/// `invalidConfiguration`, saying whose it is and why it is not used.
pub(super) fn refuse(client_id: &str) -> Result<()> {
    let Some((_, owner)) = MICROSOFT
        .iter()
        .find(|(id, _)| id.eq_ignore_ascii_case(client_id))
    else {
        return Ok(());
    };
    Err(Error::new(
        ErrorCode::InvalidConfiguration,
        format!(
            "clientId: {client_id} is {owner}, which belongs to Microsoft: its permissions are not yours to limit or \
             to withdraw, and the audit log would not name your application"
        ),
    )
    .about(client_id)
    .remedy("register an application of your own in the tenant and give its Application (client) ID"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_it_is_and_why_it_is_refused_are_told() {
        for (id, owner) in MICROSOFT {
            assert!(crate::graph::is_guid(id), "{id}");
            let refused = refuse(&id.to_ascii_uppercase()).expect_err(owner);
            assert_eq!(refused.code(), ErrorCode::InvalidConfiguration);
            assert!(refused.message().contains(owner) && refused.message().contains("belongs to Microsoft"));
        }
        refuse("0c6d8e3a-51d0-4b1c-9f63-1e6f3f0b7c55").expect("an application of one's own");
    }
}
