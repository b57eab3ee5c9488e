//! The types of Arrow that presign reads: text, dictionaries of text, whole numbers, floats, times and nulls.
//!
//! arrow-array's own `make_array` makes arrays of all types. Its code for those that are never read would be a tenth of
//! the extension module.

use std::sync::Arc;

use arrow_array::types::{
    ArrowDictionaryKeyType, DurationMicrosecondType, DurationMillisecondType, DurationNanosecondType,
    DurationSecondType, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{
    ArrayRef, DictionaryArray, LargeStringArray, NullArray, PrimitiveArray, StringArray, StringViewArray,
};
use arrow_buffer::ScalarBuffer;
use arrow_data::ArrayData;
use arrow_schema::{ArrowError, DataType, TimeUnit};

/// Whether [`array`] makes arrays of this type.
pub(crate) fn is_readable(data_type: &DataType) -> bool {
    match data_type {
        DataType::Dictionary(_, values) => maker(values).is_some(),
        other => maker(other).is_some(),
    }
}

/// Returns the array of this data.
pub(crate) fn array(data: &ArrayData) -> Result<ArrayRef, ArrowError> {
    let DataType::Dictionary(indices, _) = data.data_type() else { return plain(data) };
    match indices.as_ref() {
        DataType::Int8 => dictionary::<Int8Type>(data),
        DataType::Int16 => dictionary::<Int16Type>(data),
        DataType::Int32 => dictionary::<Int32Type>(data),
        DataType::Int64 => dictionary::<Int64Type>(data),
        DataType::UInt8 => dictionary::<UInt8Type>(data),
        DataType::UInt16 => dictionary::<UInt16Type>(data),
        DataType::UInt32 => dictionary::<UInt32Type>(data),
        DataType::UInt64 => dictionary::<UInt64Type>(data),
        _ => Err(unreadable(data.data_type())),
    }
}

fn plain(data: &ArrayData) -> Result<ArrayRef, ArrowError> {
    maker(data.data_type()).map(|make| make(data.clone())).ok_or_else(|| unreadable(data.data_type()))
}

/// Returns the function that makes arrays of a type without children.
fn maker(data_type: &DataType) -> Option<fn(ArrayData) -> ArrayRef> {
    fn made<T: arrow_array::Array + From<ArrayData> + 'static>(data: ArrayData) -> ArrayRef {
        Arc::new(T::from(data))
    }
    Some(match data_type {
        DataType::Null => made::<NullArray>,
        DataType::Utf8 => made::<StringArray>,
        DataType::LargeUtf8 => made::<LargeStringArray>,
        DataType::Utf8View => made::<StringViewArray>,
        DataType::Int8 => made::<PrimitiveArray<Int8Type>>,
        DataType::Int16 => made::<PrimitiveArray<Int16Type>>,
        DataType::Int32 => made::<PrimitiveArray<Int32Type>>,
        DataType::Int64 => made::<PrimitiveArray<Int64Type>>,
        DataType::UInt8 => made::<PrimitiveArray<UInt8Type>>,
        DataType::UInt16 => made::<PrimitiveArray<UInt16Type>>,
        DataType::UInt32 => made::<PrimitiveArray<UInt32Type>>,
        DataType::UInt64 => made::<PrimitiveArray<UInt64Type>>,
        DataType::Float32 => made::<PrimitiveArray<Float32Type>>,
        DataType::Float64 => made::<PrimitiveArray<Float64Type>>,
        DataType::Duration(TimeUnit::Second) => made::<PrimitiveArray<DurationSecondType>>,
        DataType::Duration(TimeUnit::Millisecond) => made::<PrimitiveArray<DurationMillisecondType>>,
        DataType::Duration(TimeUnit::Microsecond) => made::<PrimitiveArray<DurationMicrosecondType>>,
        DataType::Duration(TimeUnit::Nanosecond) => made::<PrimitiveArray<DurationNanosecondType>>,
        DataType::Timestamp(TimeUnit::Second, _) => made::<PrimitiveArray<TimestampSecondType>>,
        DataType::Timestamp(TimeUnit::Millisecond, _) => made::<PrimitiveArray<TimestampMillisecondType>>,
        DataType::Timestamp(TimeUnit::Microsecond, _) => made::<PrimitiveArray<TimestampMicrosecondType>>,
        DataType::Timestamp(TimeUnit::Nanosecond, _) => made::<PrimitiveArray<TimestampNanosecondType>>,
        _ => return None,
    })
}

fn dictionary<K: ArrowDictionaryKeyType>(data: &ArrayData) -> Result<ArrayRef, ArrowError> {
    let ([indices], [values]) = (data.buffers(), data.child_data()) else {
        return Err(unreadable(data.data_type()));
    };
    let indices = ScalarBuffer::<K::Native>::new(indices.clone(), data.offset(), data.len());
    let indices = PrimitiveArray::<K>::try_new(indices, data.nulls().cloned())?;
    Ok(Arc::new(DictionaryArray::try_new(indices, plain(values)?)?))
}

fn unreadable(data_type: &DataType) -> ArrowError {
    ArrowError::NotYetImplemented(format!("presign does not read arrays of {data_type}"))
}
