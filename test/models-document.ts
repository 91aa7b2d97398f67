import type { Adapter } from '../bench-runner/adapters/adapter.ts'
import type { Capability } from '../bench-runner/backends/engine.ts'
import type { Backend } from '../bench-runner/backends/step-scorer.ts'

/** What was compared with what, of each thing that an adapter may need of a backend. */
const EVIDENCE = {
  token_vectors: {
    onnx: 'outputs of small models equal PyTorch’s',
    vllm: 'equals onnx on a stand-in server',
    http: 'equals onnx on a stand-in server',
  },
  next_token_scores: {
    onnx: 'outputs of small models equal PyTorch’s',
    vllm: 'equals onnx on a stand-in server, by each route',
    sglang: 'equals onnx on a stand-in server, by each route',
    http: 'equals onnx on a stand-in server',
  },
  sequence_logprobs: {
    onnx: 'outputs of small models equal PyTorch’s',
    vllm: 'equals onnx on stand-in servers',
    sglang: 'equals onnx on stand-in servers',
  },
  generate: {
    vllm: 'texts of a stand-in server become its votes',
    sglang: 'texts of a stand-in server become its votes',
    openai: 'texts of a stand-in server become its votes',
  },
} as const satisfies Record<Capability, Readonly<Record<string, string>>>

/** Those that test/tokenizers compiles with the tokenizer of the model's own family. */
const ON_REAL_TOKENIZERS: ReadonlySet<string> = new Set([
  'eurus-prm',
  'fover-llama',
  'fover-qwen',
  'pure-prm',
  'qwen25-math-prm',
  'reasonflux-prm-7b',
  'rlhflow-deepseek',
  'rlhflow-mistral',
  'skywork-o1-prm',
  'trl-prm',
  'universal-prm',
  'versaprm',
])

/** docs/models.md: which model can be scored with which backend, and what of it was verified. */
export function modelsDocument(adapters: readonly Adapter[], backends: readonly Backend[]): string {
  const able = backends.filter(({ capabilities }) => capabilities !== undefined)
  const heads = able.map(({ id }) => `\`${id}\``)
  const rows = adapters.map((adapter) => {
    const cells = able.map((backend) =>
      adapter.status === 'complete' && runsOn(adapter.needs, backend) ? 'yes' : '',
    )
    const tokens =
      adapter.status === 'incomplete'
        ? 'incomplete: cannot be used yet'
        : adapter.needs === 'generate'
          ? 'writes texts; no tokens are made here'
          : ON_REAL_TOKENIZERS.has(adapter.id)
            ? 'real tokenizer'
            : 'small tokenizer'
    return `| \`${adapter.id}\` | \`${adapter.needs}\` | ${cells.join(' | ')} | ${tokens} |`
  })
  const evidence = Object.entries(EVIDENCE).flatMap(([needs, byBackend]) =>
    able
      .filter(({ capabilities }) => capabilities?.some((one) => one === needs))
      .map(({ id }) => {
        const found = Object.entries(byBackend).find(([backend]) => backend === id)
        return `| \`${needs}\` | \`${id}\` | ${found?.[1] ?? 'the form of requests and answers alone'} |`
      }),
  )
  return `# Which model runs where, and what of it was verified

This page is generated: \`npx vitest run test/models-document.test.ts -u\`.

**No score here was compared with one of real weights.** What is verified is said below, and no more. Whoever has the weights can: \`stepmark run\`, then
\`stepmark compare\` with the authors' scores.

## Adapters and backends

An adapter runs on every backend that gives what it needs ([how models are fed](adapters.md)). The last column says on what the tokens and places that it makes were tested:
the tokenizer of the model's family as it is published, or one made for tests, whose tokens of the format have the ids of the real one.

| adapter | needs | ${heads.join(' | ')} | tokens and places |
|---|---|${'---|'.repeat(able.length)}---|
${rows.join('\n')}

## What backends give

| need | backend | verified |
|---|---|---|
${evidence.join('\n')}

- **Small models** are Qwen2, Llama and Mistral decoders of two layers with random weights in \`test/models\`, with each kind of head. PyTorch's outputs lie beside them; ONNX Runtime's
  differ by less than 2e-5 from them, and by less than 5e-6 between batches of other sizes. Which solutions share a batch is the same however often a run is interrupted, so that a
  run that was resumed equals one that was not, bit for bit.
- **Stand-in servers** answer as the documentation of vLLM and SGLang says, with numbers that the small models compute. Real servers were not asked.
- **ONNX Runtime** is tested as \`onnxruntime-web\` in Node (\`--device wasm\`). \`onnxruntime-node\` gets the same calls where it is installed; on the CPU its outputs of the small models
  differed by less than 2e-5 from PyTorch's when it was tried. \`--device webgpu\` and \`cuda\` have not been tried.
- An implicit PRM (\`sequence_logprobs\`) needs a second model: \`onnx\` takes it with \`--reference-dir\`, servers with \`--reference-url\`.
`
}

function runsOn(needs: Capability, { capabilities }: Backend): boolean {
  return capabilities?.includes(needs) ?? false
}
