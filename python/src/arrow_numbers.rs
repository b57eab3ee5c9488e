//! Reads whole numbers, durations and timestamps from arrays of Arrow.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, DurationMicrosecondType, DurationMillisecondType, DurationNanosecondType,
    DurationSecondType, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, TimeUnit};
use presign::ErrorKind;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

use crate::errors::{at_row, raise};
use crate::whole::{not_whole, whole};
use crate::{arrow_input, iterables};

/// What the numbers of a column mean, besides plain whole numbers.
#[derive(Clone, Copy)]
pub(crate) enum Meaning {
    /// Durations are read as seconds, without fractions.
    Seconds,
    /// Timestamps with a time zone are read as Unix seconds, rounded down.
    UnixSeconds,
    Number,
}

/// Returns the numbers of all arrays, which have this type.
pub(crate) fn read(
    py: Python<'_>,
    name: &str,
    meaning: Meaning,
    data_type: &DataType,
    chunks: &[ArrayRef],
) -> PyResult<Vec<Option<i64>>> {
    let mut all = Vec::new();
    iterables::reserve(&mut all, chunks.iter().map(|chunk| chunk.len()).sum())?;
    for chunk in chunks {
        let before = all.len();
        let mut reader = Reader { py, name, before, all: &mut all };
        match (data_type, meaning) {
            (DataType::Null, _) => reader.all.extend((0..chunk.len()).map(|_| None)),
            (DataType::Int8, _) => reader.add::<Int8Type>(chunk, |value, _| Ok(Some(value.into())))?,
            (DataType::Int16, _) => reader.add::<Int16Type>(chunk, |value, _| Ok(Some(value.into())))?,
            (DataType::Int32, _) => reader.add::<Int32Type>(chunk, |value, _| Ok(Some(value.into())))?,
            (DataType::Int64, _) => reader.add::<Int64Type>(chunk, |value, _| Ok(Some(value)))?,
            (DataType::UInt8, _) => reader.add::<UInt8Type>(chunk, |value, _| Ok(Some(value.into())))?,
            (DataType::UInt16, _) => reader.add::<UInt16Type>(chunk, |value, _| Ok(Some(value.into())))?,
            (DataType::UInt32, _) => reader.add::<UInt32Type>(chunk, |value, _| Ok(Some(value.into())))?,
            (DataType::UInt64, _) => reader.add::<UInt64Type>(chunk, |value, name| {
                let message = || format!("{} is out of range: it does not fit into 64 bits", name());
                i64::try_from(value).map(Some).map_err(|_| raise(py, ErrorKind::Time, message()))
            })?,
            (DataType::Float32, _) => reader.floats::<Float32Type>(chunk)?,
            (DataType::Float64, _) => reader.floats::<Float64Type>(chunk)?,
            (DataType::Duration(unit), Meaning::Seconds) => {
                let convert = |value: i64, name: &dyn Fn() -> String| {
                    let message =
                        || format!("{} must be whole seconds, got {value} {}", name(), unit_name(*unit));
                    match value.checked_rem(per_second(*unit)) {
                        Some(0) => Ok(Some(value / per_second(*unit))),
                        _ => Err(raise(py, ErrorKind::Expires, message())),
                    }
                };
                match unit {
                    TimeUnit::Second => reader.add::<DurationSecondType>(chunk, convert)?,
                    TimeUnit::Millisecond => reader.add::<DurationMillisecondType>(chunk, convert)?,
                    TimeUnit::Microsecond => reader.add::<DurationMicrosecondType>(chunk, convert)?,
                    TimeUnit::Nanosecond => reader.add::<DurationNanosecondType>(chunk, convert)?,
                }
            }
            (DataType::Timestamp(_, None), Meaning::UnixSeconds) => {
                return Err(PyTypeError::new_err(format!(
                    "{name} contains timestamps without a time zone: convert them to UTC"
                )));
            }
            (DataType::Timestamp(unit, Some(_)), Meaning::UnixSeconds) => {
                let convert =
                    |value: i64, _: &dyn Fn() -> String| Ok(Some(value.div_euclid(per_second(*unit))));
                match unit {
                    TimeUnit::Second => reader.add::<TimestampSecondType>(chunk, convert)?,
                    TimeUnit::Millisecond => reader.add::<TimestampMillisecondType>(chunk, convert)?,
                    TimeUnit::Microsecond => reader.add::<TimestampMicrosecondType>(chunk, convert)?,
                    TimeUnit::Nanosecond => reader.add::<TimestampNanosecondType>(chunk, convert)?,
                }
            }
            _ => return Err(arrow_input::wrong_content(name, meaning.expected(), data_type)),
        }
    }
    Ok(all)
}

impl Meaning {
    /// Returns what a column may contain, for errors.
    pub(crate) fn expected(self) -> &'static str {
        match self {
            Self::Seconds => "whole numbers or durations",
            Self::UnixSeconds => "whole numbers or timestamps with a time zone",
            Self::Number => "whole numbers",
        }
    }
}

fn unit_name(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Second => "seconds",
        TimeUnit::Millisecond => "milliseconds",
        TimeUnit::Microsecond => "microseconds",
        TimeUnit::Nanosecond => "nanoseconds",
    }
}

fn per_second(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => 1,
        TimeUnit::Millisecond => 1_000,
        TimeUnit::Microsecond => 1_000_000,
        TimeUnit::Nanosecond => 1_000_000_000,
    }
}

struct Reader<'a, 'py> {
    py: Python<'py>,
    name: &'a str,
    /// The rows of earlier arrays.
    before: usize,
    all: &'a mut Vec<Option<i64>>,
}

impl Reader<'_, '_> {
    /// Appends the values of an array. `convert` gets a value, and a function that returns its name for errors.
    fn add<T: ArrowPrimitiveType>(
        &mut self,
        array: &ArrayRef,
        convert: impl Fn(T::Native, &dyn Fn() -> String) -> PyResult<Option<i64>>,
    ) -> PyResult<()> {
        // The type of a stream's array may contradict its schema.
        let Some(array) = array.as_primitive_opt::<T>() else {
            return Err(arrow_input::wrong_content(self.name, "one type", array.data_type()));
        };
        for (index, value) in array.iter().enumerate() {
            let row = self.before + index;
            let name = || format!("{}[{row}]", self.name);
            let converted = value.map_or(Ok(None), |value| convert(value, &name));
            iterables::push(self.all, converted.map_err(|error| at_row(self.py, error, row))?)?;
        }
        Ok(())
    }

    /// Appends floats that are whole numbers. NaN is a null, as pandas writes it.
    fn floats<T: ArrowPrimitiveType>(&mut self, array: &ArrayRef) -> PyResult<()>
    where
        T::Native: Into<f64>,
    {
        self.add::<T>(array, |value, name| {
            let value = value.into();
            if value.is_nan() {
                return Ok(None);
            }
            whole(value).map(Some).ok_or_else(|| not_whole(&name(), value))
        })
    }
}
