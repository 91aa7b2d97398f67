import { z } from 'zod'

/**
 * A schema compiled to code when it is first asked for, for records that come by the thousand: it takes
 * a fraction of the time to accept what is right and refuses what is wrong with the same issues. Where
 * code cannot be made from text, as in Workers, it is the schema as it was.
 */
export function compiled<Schema extends z.ZodType>(schema: Schema): () => Schema {
  let known: Schema | undefined
  return () => (known ??= z.compile(schema))
}
