//! Values as they travel between the program and either database.
//!
//! One plain enumeration instead of generic statements: each store function is compiled once, not once for each
//! database (`docs/adr/0002-value-layer.md`).

use std::sync::Arc;

use hemma_domain::code::Code;
use hemma_domain::time::{Clock, Day, Instant, Week};
use uuid::Uuid;

use crate::error::{Error, Result};

/// One value to bind, or one that was read.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    Int(i64),
    Real(f64),
    Bool(bool),
    Text(String),
    Uuid(Uuid),
    Day(jiff::civil::Date),
    Instant(jiff::Timestamp),
    /// Only read: SQLite keeps ids as blobs.
    Bytes(Vec<u8>),
}

/// What the rows of one statement have in common.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// The table that the statement mainly speaks of, for the message about an impossible value.
    pub(crate) table: String,
    /// What its columns are called.
    pub(crate) names: Vec<String>,
}

/// One row that was read, its values by column name.
#[derive(Debug, Clone)]
pub struct Row {
    pub(crate) head: Arc<Head>,
    pub(crate) values: Vec<Value>,
}

impl Row {
    /// The value of a column; a column that is missing or impossible is `Corrupt`.
    pub fn get<T: FromValue>(&self, column: &str) -> Result<T> {
        self.value(column)
            .and_then(T::from_value)
            .ok_or_else(|| self.corrupt(column))
    }

    /// The enumeration value that a column's code stands for.
    pub fn code<T: Code>(&self, column: &str) -> Result<T> {
        let code: String = self.get(column)?;
        T::from_code(&code).ok_or_else(|| self.corrupt(column))
    }

    /// As [`Row::code`], for a column that may be empty.
    pub fn code_or_none<T: Code>(&self, column: &str) -> Result<Option<T>> {
        let code: Option<String> = self.get(column)?;
        code.map(|code| T::from_code(&code).ok_or_else(|| self.corrupt(column)))
            .transpose()
    }

    /// A count, number or rank that is never negative.
    pub fn count(&self, column: &str) -> Result<u32> {
        u32::try_from(self.get::<i64>(column)?).map_err(|_| self.corrupt(column))
    }

    /// The week whose Monday a column holds.
    pub fn week(&self, column: &str) -> Result<Week> {
        Ok(Week::of(self.get(column)?))
    }

    /// The error for a column whose value cannot be.
    pub fn corrupt(&self, column: &str) -> Error {
        let id = self.value("id").and_then(Uuid::from_value);
        Error::Corrupt {
            table: self.head.table.clone(),
            column: column.to_owned(),
            id: id.map(|id| id.to_string()).unwrap_or_default(),
        }
    }

    fn value(&self, column: &str) -> Option<&Value> {
        let index = self.head.names.iter().position(|name| name == column);
        index.and_then(|index| self.values.get(index))
    }
}

/// What can be read from a value.
pub trait FromValue: Sized {
    /// The value, or none if it is of another kind.
    fn from_value(value: &Value) -> Option<Self>;
}

impl FromValue for i64 {
    fn from_value(value: &Value) -> Option<i64> {
        match value {
            Value::Int(number) => Some(*number),
            _ => None,
        }
    }
}

impl FromValue for i8 {
    fn from_value(value: &Value) -> Option<i8> {
        i64::from_value(value).and_then(|number| i8::try_from(number).ok())
    }
}

impl FromValue for bool {
    fn from_value(value: &Value) -> Option<bool> {
        match value {
            Value::Bool(flag) => Some(*flag),
            Value::Int(0) => Some(false),
            Value::Int(1) => Some(true),
            _ => None,
        }
    }
}

impl FromValue for f64 {
    fn from_value(value: &Value) -> Option<f64> {
        match value {
            Value::Real(number) => Some(*number),
            _ => None,
        }
    }
}

impl FromValue for String {
    fn from_value(value: &Value) -> Option<String> {
        match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

impl FromValue for Uuid {
    fn from_value(value: &Value) -> Option<Uuid> {
        match value {
            Value::Uuid(id) => Some(*id),
            Value::Bytes(bytes) => Uuid::from_slice(bytes).ok(),
            _ => None,
        }
    }
}

impl FromValue for Day {
    fn from_value(value: &Value) -> Option<Day> {
        match value {
            Value::Day(date) => Some(Day(*date)),
            Value::Text(text) => text.parse().ok(),
            _ => None,
        }
    }
}

impl FromValue for Instant {
    fn from_value(value: &Value) -> Option<Instant> {
        match value {
            Value::Instant(at) => Some(Instant(*at)),
            Value::Int(micros) => jiff::Timestamp::from_microsecond(*micros).ok().map(Instant),
            _ => None,
        }
    }
}

impl FromValue for Clock {
    fn from_value(value: &Value) -> Option<Clock> {
        String::from_value(value)?.parse().ok()
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Option<Option<T>> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}

/// What can be bound to a statement.
pub trait ToValue {
    fn to_value(&self) -> Value;
}

macro_rules! to_value {
    ($($kind:ty: |$value:ident| $made:expr;)*) => {$(
        impl ToValue for $kind {
            fn to_value(&self) -> Value {
                let $value = self;
                $made
            }
        }
    )*};
}

to_value! {
    i64: |v| Value::Int(*v);
    u32: |v| Value::Int(i64::from(*v));
    i8: |v| Value::Int(i64::from(*v));
    f64: |v| Value::Real(*v);
    bool: |v| Value::Bool(*v);
    str: |v| Value::Text(v.to_owned());
    String: |v| Value::Text(v.clone());
    Uuid: |v| Value::Uuid(*v);
    Day: |v| Value::Day(v.0);
    Instant: |v| Value::Instant(v.0);
    Week: |v| Value::Day(v.first_day().0);
    Clock: |v| Value::Text(v.to_string());
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value {
        (**self).to_value()
    }
}

macro_rules! id_values {
    ($($id:ident)*) => {$(
        impl ToValue for hemma_domain::ids::$id {
            fn to_value(&self) -> Value {
                Value::Uuid(self.0)
            }
        }

        impl FromValue for hemma_domain::ids::$id {
            fn from_value(value: &Value) -> Option<Self> {
                Uuid::from_value(value).map(hemma_domain::ids::$id)
            }
        }
    )*};
}

id_values! {
    NetworkId BoardId TeamId StaffId PostId CaseId AssignmentId PersonId ContactId NoteId GoalId StepId FitId DriverId
    FeedbackId TaskId ArtefactId IncidentId ConsentId ReportId FrameItemId BondId CareId MeasureId
    HoldId AttemptId LinkId RoundId PasskeyId JobId PoolId LineId DutyId TurnId RotaId AbsenceId WishId SwapId FeedId
    ProposalId AccountId VoucherId PayerId HistoryId SenderId ProjectId ProjectItemId MembershipId PriceListId BillId
    TrainingId DevelopmentId OpeningId ApplicationId BriefingId AddresseeId AttachmentId SendingId
    BasisId GlassId CallId RestId
}

/// The values of a statement, in the order of its places: `values![id, day, "text"]`.
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => {
        [$($crate::value::ToValue::to_value(&$value)),*]
    };
}
