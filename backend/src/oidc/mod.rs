//! Sign-in by a provider of identities, such as a ministry's directory: OpenID Connect 1.0, authorization code with PKCE.
//! Knows the protocol; knows neither accounts nor pages. Where the provider stands and what its keys are is asked anew at
//! each sign-in, so a provider that changes its keys needs no restart here.

mod settings;
mod wire;

use std::collections::HashMap;

use openidconnect::{
    AdditionalClaims, AuthType, AuthenticationFlow, AuthorizationCode, Client, ClientId, ClientSecret,
    CsrfToken, DiscoveryError, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    IdTokenClaims, IdTokenFields, IssuerUrl, LogoutRequest, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadataWithLogout, RedirectUrl, RequestTokenError,
    Scope, StandardErrorResponse, StandardTokenResponse, TokenResponse, UserInfoClaims,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim,
        CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreResponseType,
        CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
    },
};
use serde::{Deserialize, Serialize};

pub use self::settings::{Secret, Settings};
use self::wire::{Asker, Away};

/// A provider that the house trusts.
#[derive(Debug, Clone)]
pub struct Provider {
    settings: Settings,
    asker: Asker,
}

/// The way to the provider, and what must come back from it. The last three stay with the browser that went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    pub address: String,
    pub state: String,
    pub nonce: String,
    pub verifier: String,
}

/// Whom the provider knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub issuer: String,
    /// The provider's own key of the person, which never changes.
    pub subject: String,
    /// What the provider calls the person: the claim that the settings name.
    pub name: Option<String>,
}

/// Why nobody is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The provider does not answer, or not as a provider does.
    Away(String),
    /// It answers, and what it says does not hold: a used code, a token that ran out, a nonce of another sign-in.
    Refused(String),
}

/// Claims beside those of the standard.
#[derive(Debug, Clone, Deserialize, Serialize)]
struct Others(HashMap<String, serde_json::Value>);

impl AdditionalClaims for Others {}

type Fields = IdTokenFields<
    Others,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Tokens = StandardTokenResponse<Fields, CoreTokenType>;
type Spoken = Client<
    Others,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl Provider {
    pub fn new(settings: Settings) -> Provider {
        Provider { settings, asker: Asker::new() }
    }

    /// What its button says, in Vietnamese and in English.
    pub fn labels(&self) -> (&str, &str) {
        (&self.settings.label_vi, &self.settings.label_en)
    }

    /// Sends a person off; `back` is where the provider sends them afterwards.
    pub async fn begin(&self, back: &str) -> Result<Begun, Trouble> {
        let client = self.client(self.metadata().await?, back)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let mut request = client.authorize_url(flow, CsrfToken::new_random, Nonce::new_random);
        for scope in &self.settings.scopes {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        let (address, state, nonce) = request.set_pkce_challenge(challenge).url();
        Ok(Begun {
            address: address.into(),
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
        })
    }

    /// Takes the code that a person came back with, once.
    pub async fn finish(
        &self,
        back: &str,
        code: &str,
        verifier: &str,
        nonce: &str,
    ) -> Result<Known, Trouble> {
        let client = self.client(self.metadata().await?, back)?;
        let code = AuthorizationCode::new(code.to_owned());
        let request = client.exchange_code(code).map_err(|error| Trouble::Away(error.to_string()))?;
        let request = request.set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()));
        let tokens: Tokens = request.request_async(&self.asker).await.map_err(|error| match error {
            RequestTokenError::Request(away) => Trouble::Away(away.to_string()),
            other => Trouble::Refused(other.to_string()),
        })?;
        let token = tokens.id_token().ok_or_else(|| Trouble::Refused("no ID token came".to_owned()))?;
        let claims = token
            .claims(&client.id_token_verifier(), &Nonce::new(nonce.to_owned()))
            .map_err(|error| Trouble::Refused(error.to_string()))?;
        let mut name = self.name(claims);
        if name.is_none() {
            name = self.ask_name(&client, &tokens, claims).await?;
        }
        let (issuer, subject) = (claims.issuer().to_string(), claims.subject().to_string());
        Ok(Known { issuer, subject, name })
    }

    /// Where a person goes who wants to leave the provider as well; nothing where it has no such page. The address
    /// carries no token, because a token tells who it is about.
    pub async fn end(&self, home: &str) -> Result<Option<String>, Trouble> {
        let metadata = self.metadata().await?;
        let Some(end) = metadata.additional_metadata().end_session_endpoint.clone() else { return Ok(None) };
        let home = PostLogoutRedirectUrl::new(home.to_owned());
        let home = home.map_err(|error| Trouble::Refused(error.to_string()))?;
        let request = LogoutRequest::from(end)
            .set_client_id(ClientId::new(self.settings.client_id.clone()))
            .set_post_logout_redirect_uri(home);
        Ok(Some(request.http_get_url().into()))
    }

    async fn metadata(&self) -> Result<ProviderMetadataWithLogout, Trouble> {
        let issuer = IssuerUrl::new(self.settings.issuer.clone());
        let issuer = issuer.map_err(|error| Trouble::Away(error.to_string()))?;
        let asked = ProviderMetadataWithLogout::discover_async(issuer, &self.asker).await;
        asked.map_err(|error: DiscoveryError<Away>| match error {
            DiscoveryError::Request(away) => Trouble::Away(away.to_string()),
            other => Trouble::Away(other.to_string()),
        })
    }

    fn client(&self, metadata: ProviderMetadataWithLogout, back: &str) -> Result<Spoken, Trouble> {
        let ways = metadata.token_endpoint_auth_methods_supported().cloned().unwrap_or_default();
        let in_body = ways.contains(&CoreClientAuthMethod::ClientSecretPost)
            && !ways.contains(&CoreClientAuthMethod::ClientSecretBasic);
        let back = RedirectUrl::new(back.to_owned()).map_err(|error| Trouble::Refused(error.to_string()))?;
        let secret = ClientSecret::new(self.settings.client_secret.as_str().to_owned());
        let client = Client::from_provider_metadata(
            metadata,
            ClientId::new(self.settings.client_id.clone()),
            Some(secret),
        );
        let auth = if in_body { AuthType::RequestBody } else { AuthType::BasicAuth };
        Ok(client.set_redirect_uri(back).set_auth_type(auth))
    }

    /// Providers may keep what a person is called out of the token, and say it when asked.
    async fn ask_name(
        &self,
        client: &Spoken,
        tokens: &Tokens,
        claims: &IdTokenClaims<Others, CoreGenderClaim>,
    ) -> Result<Option<String>, Trouble> {
        let subject = Some(claims.subject().clone());
        let Ok(request) = client.user_info(tokens.access_token().clone(), subject) else { return Ok(None) };
        let said: Result<UserInfoClaims<Others, CoreGenderClaim>, _> =
            request.request_async(&self.asker).await;
        Ok(self.name(&said.map_err(|error| Trouble::Refused(error.to_string()))?))
    }

    /// The claim of the settings. An e-mail address counts only when the provider says that it is the person's.
    fn name(&self, claims: &impl Serialize) -> Option<String> {
        let claims = serde_json::to_value(claims).ok()?;
        let wanted = self.settings.claim.as_str();
        if wanted == "email" && claims.get("email_verified") != Some(&serde_json::Value::Bool(true)) {
            return None;
        }
        let name = claims.get(wanted)?.as_str()?.trim().to_lowercase();
        (!name.is_empty()).then_some(name)
    }
}
