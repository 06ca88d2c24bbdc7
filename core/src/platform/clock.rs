//! Time as a port: the core reads the clock and sleeps on it, so that tests need not wait.

use super::{BoxFuture, MaybeSend, MaybeSync};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// An instant in UTC, in whole milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The instant that many milliseconds after 1970-01-01T00:00:00Z.
    pub const fn from_unix_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn unix_ms(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    pub const fn unix_seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Reads the service's timestamps: RFC 3339 with 0 to 7 digits of fraction; a missing zone means UTC
    /// (facts 0 and 18.6).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let parsed = OffsetDateTime::parse(text, &Rfc3339)
            .or_else(|_| OffsetDateTime::parse(&format!("{text}Z"), &Rfc3339))
            .ok()?;
        Some(Self((parsed.unix_timestamp_nanos() / 1_000_000) as i64))
    }

    /// Reads the date form of HTTP headers, as in `Retry-After` and `Date`.
    pub fn parse_http_date(text: &str) -> Option<Self> {
        let since = httpdate::parse_http_date(text.trim())
            .ok()?
            .duration_since(std::time::UNIX_EPOCH)
            .ok()?;
        Some(Self(i64::try_from(since.as_millis()).ok()?))
    }

    /// This instant moved forward.
    pub fn plus(self, by: Duration) -> Self {
        Self(
            self.0
                .saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)),
        )
    }

    /// This instant moved back.
    pub fn minus(self, by: Duration) -> Self {
        Self(
            self.0
                .saturating_sub(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)),
        )
    }

    /// The time from `earlier` to this instant; nothing when `earlier` is later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000)
            .ok()
            .and_then(|moment| moment.format(&Rfc3339).ok());
        f.write_str(text.as_deref().unwrap_or("an instant outside the calendar"))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!("`{text}` is not an instant such as 2026-08-20T09:00:00Z"))
        })
    }
}

/// The clock port: tells the time and sleeps.
pub trait Clock: MaybeSend + MaybeSync {
    /// The time now.
    fn now(&self) -> Timestamp;
    /// Completes when `duration` has passed.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;
}

impl<T: Clock + ?Sized> Clock for Box<T> {
    fn now(&self) -> Timestamp {
        (**self).now()
    }
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        (**self).sleep(duration)
    }
}

impl<T: Clock + ?Sized> Clock for Arc<T> {
    fn now(&self) -> Timestamp {
        (**self).now()
    }
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        (**self).sleep(duration)
    }
}

/// A clock whose sleeps are shorter than they say, for a test tenant whose delays are scaled likewise
/// (design invariant 11). Never used with a real tenant: the configuration refuses it.
pub struct ScaledClock<C> {
    inner: C,
    scale: f64,
}

impl<C: Clock> ScaledClock<C> {
    /// Wraps `inner`; every sleep takes `scale` times its length.
    pub const fn new(inner: C, scale: f64) -> Self {
        Self { inner, scale }
    }
}

impl<C: Clock> Clock for ScaledClock<C> {
    fn now(&self) -> Timestamp {
        self.inner.now()
    }
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.inner.sleep(duration.mul_f64(self.scale))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_timestamp_form_of_the_service() {
        for (text, expected) in [
            ("2026-08-20T09:00:00Z", "2026-08-20T09:00:00Z"),
            ("2026-08-20T09:12:50.1234567Z", "2026-08-20T09:12:50.123Z"),
            ("2026-08-20T11:00:00+02:00", "2026-08-20T09:00:00Z"),
            ("2026-08-20T09:00:00", "2026-08-20T09:00:00Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ] {
            assert_eq!(
                Timestamp::parse(text).map(|t| t.to_string()).as_deref(),
                Some(expected),
                "{text}"
            );
        }
        assert_eq!(Timestamp::parse("yesterday"), None);
    }

    #[test]
    fn reads_http_dates() {
        let read = Timestamp::parse_http_date("Thu, 20 Aug 2026 09:00:00 GMT");
        assert_eq!(read, Timestamp::parse("2026-08-20T09:00:00Z"));
        assert_eq!(Timestamp::parse_http_date("soon"), None);
    }
}
