//! Names from several cultures, with the letters that make software stumble.

/// Names of one culture.
pub(super) struct Culture {
    pub(super) country: &'static str,
    pub(super) language: &'static str,
    pub(super) given: &'static [&'static str],
    pub(super) surnames: &'static [&'static str],
    /// Whether double surnames are usual.
    pub(super) doubles: bool,
}

pub(super) static CULTURES: &[Culture] = &[
    Culture {
        country: "NO",
        language: "nb-NO",
        given: &[
            "Nora", "Jørgen", "Ingrid", "Håkon", "Solveig", "Bjørn", "Åse", "Eirik", "Sigrid", "Tor",
        ],
        surnames: &[
            "Lind",
            "Ødegård",
            "Bakke",
            "Hansen",
            "Strøm",
            "Næss",
            "Berg",
            "Haugen",
            "Aas",
        ],
        doubles: true,
    },
    Culture {
        country: "IE",
        language: "en-IE",
        given: &[
            "Sean", "Aoife", "Ciarán", "Niamh", "Patrick", "Róisín", "Declan", "Maeve",
        ],
        surnames: &[
            "O'Neil",
            "O'Brien",
            "D'Arcy",
            "Murphy",
            "Byrne",
            "O'Connor",
            "Walsh",
            "Fitzgerald",
        ],
        doubles: true,
    },
    Culture {
        country: "DE",
        language: "de-DE",
        given: &[
            "Jürgen",
            "Käthe",
            "Anna-Lena",
            "Björn",
            "Hans-Peter",
            "Sören",
            "Ulrike",
            "Jan",
            "Bärbel",
        ],
        surnames: &[
            "Müller",
            "Groß",
            "Schröder",
            "Weiß",
            "Köhler",
            "Neumann",
            "Vogt",
            "Jäger",
        ],
        doubles: true,
    },
    Culture {
        country: "FR",
        language: "fr-FR",
        given: &[
            "Chloé",
            "Jean-Luc",
            "Zoë",
            "François",
            "Hélène",
            "Théo",
            "Anaïs",
            "Benoît",
        ],
        surnames: &[
            "Lefèvre",
            "D'Aubigné",
            "Dupont",
            "Gagné",
            "L'Hôte",
            "Moreau",
            "Bérenger",
        ],
        doubles: true,
    },
    Culture {
        country: "PL",
        language: "pl-PL",
        given: &[
            "Łukasz",
            "Małgorzata",
            "Paweł",
            "Agnieszka",
            "Jędrzej",
            "Żaneta",
            "Wojciech",
        ],
        surnames: &[
            "Wójcik",
            "Kowalski",
            "Dąbrowska",
            "Zieliński",
            "Szczęsny",
            "Łapiński",
            "Źrebiec",
        ],
        doubles: true,
    },
    Culture {
        country: "VN",
        language: "vi-VN",
        given: &["Thị Hoa", "Đức", "Minh", "Thuỷ", "Quang", "Ánh"],
        surnames: &["Nguyễn", "Trần", "Lê", "Phạm", "Đặng", "Vũ"],
        doubles: false,
    },
    Culture {
        country: "IN",
        language: "en-IN",
        given: &["Priya", "Arjun", "Lakshmi", "Ravi", "Meera", "Sanjay", "Anjali"],
        surnames: &[
            "Sharma",
            "Patel",
            "Iyer",
            "Krishnamurthy",
            "Singh",
            "Banerjee",
            "Rao",
        ],
        doubles: false,
    },
    Culture {
        country: "ES",
        language: "es-ES",
        given: &["Íñigo", "María José", "Begoña", "Raúl", "Lucía", "Joaquín"],
        surnames: &["Muñoz", "García", "Ibáñez", "de la Peña", "Núñez", "Ortega"],
        doubles: true,
    },
    Culture {
        country: "US",
        language: "en-US",
        given: &[
            "Emma",
            "Liam",
            "DeShawn",
            "Grace",
            "Tyler",
            "Mary-Kate",
            "Ethan",
            "Olivia",
            "Trevor",
        ],
        surnames: &[
            "Johnson",
            "St. John",
            "McAllister",
            "Smith",
            "Washington",
            "Nguyen",
            "Cole",
            "Reed",
        ],
        doubles: true,
    },
    Culture {
        country: "JP",
        language: "ja-JP",
        given: &["Haruka", "Kenji", "Yūko", "Takeshi", "Aiko", "Ryō"],
        surnames: &["Satō", "Suzuki", "Ōta", "Tanaka", "Kobayashi", "Itō"],
        doubles: false,
    },
];

/// The name as it appears in a sign-in name: ASCII, lower case, without blanks.
pub(super) fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' | '\'' | '-' => plain.push(letter),
            'à'..='å' | 'ā' | 'ă' | 'ą' | 'ạ'..='ặ' => plain.push('a'),
            'æ' => plain.push_str("ae"),
            'ç' | 'ć' | 'č' => plain.push('c'),
            'đ' => plain.push('d'),
            'è'..='ë' | 'ē' | 'ę' | 'ẹ'..='ệ' => plain.push('e'),
            'ì'..='ï' | 'ī' | 'ị' => plain.push('i'),
            'ł' => plain.push('l'),
            'ñ' | 'ń' => plain.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ọ'..='ợ' => plain.push('o'),
            'ś' | 'š' => plain.push('s'),
            'ß' => plain.push_str("ss"),
            'ù'..='ü' | 'ū' | 'ụ'..='ự' => plain.push('u'),
            'ý' | 'ÿ' | 'ỳ' => plain.push('y'),
            'ź' | 'ż' | 'ž' => plain.push('z'),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{CULTURES, plain};

    #[test]
    fn sign_in_names_keep_to_the_alphabet_of_the_service() {
        for culture in CULTURES {
            for name in culture.given.iter().chain(culture.surnames) {
                let plain = plain(name);
                assert!(!plain.is_empty(), "{name}");
                assert!(
                    plain
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || "'-".contains(c)),
                    "{name}: {plain}"
                );
            }
        }
        assert_eq!(plain("Nguyễn"), "nguyen");
        assert_eq!(plain("O'Neil"), "o'neil");
    }
}
