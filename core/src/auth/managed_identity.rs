//! The identity that Azure gives to a machine or an app (facts 13.4): asked for at the endpoint of this machine, past
//! any proxy, and never with a bearer token.

use super::application::check_client_id;
use super::environment::Environment;
use super::identity_endpoint::{Endpoint, detect};
use super::{AccessToken, TokenAsk, TokenSource, identity_answer};
use crate::error::{Error, ErrorCode, Result};
use crate::http::{HttpMethod, HttpRequest, HttpResponse, TransportError};
use crate::platform::{BoxFuture, Files};
use crate::secret::Secret;
use std::time::Duration;
use url::{Url, form_urlencoded};

/// The endpoint is next door: it answers at once or not at all.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Pauses of a service that is being updated or busy, in seconds; together half a minute.
const PAUSES: &[u64] = &[2, 4, 8, 16];
/// Pauses while the endpoint says that it is coming back; together 70 s.
const LONGER_PAUSES: &[u64] = &[2, 4, 8, 16, 20, 20];
/// A key file of Azure Arc that is longer is none.
const LONGEST_KEY: usize = 4096;

/// Signs in as the managed identity of this machine.
pub struct ManagedIdentity {
    endpoint: Endpoint,
    client_id: Option<String>,
    files: Option<Box<dyn Files>>,
}

impl ManagedIdentity {
    /// Takes the environment that the host read, and which identity to use where there are several. `files` reads
    /// the key by which Azure Arc makes sure that an administrator asks.
    ///
    /// # Errors
    /// `invalidConfiguration` when the environment makes no sense, or the identity cannot be chosen there.
    pub(crate) fn new(
        environment: &Environment,
        client_id: Option<String>,
        files: Option<Box<dyn Files>>,
    ) -> Result<Self> {
        let endpoint = detect(environment)?;
        if let Some(client_id) = &client_id {
            check_client_id(client_id)?;
            if !endpoint.knows_several() {
                return Err(Error::new(
                    ErrorCode::InvalidConfiguration,
                    format!("clientId: {} knows one identity only", endpoint.name()),
                )
                .about(client_id)
                .remedy("leave the client id out"));
            }
        }
        Ok(Self {
            endpoint,
            client_id,
            files,
        })
    }

    fn who(&self) -> String {
        match &self.client_id {
            Some(client_id) => format!("the managed identity {client_id}"),
            None => "the managed identity of this machine".to_owned(),
        }
    }

    fn request(&self, resource: &str, arc_key: Option<&Secret>) -> HttpRequest {
        let metadata = ("metadata", "true".to_owned());
        let choose = |name: &'static str| self.client_id.as_deref().map(|id| (name, id));
        let (url, version, choice, headers) = match &self.endpoint {
            Endpoint::AppService { url, header } => (
                url,
                "2019-08-01",
                choose("client_id"),
                vec![("x-identity-header", header.expose().to_owned()), metadata],
            ),
            Endpoint::OldAppService { url, secret } => (
                url,
                "2017-09-01",
                choose("clientid"),
                vec![("secret", secret.expose().to_owned())],
            ),
            Endpoint::CloudShell { url } => return post(url, resource, metadata),
            Endpoint::Arc { url, .. } => {
                let mut headers = vec![metadata];
                headers.extend(arc_key.map(|key| ("authorization", format!("Basic {}", key.expose()))));
                (url, "2020-06-01", None, headers)
            }
            Endpoint::Imds { url } => (url, "2018-02-01", choose("client_id"), vec![metadata]),
        };
        let mut url = url.clone();
        url.query_pairs_mut()
            .append_pair("api-version", version)
            .append_pair("resource", resource)
            .extend_pairs(choice);
        HttpRequest {
            method: HttpMethod::Get,
            url,
            headers,
            body: None,
            timeout: TIMEOUT,
            direct: true,
        }
    }

    /// Asks until there is an answer that asking again would not change.
    async fn exchange(
        &self,
        ask: &TokenAsk<'_>,
        resource: &str,
        arc_key: Option<&Secret>,
    ) -> Result<HttpResponse> {
        let mut attempt = 0;
        loop {
            let request = self.request(resource, arc_key);
            let answer = ask.wire.send_to_machine(request).await;
            let pauses = match answer.as_ref().map(|answer| answer.status) {
                Ok(410) => LONGER_PAUSES,
                Ok(404 | 429 | 500..=599) => PAUSES,
                // Once more, for a connection that was cut; where nobody listens, waiting would not help.
                Err(_) => &PAUSES[..1],
                Ok(_) => &[],
            };
            let Some(pause) = pauses.get(attempt) else {
                return answer.map_err(|error| self.unreachable(&error));
            };
            ask.wire.sleep(Duration::from_secs(*pause)).await;
            attempt += 1;
        }
    }

