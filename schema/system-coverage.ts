import { z } from 'zod'
import { Capability, type Paper } from './catalog.ts'

/** What every system needs, whatever else. */
export const NEEDED_BY_ALL = 'prediction-submission'

/** How far the system of a paper can be evaluated here. */
export const SystemCoverage = z
  .object({
    state: z.enum(['works', 'reported_only']).meta({
      description: 'works: every capability it needs is whole.',
    }),
    needs: z.array(Capability),
  })
  .meta({ id: 'SystemCoverage' })
export type SystemCoverage = z.infer<typeof SystemCoverage>

/** What a paper's system needs, and whether all of it is there. */
export function coverageOf(
  { needs }: Pick<Paper, 'needs'>,
  capabilities: ReadonlyMap<string, Capability>,
): SystemCoverage {
  const all = [...new Set([NEEDED_BY_ALL, ...needs])]
  const found = all.flatMap((id) => capabilities.get(id) ?? [])
  const works = found.length === all.length && found.every(({ state }) => state === 'whole')
  return { state: works ? 'works' : 'reported_only', needs: found }
}
