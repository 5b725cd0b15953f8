//! How much comes through: a bucket that fills again with time, one for each address and one for all.

use crate::time::Instant;

/// How large a bucket is, and how fast it fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// How many come through at once.
    pub burst: u32,
    /// Seconds until another one does.
    pub seconds_each: i64,
}

/// Of one address: an employment office has many computers behind one address, and nobody applies twenty times an hour.
pub const OF_ADDRESS: Limit = Limit {
    burst: 20,
    seconds_each: 180,
};

/// Of all together: one a second on top of a minute's rush, ten times what the last evening of a large advert brings.
pub const OF_ALL: Limit = Limit {
    burst: 60,
    seconds_each: 1,
};

/// Of one address that reads adverts: everybody behind an office's address at once, then one a second.
pub const READING_OF_ADDRESS: Limit = Limit {
    burst: 600,
    seconds_each: 1,
};

/// Of all who read adverts: a thousand of a large advert's readers in the same minute, each with twenty pages.
pub const READING_OF_ALL: Limit = Limit {
    burst: 20_000,
    seconds_each: 1,
};

/// What is left of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    left: u32,
    /// From when the next one is counted.
    since: Instant,
}

impl Bucket {
    /// A full one.
    pub fn full(limit: Limit, now: Instant) -> Bucket {
        Bucket {
            left: limit.burst,
            since: now,
        }
    }

    /// The bucket after one more came; or when to come again.
    pub fn take(self, limit: Limit, now: Instant) -> Result<Bucket, Instant> {
        let filled = self.filled(limit, now);
        match filled.left.checked_sub(1) {
            Some(left) => Ok(Bucket { left, ..filled }),
            None => Err(filled.since.plus_seconds(limit.seconds_each)),
        }
    }

    /// Whether it is full again, so that it need not be remembered.
    pub fn is_full(self, limit: Limit, now: Instant) -> bool {
        self.filled(limit, now).left == limit.burst
    }

    fn filled(self, limit: Limit, now: Instant) -> Bucket {
        // A clock that was set back fills nothing, and holds nobody longer than from now.
        let passed = now.seconds_since(self.since);
        if passed < 0 {
            return Bucket { since: now, ..self };
        }
        let more = passed / limit.seconds_each.max(1);
        let left = u32::try_from(more)
            .unwrap_or(u32::MAX)
            .saturating_add(self.left);
        match left < limit.burst {
            true => Bucket {
                left,
                since: self.since.plus_seconds(more * limit.seconds_each),
            },
            false => Bucket::full(limit, now),
        }
    }
}
