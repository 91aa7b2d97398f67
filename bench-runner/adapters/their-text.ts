import { z } from 'zod'
import { Sha256 } from '#schema/sha256.ts'
import { Line } from './render-rules.ts'

/** Words of others that a format needs and that are not ours to give. */
export const TheirText = z.strictObject({
  source: Line.meta({ description: 'Where its authors have it.' }),
  sha256: Sha256.meta({ description: 'Of its UTF-8 bytes, without a line feed at the end.' }),
})
export type TheirText = z.infer<typeof TheirText>
