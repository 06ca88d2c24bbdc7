//! The cases of this folder, read and checked.

use std::path::{Path, PathBuf};

use graph_sim::Simulator;
use serde_json::Value;
use thiserror::Error;

use crate::case::Case;
use crate::schema;

/// Why a case cannot be used.
#[derive(Debug, Error)]
#[error("{file}: {problem}")]
pub struct CaseError {
    /// The file, by name.
    pub file: String,
    /// What is wrong with it.
    pub problem: String,
}

/// A folder of cases.
#[derive(Clone, Debug)]
pub struct Library {
    folder: PathBuf,
}

impl Library {
    /// The cases that every surface runs.
    pub fn shared() -> Self {
        Self {
            folder: Path::new(env!("CARGO_MANIFEST_DIR")).join("cases"),
        }
    }

    /// The names of the cases, sorted.
    ///
    /// # Errors
    /// When the folder cannot be read, or holds something that is no case.
    pub fn names(&self) -> Result<Vec<String>, CaseError> {
        let unreadable = |error: std::io::Error| self.error("", &error);
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&self.folder).map_err(unreadable)? {
            let file = entry
                .map_err(unreadable)?
                .file_name()
                .to_string_lossy()
                .into_owned();
            match file.strip_suffix(".json") {
                Some(name) => names.push(name.to_owned()),
                None => return Err(self.error(&file, &"is no case: a case's file ends in .json")),
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    /// The case as it is written.
    ///
    /// # Errors
    /// When there is no such case.
    pub fn document(&self, name: &str) -> Result<Value, CaseError> {
        let file = format!("{name}.json");
        let text =
            std::fs::read_to_string(self.folder.join(&file)).map_err(|error| self.error(&file, &error))?;
        serde_json::from_str(&text).map_err(|error| self.error(&file, &error))
    }

    /// The case.
    ///
    /// # Errors
    /// When there is no such case, or a field of it makes no sense.
    pub fn case(&self, name: &str) -> Result<Case, CaseError> {
        let case: Case =
            serde_json::from_value(self.document(name)?).map_err(|error| self.error(name, &error))?;
        if case.name == name {
            Ok(case)
        } else {
            Err(self.error(name, &format!("the case calls itself {}", case.name)))
        }
    }

    /// Every case, sorted by name.
    ///
    /// # Errors
    /// As [`names`](Self::names) and [`case`](Self::case).
    pub fn cases(&self) -> Result<Vec<Case>, CaseError> {
        self.names()?.iter().map(|name| self.case(name)).collect()
    }

    /// Everything that is wrong with the cases: against the schema, the types of the product and of the
    /// simulator, and the simulator's own judgment of the tenant.
    pub fn problems(&self) -> Vec<CaseError> {
        let names = match self.names() {
            Ok(names) if names.is_empty() => return vec![self.error("", &"there are no cases")],
            Ok(names) => names,
            Err(error) => return vec![error],
        };
        names.iter().filter_map(|name| self.check(name).err()).collect()
    }

    fn check(&self, name: &str) -> Result<(), CaseError> {
        schema::validate(&self.document(name)?).map_err(|problem| self.error(name, &problem))?;
        let case = self.case(name)?;
        let tenant = Simulator::new(case.scenario).map_err(|problem| self.error(name, &problem))?;
        match case.tenant.keys().find(|upn| tenant.user(upn).is_none()) {
            Some(nobody) => Err(self.error(name, &format!("expect.tenant: nobody is {nobody}"))),
            None => Ok(()),
        }
    }

    fn error(&self, file: &str, problem: &dyn std::fmt::Display) -> CaseError {
        let file = if file.is_empty() {
            self.folder.display().to_string()
        } else {
            file.to_owned()
        };
        CaseError {
            file,
            problem: problem.to_string(),
        }
    }
}
