//! Ids of permissions and roles, the same in every tenant (facts 0.2, 8.1).

use crate::api::{PermissionKind, RoleRef};

/// Name, id as a delegated permission, id as an application permission.
const PERMISSIONS: &[(&str, &str, Option<&str>)] = &[
    ("User.Read", "e1fe6dd8-ba31-4d61-89e7-88639da4683d", None),
    (
        "User.ReadBasic.All",
        "b340eb25-3456-403f-be2f-af7a0d370277",
        Some("97235f07-e226-4f63-ace3-39588e11d3a1"),
    ),
    (
        "User.Read.All",
        "a154be20-db9c-4678-8ab7-66f6cc099a59",
        Some("df021288-bdef-4463-88db-98f22de89214"),
    ),
    (
        "User.ReadWrite.All",
        "204e0828-b5ca-4ad8-b9f3-f32a958e7cc4",
        Some("741f803b-c850-494e-b5df-cde7c675a1ca"),
    ),
    (
        "User.RevokeSessions.All",
        "fc30e98b-8810-4501-81f5-c20a3196387b",
        Some("77f3a031-c388-4f99-b373-dc68676a979e"),
    ),
    (
        "UserAuthenticationMethod.Read",
        "1f6b61c5-2f65-4135-9c9f-31c0f8d32b52",
        None,
    ),
    (
        "UserAuthenticationMethod.ReadWrite",
        "48971fc1-70d7-4245-af77-0beb29b53ee2",
        None,
    ),
    (
        "UserAuthenticationMethod.Read.All",
        "aec28ec7-4d02-4e8c-b864-50163aea77eb",
        Some("38d9df27-64da-44fd-b7c5-a6fbac20248f"),
    ),
    (
        "UserAuthenticationMethod.ReadWrite.All",
        "b7887744-6746-4312-813d-72daeaee7e2d",
        Some("50483e42-d915-4231-9639-7fdb7fd190e5"),
    ),
    (
        "UserAuthMethod-Passkey.Read.All",
        "14195339-1fe4-48a7-a0d3-a39eb9fd8958",
        Some("72e00c1d-3e3d-43bb-a0b9-c435611bb1d2"),
    ),
    (
        "UserAuthMethod-Passkey.ReadWrite.All",
        "64930478-d0ea-4671-ad72-fe0d9821df09",
        Some("0400e371-7db1-4338-a269-96069eb65227"),
    ),
    (
        "Policy.Read.All",
        "572fea84-0151-49b2-9301-11cb16974376",
        Some("246dd0d5-5bd0-4def-940b-0421030a5b68"),
    ),
    (
        "Policy.ReadWrite.AuthenticationMethod",
        "7e823077-d88e-468f-a337-e18f1f0e6c7c",
        Some("29c18626-4985-4dcd-85c0-193eef327366"),
    ),
    (
        "AuditLog.Read.All",
        "e4c9e354-4dc5-45b8-9e7c-e1393b0b1a20",
        Some("b0afded3-3588-46d8-8b3d-9842eff778da"),
    ),
    (
        "RoleManagement.Read.Directory",
        "741c54c3-0c1e-44a1-818b-3f97ab4e8c83",
        Some("483bed4a-2ad3-4361-a73b-c83ccdbdc53c"),
    ),
    (
        "RoleManagement.ReadWrite.Directory",
        "d01b97e9-cbc0-49fe-810a-750afd5527a3",
        Some("9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8"),
    ),
    (
        "RoleAssignmentSchedule.Read.Directory",
        "344a729c-0285-42c6-9014-f12b9b8d6129",
        Some("d5fe8ce8-684c-4c83-a52c-46e882ce4be1"),
    ),
    (
        "RoleAssignmentSchedule.ReadWrite.Directory",
        "8c026be3-8e26-4774-9372-8d5d6f21daff",
        Some("dd199f4a-f148-40a4-a2ec-f0069cc799ec"),
    ),
    (
        "RoleEligibilitySchedule.Read.Directory",
        "eb0788c2-6d4e-4658-8c9e-c0fb8053f03d",
        Some("ff278e11-4a33-4d0c-83d2-d01dc58929a5"),
    ),
    (
        "RoleEligibilitySchedule.ReadWrite.Directory",
        "62ade113-f8e0-4bf9-a6ba-5acb31db32fd",
        Some("fee28b28-e1f3-4841-818e-2704dc62245f"),
    ),
    (
        "AdministrativeUnit.Read.All",
        "3361d15d-be43-4de6-b441-3c746d05163d",
        Some("134fd756-38ce-4afd-ba33-e9623dbe66c2"),
    ),
    (
        "AdministrativeUnit.ReadWrite.All",
        "7b8a2d34-6b3f-4542-a343-54651608ad81",
        Some("5eb59dd3-1da2-4329-8733-9dabdc435916"),
    ),
    (
        "Directory.Read.All",
        "06da0dbc-49e2-44d2-8312-53f166ab848a",
        Some("7ab1d382-f21e-4acd-a863-ba3e13f7da61"),
    ),
    (
        "GroupMember.Read.All",
        "bc024368-1153-4739-b217-4326f2e966d0",
        Some("98830695-27a2-44f7-8c18-0c3ebc9698f6"),
    ),
    (
        "PrivilegedEligibilitySchedule.Read.AzureADGroup",
        "8f44f93d-ecef-46ae-a9bf-338508d44d6b",
        Some("edb419d6-7edc-42a3-9345-509bfdf5d87c"),
    ),
    (
        "Application.ReadWrite.All",
        "bdfbf15f-ee85-4955-8675-146e8e5296b5",
        Some("1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9"),
    ),
    (
        "AppRoleAssignment.ReadWrite.All",
        "84bccea3-f856-4a8a-967b-dbe0a3d53a64",
        Some("06b708a9-e830-4db3-a914-8e69da51d44f"),
    ),
];

