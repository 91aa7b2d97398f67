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

/** Who submits the baselines' runs; a CI identity never has this name, for its own begins with `gh-`. */
export const BASELINES_SUBMITTER = 'baselines'

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

/** A token as the operator sees it, without itself. */
export const Token = z
  .object({
    id: z.string(),
    submitter: SubmitterId,
    scopes: z.array(Scope),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.date().nullable().meta({ description: 'The last day it was used.' }),
  })
  .meta({ id: 'Token' })
export type Token = z.infer<typeof Token>

/** What a service knows of the bearer of a token. */
export const Identity = z
  .object({
    submitter: SubmitterId.nullable().meta({ description: 'Null for the operator.' }),
    scopes: z.array(Scope),
    expiresAt: z.iso.datetime().nullable().meta({ description: 'Null where it has no end.' }),
  })
  .meta({ id: 'Identity' })
export type Identity = z.infer<typeof Identity>
