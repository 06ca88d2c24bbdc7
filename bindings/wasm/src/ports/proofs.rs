//! What an application proves itself by, from the host: signatures by a key that it holds, tokens of another identity
//! provider, and the files that a platform leaves for a sign-in.

use super::ask::call;
use crate::convert::set;
use graph_mfa::api::SignatureAlgorithm;
use graph_mfa::auth::{Assertions, Signer};
use graph_mfa::platform::{BoxFuture, Files};
use graph_mfa::{Error, ErrorCode, Result, Secret};
use js_sys::{Function, Object, Uint8Array};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast as _, JsValue};

/// Asks `sign({ algorithm, data })`, which answers with the bytes of the signature.
pub(crate) struct HostSigner(SendWrapper<Function>);

impl HostSigner {
    pub(crate) fn new(sign: Function) -> Self {
        Self(SendWrapper::new(sign))
    }

    async fn ask(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Result<Vec<u8>> {
        let ask = Object::new();
        let algorithm = match algorithm {
            SignatureAlgorithm::Ps256 => "ps256",
            SignatureAlgorithm::Rs256 => "rs256",
        };
        set(&ask, "algorithm", &algorithm.into());
        set(&ask, "data", &Uint8Array::from(message));
        let answer = call(&self.0, &[ask.into()])
            .await
            .map_err(|why| failed("sign", &why))?;
        match answer.dyn_ref::<Uint8Array>() {
            Some(signature) if signature.length() > 0 => Ok(signature.to_vec()),
            _ => Err(failed("sign", "it gave no Uint8Array")),
        }
    }
}

impl Signer for HostSigner {
    fn sign<'a>(
        &'a self,
        algorithm: SignatureAlgorithm,
        message: &'a [u8],
    ) -> BoxFuture<'a, Result<Vec<u8>>> {
        Box::pin(SendWrapper::new(self.ask(algorithm, message)))
    }
}

/// Asks `getAssertion({ audience })`, which answers with the token.
pub(crate) struct HostAssertions(SendWrapper<Function>);

impl HostAssertions {
    pub(crate) fn new(get_assertion: Function) -> Self {
        Self(SendWrapper::new(get_assertion))
    }

    async fn ask(&self, audience: &str) -> Result<Secret> {
        let ask = Object::new();
        set(&ask, "audience", &audience.into());
        let answer = call(&self.0, &[ask.into()])
            .await
            .map_err(|why| failed("federatedToken", &why))?;
        match answer.as_string().filter(|token| !token.trim().is_empty()) {
            Some(token) => Ok(Secret::new(token)),
            None => Err(failed("federatedToken", "it gave no token")),
        }
    }
}

impl Assertions for HostAssertions {
    fn assertion<'a>(&'a self, audience: &'a str) -> BoxFuture<'a, Result<Secret>> {
        Box::pin(SendWrapper::new(self.ask(audience)))
    }
}

fn failed(what: &str, why: &str) -> Error {
    Error::new(
        ErrorCode::SignInFailed,
        format!("the function {what} failed: {why}"),
    )
    .about(what)
    .remedy("see what the function does: it is part of the program that uses this package")
}

/// Asks `readFile(path)`, which answers with the text.
pub(crate) struct HostFiles(SendWrapper<Function>);

impl HostFiles {
    pub(crate) fn new(read_file: Function) -> Self {
        Self(SendWrapper::new(read_file))
    }
}

impl Files for HostFiles {
    fn read<'a>(&'a self, path: &'a str, most: usize) -> BoxFuture<'a, Result<Secret, String>> {
        Box::pin(SendWrapper::new(async move {
            let answer = call(&self.0, &[JsValue::from_str(path)]).await?;
            match answer.as_string() {
                Some(text) if text.len() > most => Err(format!("it is longer than {most} bytes")),
                Some(text) => Ok(Secret::new(text)),
                None => Err("it is no text".to_owned()),
            }
        }))
    }
}
