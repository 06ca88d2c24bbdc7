//! `js/src/contract.ts` is the contract of the core, in TypeScript. This test generates it anew and compares;
//! with `GRAPH_MFA_BLESS=1` it writes it.

#![allow(clippy::expect_used, reason = "in a test a panic is the report")]

mod documentation;
mod syntax;

use documentation::Documentation;
use graph_mfa::ErrorCode;
use graph_mfa::api::{ClientConfig, ErrorInfo, Event, QuickRequest, QuickResponse, Request, Response};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use ts_rs::{Config, TS, TypeVisitor};

const HEAD: &str = "\
// The contract: every value that crosses from the core to JavaScript and back.
//
// Generated from the Rust types in core/src/api. Do not edit: change those, then run
// GRAPH_MFA_BLESS=1 cargo test -p graph-mfa-wasm --test contract
";

/// Declarations by name: those that were asked for, and all that they mention.
struct Declarations {
    config: Config,
    documentation: Documentation,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // What has no file of its own in the generator's eyes is built in, such as a string.
        if T::output_path().is_none() || self.found.contains_key(&T::ident(&self.config)) {
            return;
        }
        let name = T::ident(&self.config);
        let declaration = self.declaration::<T>(&name);
        self.found.insert(name, declaration);
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

impl Declarations {
    fn declaration<T: TS + 'static + ?Sized>(&self, name: &str) -> String {
        let text = T::decl(&self.config);
        let body = text
            .split_once('=')
            .expect("a declaration is an assignment")
            .1
            .trim()
            .trim_end_matches(';');
        let members = match name {
            "ErrorCode" => ErrorCode::ALL
                .iter()
                .map(|code| code.meaning().trim().to_owned())
                .collect(),
            _ => self.documentation.variants(name),
        };
        let body = syntax::parse(body).document_members(&members);
        let documentation = T::docs()
            .map(|docs| syntax::comment_lines(&docs))
            .unwrap_or_default();
        syntax::declaration(name, &documentation, &body)
    }
}

#[test]
fn contract_ts_matches_the_core() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut declarations = Declarations {
        config: Config::default(),
        documentation: Documentation::read(&here.join("../../core/src")),
        found: BTreeMap::new(),
    };
    declarations.visit::<ClientConfig>();
    declarations.visit::<ErrorInfo>();
    declarations.visit::<Event>();
    declarations.visit::<QuickRequest>();
    declarations.visit::<QuickResponse>();
    declarations.visit::<Request>();
    declarations.visit::<Response>();
    let generated = declarations
        .found
        .values()
        .fold(HEAD.to_owned(), |file, next| file + "\n" + next);

    let path = here.join("js/src/contract.ts");
    if std::env::var_os("GRAPH_MFA_BLESS").is_some() {
        fs::write(&path, &generated).expect("contract.ts can be written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == generated,
        "js/src/contract.ts does not match the core; GRAPH_MFA_BLESS=1 cargo test -p graph-mfa-wasm --test contract"
    );
}
