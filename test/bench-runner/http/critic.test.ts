import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { criticise } from './stand-in-routes.ts'
import { standInServer } from './stand-in-server.ts'
import { openTinyModel } from './tiny-model.ts'
import { filesOf, run } from './tiny-run.ts'

const Line = z.object({ id: z.string(), verdicts: z.array(z.int()), text: z.array(z.string()) })
const Body = z.object({ messages: z.array(z.object({ content: z.string() })), seed: z.int() })

test.for(['openai', 'vllm', 'sglang'])(
  '%s asks a critic, whose texts are votes',
  async (backend) => {
    const server = await standInServer('tiny-label-rows')
    onTestFinished(() => server.close())
    const ran = await run({
      inputs: { benchmark: 'stepmark-mini' },
      model: { id: 'stepmark/tiny-label-rows', kind: 'prompted_judge' },
      backend,
      adapter: 'critic',
      engine: { baseUrls: [server.url] },
      scoreKind: { kind: 'probability' },
      seed: 5,
      limit: 6,
      subsets: ['easy'],
    })
    const lines = [...filesOf(ran).values()]
      .flatMap((text) => text.trim().split('\n'))
      .map((line) => Line.parse(JSON.parse(line)))
    expect(lines).toHaveLength(6)
    // What the model itself says to each prompt that was sent, asked for without a server.
    const model = await openTinyModel('test/models/tiny-label-rows')
    const said = await Promise.all(
      server.got.map(async ({ body }) => {
        const { messages, seed } = Body.parse(JSON.parse(body))
        const prompt = messages.map(({ content }) => content).join('\n')
        return Promise.all(Array.from({ length: 8 }, (_, n) => criticise(model, prompt, seed + n)))
      }),
    )
    expect(lines.map(({ text }) => text.join()).toSorted()).toEqual(
      said.map((texts) => texts.join()).toSorted(),
    )
    const votes = (texts: readonly string[]) =>
      texts.map((text) => (/\{none\}/.test(text) ? 0 : Number(/\{(\d+)\}/.exec(text)?.[1])) - 1)
    for (const { verdicts, text } of lines) expect(verdicts).toEqual(votes(text))
    expect(new Set(lines.flatMap(({ verdicts }) => verdicts)).size).toBeGreaterThan(2)
    const metrics = JSON.parse(readFileSync(join(ran.folder, 'metrics.json'), 'utf8'))
    expect(metrics.results.map(({ policy }: { policy: string }) => policy)).toContain('vote')
  },
)
