//! From a scenario to the inventory of hardware tokens, and to QR codes (facts 2.4).

use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::Tenant;
use super::directory::User;
use super::inventory::Taken;
use super::totp;
use crate::scenario::{HardwareToken, MethodDetail, QrCode, QrCodePin, ScenarioError, TokenStatus};

/// Enters the tokens that a person has.
pub(super) fn of_person(tenant: &mut Tenant, place: usize, user: &mut User) -> Result<(), ScenarioError> {
    let field = format!("users[{place}] ({}).methods", user.user_principal_name);
    for method in &mut user.methods {
        let MethodDetail::HardwareOath(held) = &mut method.detail else {
            continue;
        };
        if held.device.id.is_empty() {
            held.device.id = method.id.to_string();
        }
        complete(tenant, &field, &mut held.device, TokenStatus::Activated)?;
        if held.device.status == Some(TokenStatus::Available) {
            return Err(ScenarioError::new(
                field,
                "a token that somebody has is not available",
            ));
        }
        let entered = tenant.inventory.add_of(place, &held.device);
        entered.map_err(|taken| is_taken(field.clone(), taken))?;
    }
    Ok(())
}

/// Enters the tokens that nobody has.
pub(super) fn inventory(tenant: &mut Tenant, tokens: Vec<HardwareToken>) -> Result<(), ScenarioError> {
    for (place, mut token) in tokens.into_iter().enumerate() {
        let field = format!("hardwareTokens[{place}]");
        if token.id.is_empty() {
            token.id = Uuid::new_v5(&tenant.id, field.as_bytes()).to_string();
        }
        complete(tenant, &field, &mut token, TokenStatus::Available)?;
        if token.status != Some(TokenStatus::Available) {
            return Err(ScenarioError::new(field, "a token that nobody has is available"));
        }
        tenant
            .inventory
            .add(token)
            .map_err(|taken| is_taken(field, taken))?;
    }
    Ok(())
}

fn complete(
    tenant: &mut Tenant,
    field: &str,
    token: &mut HardwareToken,
    status: TokenStatus,
) -> Result<(), ScenarioError> {
    if token.serial_number.is_empty() {
        token.serial_number = tenant.inventory.new_serial();
    }
    if ![30, 60].contains(&token.time_interval_in_seconds) {
        return Err(ScenarioError::new(
            field,
            "timeIntervalInSeconds must be 30 or 60",
        ));
    }
    let secret = token.secret_key.get_or_insert_with(|| {
        let digest = Sha256::new()
            .chain_update(tenant.id.as_bytes())
            .chain_update(token.serial_number.as_bytes())
            .finalize();
        totp::letters(&digest[..20])
    });
    if totp::key(secret).is_none() {
        return Err(ScenarioError::new(field, "secretKey must be written in base 32"));
    }
    token.status.get_or_insert(status);
    Ok(())
}

/// Fills in what a scenario leaves out of QR codes and PIN.
pub(super) fn complete_qr_code(method: &mut QrCodePin, user: Uuid, now: OffsetDateTime) {
    let id = |name: &str| Uuid::new_v5(&user, name.as_bytes());
    let complete = |code: &mut QrCode, name: &str, lifetime: Duration| {
        let start = *code.start_date_time.get_or_insert(now);
        code.expire_date_time
            .get_or_insert(start.saturating_add(lifetime));
        code.created_date_time.get_or_insert(start);
        if code.id.is_empty() {
            code.id = id(name).to_string();
        }
    };
    let standard = method.standard_qr_code.get_or_insert_default();
    complete(standard, "standard QR code", Duration::days(365));
    if let Some(temporary) = &mut method.temporary_qr_code {
        complete(temporary, "temporary QR code", Duration::hours(12));
    }
    let pin = method.pin.get_or_insert_default();
    pin.code
        .get_or_insert_with(|| format!("{:08}", id("PIN").as_u128() % 100_000_000));
    pin.created_date_time.get_or_insert(now);
    if pin.id.is_empty() {
        pin.id = id("PIN of the QR code").to_string();
    }
}

fn is_taken(field: String, taken: Taken) -> ScenarioError {
    ScenarioError::new(
        field,
        match taken {
            Taken::Id => "another token has this id",
            Taken::SerialNumber => "another token has this serial number",
        },
    )
}
