import { z } from 'zod'

export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'Write a SHA-256 digest as 64 lower-case hexadecimal digits')
  .meta({ id: 'Sha256' })
export type Sha256 = z.infer<typeof Sha256>

/** SHA-256 of a text's UTF-8 bytes, or of the bytes themselves, in lower-case hexadecimal. */
export async function sha256(content: string | Uint8Array<ArrayBuffer>): Promise<Sha256> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return hex(await crypto.subtle.digest('SHA-256', bytes))
}

/**
 * SHA-256 of a list as JSON, made into bytes member by member: one string of all would take two bytes a
 * character, and longer to encode, as soon as one of its characters is beyond Latin-1.
 */
export async function sha256OfJson(list: readonly unknown[]): Promise<Sha256> {
  const encoder = new TextEncoder()
  const members = list.map((member, index) => `${index === 0 ? '' : ','}${JSON.stringify(member)}`)
  const parts = ['[', ...members, ']'].map((part) => encoder.encode(part))
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let start = 0
  for (const part of parts) {
    bytes.set(part, start)
    start += part.length
  }
  return sha256(bytes)
}

/** So many random bytes, in lower-case hexadecimal. */
export function randomHex(bytes: number): string {
  return hex(crypto.getRandomValues(new Uint8Array(bytes)).buffer)
}

export function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
