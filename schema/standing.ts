import { z } from 'zod'
import { Coverage } from './coverage.ts'
import { Disclosure } from './disclosure.ts'
import { Interval } from './interval.ts'
import { AnyOutcome } from './item-verdict.ts'
import { RunManifest } from './manifest.ts'
import { MetricResult } from './metric.ts'
import { RunId } from './run.ts'
import { Sha256 } from './sha256.ts'
import { Trust } from './trust.ts'

/** Of a part's interval its ends: how it was made is said of the row's own. */
const ends = { interval: z.object({ lower: z.number(), upper: z.number() }).optional() }
const [measured, unmeasured] = MetricResult.options

/** A part of a run's number as a board shows it. */
export const StandingResult = z
  .discriminatedUnion('status', [measured.extend(ends), unmeasured.extend(ends)])
  .meta({
    id: 'StandingResult',
    description:
      'A proportion from 0 to 1, or why it is undefined. Counts stand with the number the run ranks by, cuts and intervals also with the same number of each part; all others are at runs/{id}/metrics.',
  })
export type StandingResult = z.infer<typeof StandingResult>

/** A run's line on a board: its headline number, the parts that make it, and how it came about. */
export const Standing = z
  .object({
    rank: z.int().positive().nullable().meta({
      description: 'Place by headline value, equal values sharing one; null where not ranked.',
    }),
    rankRange: z.object({ best: z.int().positive(), worst: z.int().positive() }).nullable().meta({
      description:
        'The places its interval allows: from 1 + the runs wholly above it, to all less the runs wholly below.',
    }),
    value: z.number().nullable().meta({
      description: 'The number the run ranks by, from 0 to 1; null where it is undefined.',
    }),
    interval: Interval.nullable().meta({ description: 'Of the value; null where it has none.' }),
    protocol: Sha256.meta({ description: 'What the number rests on: see /api/v1/protocols.' }),
    run: RunId,
    model: RunManifest.shape.model,
    policy: z.string(),
    trust: Trust,
    attested: z.boolean(),
    held: z.boolean().meta({ description: 'Shown and not ranked until an operator clears it.' }),
    reason: z.string().nullable().meta({ description: 'Why it is held; null where it is not.' }),
    attempts: z.int().positive().meta({
      description:
        'Runs of the model that its submitter finalized on the benchmark, whatever became of them.',
    }),
    disclosure: Disclosure,
    cost: RunManifest.shape.cost.meta({ description: 'As the manifest states it.' }),
    submitter: z.string(),
    createdAt: z.iso.datetime(),
    coverage: Coverage,
    results: z.array(StandingResult).meta({
      description: 'Under the policy; of a pool, also `pass`, the ceiling, and `majority`.',
    }),
    outcomes: z.partialRecord(AnyOutcome, z.int().optional()).meta({
      description: 'Items by outcome; one that does not occur is left out.',
    }),
  })
  .meta({ id: 'Standing' })
export type Standing = z.infer<typeof Standing>

/** A standing without what hangs on other runs: its places, and the attempts. */
export type StoredStanding = Omit<Standing, 'rank' | 'rankRange' | 'attempts'>
