import { customType } from 'drizzle-orm/sqlite-core'

/** The most bytes one blob or one JSON parameter may have: D1 takes 2 MB a row, half is left free. */
export const MAX_BLOB_BYTES = 900_000

/** Little-endian numbers. D1 takes an ArrayBuffer and gives back an array of bytes. */
function vector<Type extends Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(
  read: (buffer: ArrayBuffer) => Type,
) {
  return customType<{ data: Type; driverData: ArrayBuffer | number[] }>({
    dataType: () => 'blob',
    toDriver: (values) => {
      if (values.byteLength > MAX_BLOB_BYTES) {
        throw new RangeError(`A blob of ${values.byteLength} bytes; split it into parts`)
      }
      return values.slice().buffer
    },
    fromDriver: (bytes) => read(new Uint8Array(bytes).buffer),
  })
}
export const float64 = vector((buffer) => new Float64Array(buffer))
export const int32 = vector((buffer) => new Int32Array(buffer))
