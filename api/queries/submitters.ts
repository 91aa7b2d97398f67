import { and, eq } from 'drizzle-orm'
import { sha256 } from '#schema/sha256.ts'
import { submitters } from '#schema/submission-tables.ts'
import type { Vouched } from '../oidc.ts'
import type { Db } from '../router.ts'
import { logEvent } from './events.ts'

/** The submitter that an issuer vouches for, created when it first comes. */
export async function vouchedSubmitter(db: Db, vouched: Vouched): Promise<string> {
  const existing = await find(db, vouched)
  if (existing !== undefined) return existing
  const { issuer, subject, owner } = vouched
  const name = `gh-${owner.toLowerCase().replaceAll(/[^a-z0-9_-]/g, '-')}`.slice(0, NAME)
  // The name may be another's: of a token, of another issuer, or of who had it before a renaming.
  const apart = (await sha256(`${issuer} ${subject}`)).slice(0, 64 - NAME - 1)
  const [taken] = await db.select().from(submitters).where(eq(submitters.id, name))
  const id = taken ? `${name}-${apart}` : name
  const at = new Date().toISOString()
  try {
    await db.batch([
      db.insert(submitters).values({ id, issuer, subject, createdAt: at }),
      logEvent(db, {
        at,
        type: 'submitter_created',
        submitter: id,
        benchmark: null,
        run: null,
        detail: { for: id, issuer, owner },
      }),
    ])
    return id
  } catch (error) {
    // Of two first requests at once, the database refuses the second.
    const found = await find(db, vouched)
    if (found === undefined) throw error
    return found
  }
}

/** How many characters of an id the owner's name may take. */
const NAME = 47

async function find(db: Db, { issuer, subject }: Vouched): Promise<string | undefined> {
  const same = and(eq(submitters.issuer, issuer), eq(submitters.subject, subject))
  const [row] = await db.select({ id: submitters.id }).from(submitters).where(same)
  return row?.id
}
