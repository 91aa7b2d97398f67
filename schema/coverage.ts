import { z } from 'zod'

const Share = z.object({ expected: z.int().nonnegative(), scored: z.int().nonnegative() })

/** How much of a benchmark a run judged. Only labelled steps count: those after a first error have no label; of preferences, those compared count as steps. */
export const Coverage = z.object({ items: Share, steps: Share }).meta({ id: 'Coverage' })
export type Coverage = z.infer<typeof Coverage>