    /// The file that only an administrator of the machine can read, as the first answer names it.
    async fn arc_key(&self, answer: &HttpResponse, folder: &str) -> Result<Secret> {
        let refuse = |why: &str| {
            Error::new(
                ErrorCode::SignInFailed,
                format!("the Azure Arc agent cannot be asked for a token: {why}"),
            )
            .about(self.who())
            .remedy("run as an administrator, or as a member of the agent's group (himds on Linux)")
        };
        let path = answer
            .header("www-authenticate")
            .and_then(|challenge| challenge.trim().strip_prefix("Basic realm="))
            .map(|path| path.trim_matches('"'))
            .ok_or_else(|| refuse("it names no key file"))?;
        let in_folder = path
            .get(..folder.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(folder));
        let name = path.get(folder.len()..).unwrap_or_default();
        let plain =
            name.len() > 4 && name.to_ascii_lowercase().ends_with(".key") && !name.contains(['/', '\\']);
        if !in_folder || !plain {
            return Err(refuse("it names a file outside its folder"));
        }
        let files = self
            .files
            .as_ref()
            .ok_or_else(|| refuse("this host reads no files"))?;
        files.read(path, LONGEST_KEY).await.map_err(|why| refuse(&why))
    }

    fn unreachable(&self, error: &TransportError) -> Error {
        Error::new(
            ErrorCode::SignInFailed,
            format!(
                "{} cannot be reached, so there is no managed identity here: {error}",
                self.endpoint.name()
            ),
        )
        .about(self.who())
        .remedy("run where Azure provides a managed identity and it is switched on, or sign in another way")
    }
}

impl TokenSource for ManagedIdentity {
    fn token<'a>(&'a self, ask: TokenAsk<'a>) -> BoxFuture<'a, Result<AccessToken>> {
        Box::pin(async move {
            let resource = ask.cloud.graph_resource();
            let asked_at = ask.wire.now();
            let mut answer = self.exchange(&ask, resource, None).await?;
            if let (Endpoint::Arc { keys, .. }, 401) = (&self.endpoint, answer.status) {
                let key = self.arc_key(&answer, keys).await?;
                answer = self.exchange(&ask, resource, Some(&key)).await?;
            }
            identity_answer::read(&answer, asked_at, &self.who(), self.endpoint.name())
        })
    }
}

fn post(url: &Url, resource: &str, metadata: (&'static str, String)) -> HttpRequest {
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("resource", resource)
        .finish();
    HttpRequest {
        method: HttpMethod::Post,
        url: url.clone(),
        headers: vec![
            metadata,
            ("content-type", "application/x-www-form-urlencoded".to_owned()),
        ],
        body: Some(form.into_bytes()),
        timeout: TIMEOUT,
        direct: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::fake::{answer, get_x, pipeline_for};
    use futures_util::FutureExt as _;

    #[test]
    fn the_endpoint_of_the_machine_is_asked_past_any_proxy_and_sees_no_bearer_token() {
        let environment = Environment::of(
            &[("IDENTITY_ENDPOINT", "http://127.0.0.1:41741/msi/token")],
            &[("IDENTITY_HEADER", "h-1")],
        );
        let source = ManagedIdentity::new(&environment, None, None).expect("an endpoint");
        let (pipeline, asked) = pipeline_for(source, |request, _| match request.url.path() {
            "/msi/token" => Ok(answer(
                200,
                &[],
                r#"{"access_token":"t-1","expires_on":"9999999999"}"#,
            )),
            _ => Ok(answer(200, &[], "{}")),
        });
        assert_eq!(get_x(&pipeline).now_or_never(), Some(200));
        let asked = asked.lock().expect("free");
        let header = |place: usize, name: &str| {
            let mut headers = asked[place].headers.iter();
            headers
                .find(|(known, _)| *known == name)
                .map(|(_, value)| value.clone())
        };
        assert!(asked[0].direct && header(0, "authorization").is_none());
        assert_eq!(header(0, "x-identity-header").as_deref(), Some("h-1"));
        assert!(
            asked[0]
                .url
                .query()
                .is_some_and(|query| query.ends_with("resource=https%3A%2F%2Fgraph.microsoft.com"))
        );
        assert!(!asked[1].direct && header(1, "x-identity-header").is_none());
        assert_eq!(header(1, "authorization").as_deref(), Some("Bearer t-1"));
    }
}