/// The id that a manifest names a permission by.
pub(super) fn permission_id(name: &str, kind: PermissionKind) -> Option<&'static str> {
    let (_, delegated, application) = PERMISSIONS.iter().find(|(known, ..)| *known == name)?;
    match kind {
        PermissionKind::Delegated => Some(delegated),
        PermissionKind::Application => *application,
    }
}

/// Name and template id.
const ROLES: &[(&str, &str)] = &[
    ("Global Administrator", "62e90394-69f5-4237-9190-012177145e10"),
    (
        "Privileged Role Administrator",
        "e8611ab8-c189-46e8-94e1-60213ab1f814",
    ),
    (
        "Privileged Authentication Administrator",
        "7be44c8a-adaf-4e2a-84d6-ab2649e08a13",
    ),
    (
        "Authentication Administrator",
        "c4e39bd9-1100-46d3-8c65-fb160da0071f",
    ),
    (
        "Authentication Policy Administrator",
        "0526716b-113d-4c15-b2c8-68e3c22b9f80",
    ),
    ("User Administrator", "fe930be7-5e62-47db-91af-98c3a49a38b1"),
    ("Helpdesk Administrator", "729827e3-9c14-49f7-bb1b-9608f156bbb8"),
    ("Password Administrator", "966707d0-3269-4727-9be2-8c3a10f19b9d"),
    ("Security Administrator", "194ae4cb-b126-40b2-bd5b-6091b380977d"),
    ("Security Operator", "5f2222b1-57c3-48ba-8ad5-d4759f1fde6f"),
    ("Security Reader", "5d6b6bb7-de71-4623-b4af-96380a352509"),
    ("Global Reader", "f2ef992c-3afb-46b9-b7cf-a126ee74c451"),
    ("Reports Reader", "4a5d8f65-41da-4de4-8968-e035b65339cf"),
    (
        "Conditional Access Administrator",
        "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9",
    ),
    ("Groups Administrator", "fdd7a751-b60b-444a-984c-02652fe8fa1c"),
    (
        "Application Administrator",
        "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
    ),
    (
        "Cloud Application Administrator",
        "158c047a-c907-4556-b7ef-446551a6b5f7",
    ),
    ("Directory Readers", "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"),
    ("Guest Inviter", "95e79109-95c0-4d8e-aee3-d01accf2d47b"),
    ("Message Center Reader", "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b"),
    (
        "Usage Summary Reports Reader",
        "75934031-6c7e-415a-99d7-48dbd49e875e",
    ),
    (
        "User Experience Success Manager",
        "27460883-1df1-4691-b032-3b79643e5e63",
    ),
];

/// The role of that name; it is in the list, as a test makes sure.
pub(in crate::ops) fn role_named(name: &str) -> RoleRef {
    let id = ROLES.iter().find(|(known, _)| *known == name).map(|(_, id)| *id);
    RoleRef {
        template_id: id.unwrap_or_default().to_owned(),
        display_name: name.to_owned(),
    }
}

/// The role with that template id, by name where it is known.
pub(in crate::ops) fn role_with_id(id: &str) -> RoleRef {
    let name = ROLES
        .iter()
        .find(|(_, known)| known.eq_ignore_ascii_case(id))
        .map(|(name, _)| *name);
    RoleRef {
        template_id: id.to_owned(),
        display_name: name.unwrap_or(id).to_owned(),
    }
}

/// The role that goes by that name or template id; case and blanks do not matter.
pub(in crate::ops) fn find_role(text: &str) -> Option<RoleRef> {
    let plain = |text: &str| text.replace(' ', "").to_ascii_lowercase();
    let wanted = plain(text);
    ROLES
        .iter()
        .find(|(name, id)| plain(name) == wanted || *id == wanted)
        .map(|(name, _)| role_named(name))
}
