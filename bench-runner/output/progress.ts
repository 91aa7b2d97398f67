import { SingleBar } from 'cli-progress'
import type { Tally } from '../run/score-items.ts'

export interface Progress {
  readonly show: (tally: Tally) => void
  readonly stop: () => void
}

/** Least time between two plain lines. */
const PLAIN_MS = 5_000

/** Progress on stderr: a bar on a terminal, a line now and then elsewhere, nothing when quiet. */
export function startProgress({ quiet }: { quiet: boolean }): Progress {
  if (quiet) return { show: () => {}, stop: () => {} }
  return process.stderr.isTTY && !process.env['CI'] ? bar() : plain()
}

function bar(): Progress {
  const format = 'Scoring {bar} {value}/{total} items, {failed} failed, {eta_formatted} left'
  const single = new SingleBar({
    format,
    barsize: 24,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    stream: process.stderr,
    gracefulExit: false,
  })
  let started = false
  return {
    show({ done, total, failed }) {
      if (!started) single.start(total, done, { failed })
      started = true
      single.update(done, { failed })
    },
    stop: () => single.stop(),
  }
}

function plain(): Progress {
  let last = performance.now()
  return {
    show({ done, total, failed }) {
      const now = performance.now()
      if (now - last < PLAIN_MS && done < total) return
      last = now
      console.error(`Scored ${done}/${total} items, ${failed} failed`)
    },
    stop: () => {},
  }
}
