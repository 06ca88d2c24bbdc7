//! The library file: where it is, and what it exports.

use object::Object as _;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Cargo makes the library together with the crate that this test is linked against, and puts it beside the
/// test.
pub(crate) fn library() -> PathBuf {
    let test = std::env::current_exe().expect("a test has a path");
    let name = format!(
        "{}graph_mfa_native{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    );
    let library = test.with_file_name(name);
    assert!(
        library.is_file(),
        "{} is missing: run this test through cargo",
        library.display()
    );
    library
}

#[test]
fn the_library_exports_what_the_header_declares_and_nothing_else() {
    let bytes = std::fs::read(library()).expect("the library is readable");
    let file = object::File::parse(&*bytes).expect("it is a library");
    let exported: BTreeSet<String> = file
        .exports()
        .expect("the table of exports is readable")
        .map(|export| {
            let export = export.expect("an export is readable");
            let name = export.name();
            String::from_utf8_lossy(name.name().expect("an export has a name"))
                .trim_start_matches('_')
                .to_owned()
        })
        .collect();
    let header = Path::new(env!("CARGO_MANIFEST_DIR")).join("include/graph_mfa.h");
    let header = std::fs::read_to_string(header).expect("the header is committed");
    let declared: BTreeSet<String> = header
        .lines()
        .filter(|line| line.starts_with("int32_t ") || line.starts_with("uint32_t "))
        .filter_map(|line| Some(line.split_whitespace().nth(1)?.split('(').next()?.to_owned()))
        .collect();
    assert_eq!(exported, declared);
    assert!(
        declared.iter().all(|name| name.starts_with("gmfa_")),
        "{declared:?}"
    );
}
