import { z } from 'zod'

export const SCOPES = ['submit', 'admin'] as const
export const Scope = z.enum(SCOPES).meta({
  id: 'Scope',
  description: 'submit: open and finalize runs. admin: publish benchmarks, make and revoke tokens.',
})
export type Scope = z.infer<typeof Scope>

export const SubmitterId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'Write lower-case letters, digits, _ and -')

/** What an operator asks for. */
export const NewToken = z
  .strictObject({
    submitter: SubmitterId,
    scopes: z.array(Scope).min(1).max(SCOPES.length),
    expiresAt: z.iso.datetime().optional(),
  })
  .meta({ id: 'NewToken' })

/** The answer, the only time the token itself is shown: the service keeps its hash. */
export const CreatedToken = z
  .object({ id: z.string(), token: z.string(), submitter: SubmitterId, scopes: z.array(Scope) })
  .meta({ id: 'CreatedToken' })
