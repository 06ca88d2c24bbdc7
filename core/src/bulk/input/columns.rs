//! What the columns of people's files are called.

/// What a column says of a person. Of several that name the person, the first one here counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    /// The object id, which never changes.
    Id,
    /// The sign-in name.
    Upn,
    /// Either, by a name that does not tell which.
    User,
    /// An address.
    Mail,
    Scope,
    Reason,
    Ticket,
    Lifetime,
}

/// Names as they are compared: in lower case, without blanks and signs. English first, then what the portals and Excel
/// of other languages write.
const NAMES: &[(Column, &[&str])] = &[
    (
        Column::Id,
        &[
            "objectid",
            "id",
            "userid",
            "userobjectid",
            "azureadobjectid",
            "azureobjectid",
            "aadobjectid",
            "entraobjectid",
            "entraid",
            "externaldirectoryobjectid",
            "objektid",
            "idobjet",
            "iddobjet",
            "iddeobjeto",
            "idoggetto",
        ],
    ),
    (
        Column::Upn,
        &[
            "userprincipalname",
            "upn",
            "principalname",
            "userupn",
            "benutzerprinzipalname",
            "nomdutilisateurprincipal",
            "nombreprincipaldelusuario",
            "nombreprincipaldeusuario",
            "nomeprincipalutente",
            "gebruikersprincipalnaam",
            "användarensprincipalnamn",
        ],
    ),
    (
        Column::User,
        &[
            "user",
            "username",
            "users",
            "identity",
            "login",
            "loginname",
            "loginid",
            "signinname",
            "account",
            "accountname",
            "member",
            "memberobjectidorupn",
            "principal",
            "person",
            "benutzer",
            "benutzername",
            "anmeldename",
            "utilisateur",
            "nomdutilisateur",
            "usuario",
            "nombredeusuario",
            "utente",
            "nomeutente",
            "gebruiker",
            "gebruikersnaam",
            "användare",
            "användarnamn",
        ],
    ),
    (
        Column::Mail,
        &[
            "mail",
            "email",
            "emails",
            "mailaddress",
            "emailaddress",
            "emailaddresses",
            "primarysmtpaddress",
            "primaryemail",
            "primaryemailaddress",
            "smtpaddress",
            "workemail",
            "windowsemailaddress",
            "emailadresse",
            "mailadresse",
            "adresseemail",
            "courriel",
            "correo",
            "correoelectronico",
            "correoelectrónico",
            "epost",
            "epostadresse",
            "epostadress",
            "indirizzoemail",
            "emailadres",
        ],
    ),
    (Column::Scope, &["scope", "resetscope"]),
    (
        Column::Reason,
        &[
            "reason",
            "justification",
            "grund",
            "begründung",
            "motif",
            "motivo",
            "raison",
        ],
    ),
    (
        Column::Ticket,
        &[
            "ticket",
            "ticketid",
            "ticketnumber",
            "ticketno",
            "ticketnummer",
            "case",
            "caseid",
            "casenumber",
            "incident",
            "incidentid",
            "incidentnumber",
        ],
    ),
    (
        Column::Lifetime,
        &[
            "lifetimeminutes",
            "lifetimeinminutes",
            "lifetime",
            "passlifetime",
            "passlifetimeminutes",
            "passlifetimeinminutes",
            "taplifetime",
            "taplifetimeminutes",
            "taplifetimeinminutes",
        ],
    ),
];

/// What somebody is told who has none of them.
pub(super) const ACCEPTED: &str = "UserPrincipalName, UPN, User, UserName, Mail, Email, EmailAddress, PrimarySmtpAddress, ObjectId, Id, UserId, \
     ExternalDirectoryObjectId";

impl Column {
    /// The column of that name, if it is one that is used.
    pub(super) fn of(name: &str) -> Option<Self> {
        let folded = fold(name);
        let known = |(column, names): &(Self, &[&str])| names.contains(&folded.as_str()).then_some(*column);
        NAMES.iter().find_map(known)
    }

    /// Whether it names the person.
    pub(super) fn names_somebody(self) -> bool {
        self <= Self::Mail
    }
}

fn fold(name: &str) -> String {
    // The portal's own templates: "User name [userPrincipalName] Required".
    let inner = name.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
    let name = inner.map_or(name, |(inner, _)| inner);
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_folded_and_each_means_one_thing() {
        let names: Vec<_> = NAMES.iter().flat_map(|(_, names)| names.iter()).collect();
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
        for name in names {
            assert_eq!(&fold(name), name);
        }
    }

    #[test]
    fn names_that_people_have() {
        for (name, column) in [
            ("UserPrincipalName", Column::Upn),
            (" user principal name ", Column::Upn),
            ("E-Mail", Column::Mail),
            ("e_mail address", Column::Mail),
            ("Object ID", Column::Id),
            ("ExternalDirectoryObjectId", Column::Id),
            ("User name [userPrincipalName] Required", Column::Upn),
            (
                "Member object ID or user principal name [memberObjectIdOrUpn] Required",
                Column::User,
            ),
            ("Användarnamn", Column::User),
            ("Ticket-Number", Column::Ticket),
            ("Pass Lifetime", Column::Lifetime),
        ] {
            assert_eq!(Column::of(name), Some(column), "{name}");
        }
        for name in ["", "DisplayName", "Name", "Telephone", "Password"] {
            assert_eq!(Column::of(name), None, "{name}");
        }
        for name in ACCEPTED.split(", ") {
            assert!(Column::of(name).is_some_and(Column::names_somebody), "{name}");
        }
    }
}
